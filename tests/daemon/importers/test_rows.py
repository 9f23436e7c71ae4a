"""What a row of a history is: a watch, something else worth keeping, or a reason to skip it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from daemon.importers import Record
from tests.daemon.importers.exports import Reading, entries, expected, html_cell, reading
from tests.daemon.importers.languages import LANGUAGES

WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
CHANNEL = {"name": "Rick", "url": "https://www.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw"}
AT = 1_709_296_496.0
TIME = "2024-03-01T12:34:56.789Z"


def item(**given: Any) -> dict[str, Any]:
    return {"header": "YouTube", "title": "Watched A song", "titleUrl": WATCH, "time": TIME} | given


def read_items(tmp_path: Path, *items: Any, name: str = "watch-history.json") -> Reading:
    path = tmp_path / name
    path.write_text(json.dumps(items), encoding="utf-8")
    return reading(path)


def test_a_watch_has_video_title_channel_and_whole_second(tmp_path: Path) -> None:
    assert read_items(tmp_path, item(subtitles=[CHANNEL])).records == [
        Record("watch", AT, "dQw4w9WgXcQ", "A song", "UCuAXFkgsw1L7xaCfnd5JJOw", "Rick")
    ]


def test_a_watch_of_a_deleted_channel_is_still_a_watch(tmp_path: Path) -> None:
    (record,) = read_items(tmp_path, item()).records
    assert (record.channel_id, record.channel_name) == (None, None)


def test_an_unavailable_video_is_a_watch_without_a_title(tmp_path: Path) -> None:
    (record,) = read_items(tmp_path, item(title=f"Watched {WATCH}")).records
    assert (record.video_id, record.title) == ("dQw4w9WgXcQ", None)


@pytest.mark.parametrize(
    "url",
    [
        WATCH,
        f"{WATCH}&t=120s",
        "https://www.youtube.com/watch?list=PLx&index=2&v=dQw4w9WgXcQ&pp=abc",
        "https://m.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://music.youtube.com/watch?v=dQw4w9WgXcQ&feature=share",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
        "http://youtube.com/watch?v=dQw4w9WgXcQ",
    ],
)
def test_every_address_of_a_video_leads_to_it(url: str, tmp_path: Path) -> None:
    assert [record.video_id for record in read_items(tmp_path, item(titleUrl=url)).records] == ["dQw4w9WgXcQ"]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=tooshort",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQtoolong",
        "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ",
        "https://www.google.com/url?q=https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/playlist?list=PLx",
        "javascript:alert(1)",
        "https://www.youtube.com/watch?" + "a=b&" * 5000,
    ],
)
def test_an_address_of_anything_else_is_no_watch(url: str, tmp_path: Path) -> None:
    result = read_items(tmp_path, item(titleUrl=url))
    assert (result.records, result.skipped) == ([], {"other": 1})


@pytest.mark.parametrize(
    "detail",
    [
        "From Google Ads",
        "Von Google Ads",
        "Annonces Google",
        "De los anuncios de Google",
        "Google 広告から",
        "Google'dan",
        "Werbeanzeige",
    ],
)
def test_an_advertisement_is_dropped_in_any_language(detail: str, tmp_path: Path) -> None:
    result = read_items(tmp_path, item(details=[{"name": detail}], subtitles=[CHANNEL]))
    assert (result.records, result.skipped) == ([], {"ad": 1})


@pytest.mark.parametrize(
    "detail", ["Uploads", "On a television", "This was saved to your Google Account because of your settings"]
)
def test_a_detail_that_names_no_advertising_drops_nothing(detail: str, tmp_path: Path) -> None:
    assert len(read_items(tmp_path, item(details=[{"name": detail}])).records) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"title": "Watched a video that has been removed"}, "removed"),
        ({"title": "Viewed Ads On YouTube Homepage"}, "other"),
        ({"title": "Answered survey question"}, "other"),
        ({"title": "Used Shorts creation tools"}, "other"),
        ({"title": "Viewed a post", "titleUrl": "https://www.youtube.com/post/Ugk"}, "post"),
        ({"title": "Watched story 1", "titleUrl": "https://www.youtube.com/story/x"}, "other"),
        ({"title": "Visited a shop", "titleUrl": "https://www.google.com/url?q=https://shop.example"}, "other"),
        ({"title": "Visited a page", "header": "Search", "titleUrl": WATCH}, "other"),
        ({"title": "Watched X", "titleUrl": WATCH, "time": "yesterday"}, "unrecognised"),
        ({"title": "Watched X", "titleUrl": WATCH, "time": None}, "unrecognised"),
        ({"title": "Watched X", "titleUrl": WATCH, "time": "1970-01-01T00:00:00Z"}, "unrecognised"),
    ],
)
def test_what_is_no_watch_is_counted_by_its_reason(row: dict[str, Any], reason: str, tmp_path: Path) -> None:
    result = read_items(tmp_path, item(), {"header": "YouTube", "time": TIME} | row)
    assert (len(result.records), result.skipped) == (1, {reason: 1})


def test_music_is_marked_and_its_artist_is_the_channel(tmp_path: Path) -> None:
    release = {"name": "Release", "url": "https://www.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOx"}
    album = {"name": "An album", "url": "https://music.youtube.com/browse/MPREb_x"}
    for subtitles in ([CHANNEL, album], [album, CHANNEL], [release, CHANNEL]):
        (record,) = read_items(tmp_path, item(header="YouTube Music", subtitles=subtitles)).records
        assert (record.is_music, record.channel_name) == (True, "Rick")


def test_a_search_gives_its_words_from_the_address(tmp_path: Path) -> None:
    url = "https://www.youtube.com/results?search_query=r%C3%BChrteig+%26+hefe"
    result = read_items(tmp_path, item(title="Gesucht nach: x", titleUrl=url), name="Suchverlauf.json")
    assert result.records == [Record("search", AT, query="rührteig & hefe")]


def test_a_result_clicked_in_the_search_history_is_no_second_watch(tmp_path: Path) -> None:
    search = item(titleUrl="https://www.youtube.com/results?search_query=x")
    result = read_items(tmp_path, search, search | {"time": "2024-03-02T00:00:00Z"}, item())
    assert {record.kind for record in result.records} == {"search"}
    assert result.skipped == {"other": 1}


def test_my_activity_mixes_watches_likes_searches_and_subscriptions(tmp_path: Path) -> None:
    result = read_items(
        tmp_path,
        item(title="Watched A song"),
        item(title="Liked A dance"),
        item(title="Saved A poem"),
        item(title="Disliked A speech"),
        item(title="Subscribed to Rick", titleUrl=CHANNEL["url"]),
        item(title="Searched for rick", titleUrl="https://www.youtube.com/results?search_query=rick"),
        item(title="Searched for roll", titleUrl="https://www.youtube.com/results?search_query=roll"),
        item(title="Noticed A picture"),
        item(title="Watched A play", time="2024-02-01T00:00:00Z"),
    )
    kinds = [record.kind for record in result.records]
    assert kinds == ["watch", "like", "saved", "subscribe", "search", "search", "watch"]
    assert [record.title for record in result.records[:3]] == ["A song", "A dance", "A poem"]
    assert result.records[3].channel_name == "Rick"
    assert result.skipped == {"other": 2}


def test_my_activity_in_a_language_nobody_listed_keeps_likes_and_watches_apart(tmp_path: Path) -> None:
    watches = [item(title=f"Katsoit videon {n}", time=f"2024-02-{n:02}T00:00:00Z") for n in range(1, 9)]
    likes = [item(title=f"Tykkäsit videosta {n}", time=f"2024-03-{n:02}T00:00:00Z") for n in range(1, 4)]
    gone = item(title=f"Katsoit videon {WATCH}", time="2024-04-01T00:00:00Z")
    search = item(title="Hait: x", titleUrl="https://www.youtube.com/results?search_query=x")
    result = read_items(tmp_path, *watches, gone, *likes, search)
    assert [record.title for record in result.records] == [*"12345678", None, None]
    assert result.skipped == {"other": 3}


def test_activity_in_other_products_is_passed_over(tmp_path: Path) -> None:
    result = read_items(tmp_path, item(header="Maps"), item(header="Search"), name="MyActivity.json")
    assert (result.records, result.skipped) == ([], {})


@pytest.mark.parametrize("text", ["nul\x00byte", "half \ud800 a pair", "x" * 100_000])
def test_a_title_no_store_could_take_is_mended(text: str, tmp_path: Path) -> None:
    (record,) = read_items(tmp_path, item(title=f"Watched {text}")).records
    assert record.title is not None
    assert "\x00" not in record.title
    assert len(record.title.encode()) <= 1000


@pytest.mark.parametrize("value", [None, 1, [], {}, [1], [[]], {"name": []}, True])
def test_a_field_of_a_wrong_type_is_an_empty_field(value: Any, tmp_path: Path) -> None:
    for name in ("header", "title", "subtitles", "details"):
        (record,) = read_items(tmp_path, item(**{name: value})).records
        assert record.video_id == "dQw4w9WgXcQ"


@pytest.mark.parametrize("row", [None, 1, "x", [], {}, {"snippet": {}}, {"snippet": {"publishedAt": TIME}}])
def test_a_row_of_a_wrong_shape_is_counted_as_not_understood(row: Any, tmp_path: Path) -> None:
    result = read_items(tmp_path, item(), row)
    assert (len(result.records), result.skipped) == (1, {"unrecognised": 1})


def test_youtube_behind_a_thousand_rows_of_other_products_is_found(tmp_path: Path) -> None:
    english = LANGUAGES[0]
    maps = html_cell(entries()[0], english).replace(">YouTube<", ">Maps<") * 1000
    path = tmp_path / "MyActivity.html"
    path.write_text(f"<html>{maps}{html_cell(entries()[0], english)}</html>", encoding="utf-8")
    result = reading(path)
    assert (result.records, result.skipped) == (expected(entries()[:1]), {"other": 1000})


def test_the_playlist_items_of_before_2018_are_read(tmp_path: Path) -> None:
    old = {"contentDetails": {"videoId": "dQw4w9WgXcQ"}, "snippet": {"title": "A song", "publishedAt": TIME}}
    subscription = {
        "snippet": {"title": "Rick", "publishedAt": TIME, "resourceId": {"channelId": CHANNEL["url"][-24:]}}
    }
    assert read_items(tmp_path, old, name="likes.json").records == [Record("like", AT, "dQw4w9WgXcQ", "A song")]
    assert read_items(tmp_path, old, name="watch-history.json").records[0].kind == "watch"
    assert read_items(tmp_path, old, name="Mixtape.json").records[0].kind == "saved"
    assert read_items(tmp_path, subscription, name="subscriptions.json").records[0].kind == "subscribe"


def test_the_history_chrome_puts_into_a_takeout_is_read(tmp_path: Path) -> None:
    visit = {
        "page_transition": "LINK",
        "title": "(2) A song - YouTube",
        "url": WATCH,
        "time_usec": 1_709_296_496_789_000,
    }
    others = [
        visit | {"page_transition": "RELOAD"},
        visit | {"url": "https://example.org"},
        visit | {"time_usec": "soon"},
        visit | {"url": "https://www.youtube.com/results?search_query=rick"},
    ]
    path = tmp_path / "History.json"
    path.write_text(
        json.dumps({"Typed Url": [1], "Browser History": [visit, *others], "Session": {}}), encoding="utf-8"
    )
    result = reading(path)
    assert [(record.kind, record.title, record.occurred_at, record.source) for record in result.records] == [
        ("watch", "A song", AT, "chrome"),
        ("search", None, AT, "chrome"),
    ]
    assert result.skipped == {"other": 1, "unrecognised": 1}
