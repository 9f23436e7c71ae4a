"""A feed is read as words, numbers and times; what is none is told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.sources.feeds import read_feed
from tests.stand_ins.youtube import Channel, Upload, feed_of

ID = "UCabcdefghijklmnopqrstuv"
DAY = 86_400.0
NOW = 1_795_000_000.0


def _feed(*uploads: Upload, name: str = "Bread & Butter") -> bytes:
    return feed_of(Channel(ID, name, list(uploads))).encode()


def test_every_fact_a_feed_tells_is_taken() -> None:
    upload = Upload("abcdefghijk", "Zwölf <b>Brote</b> & 日本", NOW, 78_814, "Line one\n<script>x</script>")
    feed = read_feed(_feed(upload), ID)
    assert feed is not None
    (video,) = feed.videos
    assert (video.video_id, video.title) == ("abcdefghijk", "Zwölf <b>Brote</b> & 日本")
    assert (video.channel_id, video.channel_name) == (ID, "Bread & Butter")
    assert (video.published_at, video.view_count, video.is_short) == (NOW, 78_814, None)
    assert video.description == "Line one\n<script>x</script>"


def test_a_short_is_told_by_its_address() -> None:
    feed = read_feed(_feed(Upload("abcdefghijk", "Short", NOW, is_short=True)), ID)
    assert feed is not None
    assert feed.videos[0].is_short


def test_the_rate_of_uploads_follows_from_their_times() -> None:
    weekly = [Upload(f"weekly{n:05}", f"Week {n}", NOW - 7 * DAY * n) for n in range(15)]
    feed = read_feed(_feed(*weekly), ID)
    assert feed is not None
    assert feed.uploads_per_day == pytest.approx(1 / 7)


def test_a_channel_without_a_video_is_a_feed_and_tells_no_rate() -> None:
    feed = read_feed(_feed(), ID)
    assert feed is not None
    assert (feed.videos, feed.uploads_per_day) == ((), None)


def test_entries_of_others_or_without_a_proper_id_or_a_title_are_left_out() -> None:
    body = _feed(
        Upload("good_video_", "Good", NOW), Upload("too-long-an-id", "Bad", NOW), Upload("without_ttl", "", NOW)
    )
    strange = _feed(Upload("strange_vid", "Strange", NOW)).replace(ID.encode(), b"UCzzzzzzzzzzzzzzzzzzzzzz")
    feed, other = read_feed(body, ID), read_feed(strange, ID)
    assert feed is not None
    assert [video.video_id for video in feed.videos] == ["good_video_"]
    assert other is not None
    assert other.videos == ()


@pytest.mark.parametrize("body", [b"", b"<html><body>Before you continue</body></html>", b"\x00\xff", b'{"error": 1}'])
def test_what_is_no_feed_is_told_apart(body: bytes) -> None:
    assert read_feed(body, ID) is None


def test_a_video_without_a_number_of_views_is_taken_all_the_same() -> None:
    body = _feed(Upload("abcdefghijk", "Title", NOW)).replace(
        b'<media:statistics views="1000"/>', b"<media:statistics/>"
    )
    feed = read_feed(body, ID)
    assert feed is not None
    assert feed.videos[0].view_count is None


def test_entities_that_multiply_come_to_nothing() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
    )
    body = bomb + b']><feed xmlns="http://www.w3.org/2005/Atom"><title>&j;</title></feed>'
    assert read_feed(body, ID) is None


@settings(deadline=None)
@given(st.integers(0, 2_000), st.binary(max_size=20))
def test_a_damaged_feed_never_crashes_the_reader(at: int, bytes_: bytes) -> None:
    body = _feed(Upload("abcdefghijk", "A title", NOW), Upload("bbcdefghijk", "Another", NOW - DAY))
    feed = read_feed(body[:at] + bytes_ + body[at + len(bytes_) :], ID)
    assert feed is None or len(feed.videos) <= 2
