"""A written date is read in any language, and nothing that is no date is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from daemon.importers.dates import DateReader

# What ICU writes for the medium date and the long time in each language.
BY_LANGUAGE = (
    ("en-US", "Feb 8, 2025, 12:14:11 AM EST", "2025-02-08T05:14:11"),
    ("en-GB", "15 Jul 2025, 11:14:22 BST", "2025-07-15T10:14:22"),
    ("en-AU", "23 Dec 2025, 2:14:33 am AEDT", "2025-12-22T15:14:33"),
    ("en-IN", "2 May 2025, 1:44:44 am IST", "2025-05-01T20:14:44"),
    ("de", "08.10.2025, 03:14:55 MESZ", "2025-10-08T01:14:55"),
    ("de-AT", "15.03.2025, 07:14:06 MEZ", "2025-03-15T06:14:06"),
    ("fr", "22 août 2025, 13:14:17 UTC+2", "2025-08-22T11:14:17"),
    ("fr-CA", "1 janv. 2025, 11 h 14 min 28 s HNE", "2025-01-01T16:14:28"),
    ("es", "8 jun 2025, 23:14:39 CEST", "2025-06-08T21:14:39"),
    ("es-MX", "14 nov 2025, 8:14:50 p.m. GMT-6", "2025-11-15T02:14:50"),
    ("ja", "2025/04/22 16:14:01 JST", "2025-04-22T07:14:01"),
    ("nl", "1 sep 2025, 14:14:12 CEST", "2025-09-01T12:14:12"),
    ("pt-BR", "8 de fev. de 2025, 14:14:23 BRT", "2025-02-08T17:14:23"),
    ("pt-PT", "16/07/2025, 00:14:34 CEST", "2025-07-15T22:14:34"),
    ("it", "22 dic 2025, 04:14:45 CET", "2025-12-22T03:14:45"),
    ("zh-CN", "2025年5月1日 GMT+8 16:14:56", "2025-05-01T08:14:56"),
    ("zh-TW", "2025年10月8日 晚上9:14:07 [GMT+8]", "2025-10-08T13:14:07"),
    ("tr", "15 Mar 2025 21:14:18 GMT+3", "2025-03-15T18:14:18"),
    ("ar", "23\u200f/08\u200f/2025، 2:14:29 ص غرينتش+3", "2025-08-22T23:14:29"),
    ("ar-EG", "٠١\u200f/٠١\u200f/٢٠٢٥، ٦:١٤:٤٠ ص غرينتش+٢", "2025-01-01T04:14:40"),
    ("ru", "8 июн. 2025 г., 12:14:51 GMT+3", "2025-06-08T09:14:51"),
    ("uk", "15 лист. 2025 р., 15:14:02 GMT+1", "2025-11-15T14:14:02"),
    ("pl", "22 kwi 2025, 21:14:13 CEST", "2025-04-22T19:14:13"),
    ("cs", "1. 9. 2025 2:14:24 SELČ", "2025-09-01T00:14:24"),
    ("sk", "8. 2. 2025, 6:14:35 SEČ", "2025-02-08T05:14:35"),
    ("sv", "15 juli 2025 12:14:46 CEST", "2025-07-15T10:14:46"),
    ("da", "22. dec. 2025, 16.14.57 CET", "2025-12-22T15:14:57"),
    ("nb", "1. mai 2025, 22:14:08 CEST", "2025-05-01T20:14:08"),
    ("fi", "8.10.2025 klo 3.14.19 UTC+2", "2025-10-08T01:14:19"),
    ("hu", "2025. márc. 15. 7:14:30 CET", "2025-03-15T06:14:30"),
    ("ro", "22 aug. 2025, 13:14:41 CEST", "2025-08-22T11:14:41"),
    ("bg", "1.01.2025 г., 17:14:52 ч. Гринуич+1", "2025-01-01T16:14:52"),
    ("el", "8 Ιουν 2025, 11:14:03 μ.μ. CEST", "2025-06-08T21:14:03"),
    ("he", "15 בנוב׳ 2025, 3:14:14 GMT\u200e+1\u200e", "2025-11-15T02:14:14"),
    ("hi", "22 अप्रैल 2025, 12:44:25 pm IST", "2025-04-22T07:14:25"),
    ("th", "1 ก.ย. 2568 19 นาฬิกา 14 นาที 36 วินาที GMT+7", "2025-09-01T12:14:36"),
    ("vi", "18:14:47 GMT+1 8 thg 2, 2025", "2025-02-08T17:14:47"),
    ("id", "16 Jul 2025, 05.14.58 WIB", "2025-07-15T22:14:58"),
    ("ms", "22 Dis 2025, 4:14:09 PG GMT+1", "2025-12-22T03:14:09"),
    ("ko", "2025. 5. 1. PM 5시 14분 20초 GMT+9", "2025-05-01T08:14:20"),
    ("hr", "8. lis 2025. 15:14:31 CEST", "2025-10-08T13:14:31"),
    ("sr", "15. 3. 2025. 19:14:42 CET", "2025-03-15T18:14:42"),
    ("sl", "23. avg. 2025, 01:14:53 GMT +2", "2025-08-22T23:14:53"),
    ("lt", "2025-01-01 05:14:04 GMT+1", "2025-01-01T04:14:04"),
    ("lv", "2025. gada 8. jūn. 11:14:15 CEST", "2025-06-08T09:14:15"),
    ("et", "15. nov 2025, 15:14:26 GMT +1", "2025-11-15T14:14:26"),
    ("ca", "22 d’abr. 2025, 21:14:37 CEST", "2025-04-22T19:14:37"),
    ("eu", "2025(e)ko ira. 1(a) (02:14:48 (CEST))", "2025-09-01T00:14:48"),
    ("gl", "8 de feb. de 2025, 06:14:59 CET", "2025-02-08T05:14:59"),
    ("is", "15. júl. 2025, 12:14:10 GMT+2", "2025-07-15T10:14:10"),
    ("fil", "Dis 22, 2025, 4:14:21 PM GMT+1", "2025-12-22T15:14:21"),
    ("sw", "1 Mei 2025, 22:14:32 GMT +2", "2025-05-01T20:14:32"),
)

AS_TAKEOUT_WRITES_THEM = (
    ("Aug 17, 2026, 1:14:48\u202fPM CEST", "2026-08-17T11:14:48"),
    ("Aug 17, 2026, 12:14:48 AM CEST", "2026-08-16T22:14:48"),
    ("Aug 17, 2026, 12:14:48 PM CEST", "2026-08-17T10:14:48"),
    ("17 Aug 2026, 13:14:48 BST", "2026-08-17T12:14:48"),
    ("7 Sept 2026, 13:14:48 BST", "2026-09-07T12:14:48"),
    ("27.08.2026, 20:04:54 MESZ", "2026-08-27T18:04:54"),
    ("17. Aug. 2026, 20:04:54 MEZ", "2026-08-17T19:04:54"),
    ("1. März 2026, 20:04:54 MEZ", "2026-03-01T19:04:54"),
    ("15 juin 2026, 20:30:41 CEST", "2026-06-15T18:30:41"),
    ("15 févr. 2026 à 20:30:41 HNEC", "2026-02-15T19:30:41"),
    ("15 juil. 2026, 20:30:41 HAEC", "2026-07-15T18:30:41"),
    ("15 déc. 2026, 20:30:41 HNE", "2026-12-16T01:30:41"),
    ("15 jun 2026, 20:30:41 CEST", "2026-06-15T18:30:41"),
    ("7 sept 2025, 15:04:05 GMT-6", "2025-09-07T21:04:05"),
    ("7 sept 2025, 3:04:05 p. m. GMT-06:00", "2025-09-07T21:04:05"),
    ("2026/06/15 20:30:41 JST", "2026-06-15T11:30:41"),
    ("15 mrt 2026, 20:30:41 CET", "2026-03-15T19:30:41"),
    ("15 mei 2026, 20:30:41 CEST", "2026-05-15T18:30:41"),
    ("15 okt 2026, 20:30:41 CEST", "2026-10-15T18:30:41"),
    ("2026年7月30日 00:23:06 CEST", "2026-07-29T22:23:06"),
    ("2026年8月17日 下午1:14:48 [GMT+8]", "2026-08-17T05:14:48"),
    ("17 Ağu 2026, 22:14:48 GMT+3", "2026-08-17T19:14:48"),
    ("17 Şub 2026 22:14:48 TSİ", "2026-02-17T19:14:48"),
    ("23\u200f/07\u200f/2026\u060c 4:20:22 م CEST", "2026-07-23T14:20:22"),
    ("23/07/2026\u060c 12:20:22 ص CEST", "2026-07-22T22:20:22"),
    ("17 de ago. de 2026, 13:14:48 BRT", "2026-08-17T16:14:48"),
    ("17 Aug 2026, 1:14:48 pm AEST", "2026-08-17T03:14:48"),
    ("Jan 3, 2017, 1:14:48 PM UTC", "2017-01-03T13:14:48"),
    ("Jan 3, 2017, 1:14:48 PM", "2017-01-03T13:14:48"),
    ("3 Jan 2022, 1:14:48 GMT+5:30", "2022-01-02T19:44:48"),
    ("13 lip 2025, 02:14:08 CEST", "2025-07-13T00:14:08"),
)

NO_DATES = (
    "",
    "Watched at 11:39 AM",
    "31.02.2026, 10:10:10 UTC",
    "17 Aug 2026, 25:14:48 UTC",
    "17 Aug 2026, 13:61:48 UTC",
    "17 Aug 1999, 13:14:48 UTC",
    "17 Foo 2026, 13:14:48 UTC",
    "Aug 17, 2026",
    "1.2.3.4.5.6",
    "9" * 5000,
)


def utc(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(("language", "text", "moment"), BY_LANGUAGE)
def test_a_date_is_read_in_every_language_of_the_account(language: str, text: str, moment: str) -> None:
    assert DateReader(local_offset=0).read(text) == utc(moment), language


@pytest.mark.parametrize(("text", "moment"), AS_TAKEOUT_WRITES_THEM)
def test_a_date_as_takeout_has_written_it_is_read(text: str, moment: str) -> None:
    assert DateReader(local_offset=0).read(text) == utc(moment)


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_gives_nothing(text: str) -> None:
    assert DateReader().read(text) is None


def test_an_unknown_zone_is_read_as_the_machines_and_said() -> None:
    dates = DateReader(local_offset=7200)
    assert dates.read("Jan 3, 2026, 1:14:48 PM XYZT") == utc("2026-01-03T11:14:48")
    assert list(dates.notes.values()) == [
        "The time zone 'XYZT' is not known here, so times were read in this machine's own zone."
    ]


def test_a_zone_of_several_meanings_is_told_by_the_writing_and_said() -> None:
    dates = DateReader(local_offset=0)
    assert dates.read("2026年7月30日 00:23:06 CST") == utc("2026-07-29T16:23:06")
    assert dates.read("Jul 30, 2026, 12:23:06 AM CST") == utc("2026-07-30T06:23:06")
    assert dates.notes["CST"] == "The time zone 'CST' has several meanings; it was read as UTC-06:00."


def test_a_zone_that_is_known_gives_no_note() -> None:
    dates = DateReader()
    dates.read("27.08.2026, 20:04:54 MESZ")
    assert not dates.notes
