"""The page's own words for an age are understood in the languages people use, and nothing is guessed."""

from __future__ import annotations

import pytest

from daemon.api.ages import age_seconds

MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = 60, 3_600, 86_400, 604_800, 30.44 * 86_400, 365.25 * 86_400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3 weeks ago", 3 * WEEK),
        ("Streamed 6 months ago", 6 * MONTH),
        ("21 hours ago", 21 * HOUR),
        ("21h ago", 21 * HOUR),
        ("3mo ago", 3 * MONTH),
        ("1 day ago", DAY),
        ("48 seconds ago", 48),
        ("vor 3 Wochen", 3 * WEEK),
        ("vor 1 Tag", DAY),
        ("vor 11 Monaten gestreamt", 11 * MONTH),
        ("il y a 2 ans", 2 * YEAR),
        ("il y a 5 jours", 5 * DAY),
        ("hace 7 años", 7 * YEAR),
        ("hace 2 meses", 2 * MONTH),
        ("há 4 semanas", 4 * WEEK),
        ("há 2 dias", 2 * DAY),
        ("3 settimane fa", 3 * WEEK),
        ("2 ore fa", 2 * HOUR),
        ("10 maanden geleden", 10 * MONTH),
        ("2 jaar geleden", 2 * YEAR),
        ("3 週間前", 3 * WEEK),
        ("2 か月前", 2 * MONTH),
        ("5 日前", 5 * DAY),
        ("8 時間前に配信済み", 8 * HOUR),
        ("3周前", 3 * WEEK),
        ("4個月前", 4 * MONTH),
        ("2年前", 2 * YEAR),
        ("3주 전", 3 * WEEK),
        ("5개월 전", 5 * MONTH),
        ("20시간 전", 20 * HOUR),
        ("قبل 3 أيام", 3 * DAY),
        ("قبل يومين", 2 * DAY),
        ("قبل ٤ أسابيع", 4 * WEEK),
        ("قبل 11 شهرًا", 11 * MONTH),
        ("3 hafta önce", 3 * WEEK),
        ("2 yıl önce", 2 * YEAR),
        ("5 дней назад", 5 * DAY),
        ("3 недели назад", 3 * WEEK),
        ("2 года назад", 2 * YEAR),
        ("3 tygodnie temu", 3 * WEEK),
        ("5 lat temu", 5 * YEAR),
        ("12K views · 4 days ago", 4 * DAY),
    ],
)
def test_an_age_is_read(text: str, seconds: float) -> None:
    assert age_seconds(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["", "LIVE", "5m ago", "vor 2 J", "Scheduled for 12/24/26", "1.2M views", "Premieres soon", "2026"]
)
def test_what_is_not_certain_is_not_guessed(text: str) -> None:
    assert age_seconds(text) is None
