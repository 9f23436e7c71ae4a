"""oEmbed's answers are told apart: described, gone, withheld, or no answer at all."""

from __future__ import annotations

import pytest

from daemon.sources.oembed import read_oembed

ID = "abcdefghijk"
CHANNEL = "UCabcdefghijklmnopqrstuv"


def test_title_and_channel_are_taken_with_the_id_or_the_handle_of_the_channel() -> None:
    by_id = read_oembed(
        f'{{"title": " Brot ", "author_name": "B", "author_url": "https://www.youtube.com/channel/{CHANNEL}"}}'.encode(),
        ID,
    )
    by_handle = read_oembed(b'{"title": "Brot", "author_name": "B", "author_url": "https://www.youtube.com/@brot"}', ID)
    assert by_id is not None
    assert (by_id.title, by_id.channel_name, by_id.channel_id, by_id.channel_handle) == ("Brot", "B", CHANNEL, None)
    assert by_handle is not None
    assert (by_handle.channel_id, by_handle.channel_handle) == (None, "@brot")


@pytest.mark.parametrize(
    "body", [b"", b"Forbidden", b"<html>", b"[]", b"null", b'{"title": 7}', b'{"title": "  "}', b'{"author_name": "B"}']
)
def test_what_says_nothing_of_the_video_is_no_answer(body: bytes) -> None:
    assert read_oembed(body, ID) is None


def test_a_channel_that_is_no_words_is_left_out() -> None:
    facts = read_oembed(b'{"title": "Brot", "author_name": ["x"], "author_url": {"a": 1}}', ID)
    assert facts is not None
    assert (facts.title, facts.channel_name) == ("Brot", None)
