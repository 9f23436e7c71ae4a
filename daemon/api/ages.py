"""Relative ages as YouTube writes them ("3 weeks ago", "Streamed 6 months ago", "3週間前") as seconds; unknown is None."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
_WEEK, _MONTH, _YEAR = 7 * _DAY, 30.44 * _DAY, 365.25 * _DAY

# Units as whole words, and as beginnings of words (a form of many endings). In the order en de fr es pt it nl tr pl ru ar.
# Left out on purpose: "m" (minutes or months) and "j" (jours or Jahre).
_WORDS: Final = {
    "s": 1.0, "sec": 1.0, "sek": 1.0, "sn": 1.0, "сек": 1.0,
    "min": _MINUTE, "dk": _MINUTE, "мин": _MINUTE,
    "h": _HOUR, "hr": _HOUR, "hrs": _HOUR, "std": _HOUR, "ora": _HOUR, "ore": _HOUR, "uur": _HOUR, "uren": _HOUR,
    "sa": _HOUR, "saat": _HOUR, "ч": _HOUR, "час": _HOUR, "часа": _HOUR, "часов": _HOUR,
    "d": _DAY, "tag": _DAY, "jour": _DAY, "jours": _DAY, "día": _DAY, "dia": _DAY, "dag": _DAY, "dni": _DAY,
    "gün": _DAY, "дн": _DAY, "дня": _DAY, "день": _DAY, "дней": _DAY, "يوم": _DAY, "أيام": _DAY, "يومًا": _DAY,
    "w": _WEEK, "wk": _WEEK, "wks": _WEEK, "wo": _WEEK, "sem": _WEEK, "tyg": _WEEK, "нед": _WEEK,
    "mo": _MONTH, "mon": _MONTH, "mois": _MONTH, "mes": _MONTH, "meses": _MONTH, "mês": _MONTH, "mese": _MONTH,
    "mesi": _MONTH, "mnd": _MONTH, "ay": _MONTH, "mies": _MONTH, "мес": _MONTH, "شهر": _MONTH, "أشهر": _MONTH,
    "شهرًا": _MONTH,
    "y": _YEAR, "yr": _YEAR, "yrs": _YEAR, "an": _YEAR, "ans": _YEAR, "año": _YEAR, "años": _YEAR, "ano": _YEAR,
    "anos": _YEAR, "anno": _YEAR, "anni": _YEAR, "yıl": _YEAR, "rok": _YEAR, "lata": _YEAR, "lat": _YEAR,
    "г": _YEAR, "год": _YEAR, "года": _YEAR, "лет": _YEAR, "سنة": _YEAR, "سنوات": _YEAR, "عام": _YEAR,
}  # fmt: skip
_BEGINNINGS: Final = {
    "second": 1.0, "sekund": 1.0, "segundo": 1.0, "secondi": 1.0, "saniye": 1.0, "секунд": 1.0, "ثاني": 1.0,
    "ثوان": 1.0, "秒": 1.0, "초": 1.0,
    "minut": _MINUTE, "minuut": _MINUTE, "dakika": _MINUTE, "минут": _MINUTE, "دقيقة": _MINUTE, "دقائق": _MINUTE,
    "分": _MINUTE, "분": _MINUTE,
    "hour": _HOUR, "stunde": _HOUR, "heure": _HOUR, "hora": _HOUR, "godz": _HOUR, "ساعة": _HOUR, "ساعات": _HOUR,
    "時間": _HOUR, "小时": _HOUR, "小時": _HOUR, "시간": _HOUR,
    "day": _DAY, "tage": _DAY, "días": _DAY, "dias": _DAY, "giorn": _DAY, "dagen": _DAY, "dzie": _DAY,
    "日": _DAY, "天": _DAY, "일": _DAY,
    "week": _WEEK, "woche": _WEEK, "semaine": _WEEK, "semana": _WEEK, "settiman": _WEEK, "weken": _WEEK,
    "hafta": _WEEK, "tydzie": _WEEK, "tygodni": _WEEK, "недел": _WEEK, "أسبوع": _WEEK, "أسابيع": _WEEK,
    "週": _WEEK, "周": _WEEK, "星期": _WEEK, "주": _WEEK,
    "month": _MONTH, "monat": _MONTH, "maand": _MONTH, "miesi": _MONTH, "месяц": _MONTH,
    "か月": _MONTH, "ヶ月": _MONTH, "カ月": _MONTH, "ヵ月": _MONTH, "个月": _MONTH, "個月": _MONTH, "개월": _MONTH,
    "year": _YEAR, "jahr": _YEAR, "jaar": _YEAR, "年": _YEAR, "년": _YEAR,
}  # fmt: skip
_TWO: Final = {
    "ثانيتين": 1.0, "دقيقتين": _MINUTE, "ساعتين": _HOUR, "يومين": _DAY, "أسبوعين": _WEEK, "شهرين": _MONTH,
    "سنتين": _YEAR, "عامين": _YEAR,
}  # fmt: skip
"""Arabic says "two" with the word's ending and writes no number."""

_COUNTED: Final = re.compile(r"(?<![\d.,])(\d{1,3})\s*([^\W\d_]+)")


@lru_cache(maxsize=4096)
def age_seconds(text: str) -> float | None:
    """Return the age a text tells, as coarse as it is written; None where it tells none for certain.

    Remembered, for every page says "2 days ago" again.
    """
    plain = _with_plain_digits(text.casefold())
    for count, word in _COUNTED.findall(plain):
        if (unit := _unit(word)) is not None:
            return int(count) * unit
    return next((2 * unit for word, unit in _TWO.items() if word in plain.split()), None)


def _with_plain_digits(text: str) -> str:
    """Return the text with the digits of every script as 0–9, and without invisible direction marks."""
    marks = {"Cf"}
    kept = (each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each) not in marks)
    return "".join(str(unicodedata.digit(each)) if each.isdecimal() else each for each in kept)


def _unit(word: str) -> float | None:
    if word in _WORDS:
        return _WORDS[word]
    return next((unit for beginning, unit in _BEGINNINGS.items() if word.startswith(beginning)), None)
