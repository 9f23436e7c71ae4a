"""The real client of transcripts, over a real socket: only the address is another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from daemon.sources.transcripts import HEAD_LENGTH, MOST_BYTES, Fetched, fetch, spoken
from tests.daemon.given import video_id
from tests.stand_ins.captions import INNERTUBE_KEY, NOT_A_BOT, Spoken
from tests.stand_ins.youtube import YouTube, youtube_stand_in

VIDEO = video_id(1)


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        served.captions.spoken[VIDEO] = {"en": Spoken(["Knead the dough", "for ten minutes"])}
        yield served


async def asked(youtube: YouTube, language: str | None = None) -> Fetched:
    """Ask in a thread, as the child process does in its own."""
    return await asyncio.to_thread(partial(fetch, VIDEO, language, youtube.address))


async def test_a_transcript_comes_by_page_player_and_text(youtube: YouTube) -> None:
    assert await asked(youtube) == Fetched("found", 3, "en", "Knead the dough for ten minutes")
    assert youtube.asked == [
        f"/watch?v={VIDEO}",
        f"/youtubei/v1/player?key={INNERTUBE_KEY}",
        f"/api/timedtext?v={VIDEO}&lang=en",
    ]
    assert youtube.cookies == []


@pytest.mark.parametrize(
    ("own", "taken"),
    [("de", "de"), ("de-AT", "de"), ("fr", "en"), (None, "en")],
    ids=["own", "region", "none", "unknown"],
)
async def test_the_videos_own_language_is_taken_then_english(youtube: YouTube, own: str | None, taken: str) -> None:
    youtube.captions.spoken[VIDEO] = {each: Spoken([each], each == "de") for each in ("ja", "en", "de")}
    assert (await asked(youtube, own)).language == taken


async def test_without_either_any_language_will_do(youtube: YouTube) -> None:
    youtube.captions.spoken[VIDEO] = {"ja": Spoken(["\u751f\u5730"], is_generated=True)}
    assert await asked(youtube, "de") == Fetched("found", 3, "ja", "\u751f\u5730")


async def test_a_page_that_asks_for_consent_is_answered_and_the_cookie_ends_with_the_video(youtube: YouTube) -> None:
    youtube.captions.asks_for_consent = True
    for _ in range(2):
        assert await asked(youtube) == Fetched("found", 4, "en", "Knead the dough for ten minutes")
    assert youtube.cookies == ["CONSENT=YES+cb.2026"] * 6


async def test_a_page_of_consent_that_is_led_to_is_told_apart(youtube: YouTube) -> None:
    youtube.lead_by_consent(VIDEO)
    assert await asked(youtube) == Fetched("found", 4, "en", "Knead the dough for ten minutes", consents=1)
    assert youtube.asked[1] == f"/m?continue={VIDEO}"


async def test_disabled_missing_and_empty_transcripts_are_missing(youtube: YouTube) -> None:
    youtube.captions.spoken[VIDEO] = {}
    assert (await asked(youtube)).outcome == "missing"
    youtube.captions.spoken[VIDEO] = {"en": Spoken(["[Music]", "\u266a \u266a"])}
    assert (await asked(youtube)).outcome == "missing"
    del youtube.captions.spoken[VIDEO]
    assert (await asked(youtube)).outcome == "missing"


async def test_a_block_is_told_from_a_missing_transcript(youtube: YouTube) -> None:
    youtube.fail(429)
    assert await asked(youtube) == Fetched("blocked", 1)
    youtube.say(b'<div class="g-recaptcha"></div>')
    assert await asked(youtube) == Fetched("blocked", 1)
    youtube.captions.unplayable[VIDEO] = {"status": "LOGIN_REQUIRED", "reason": NOT_A_BOT}
    assert await asked(youtube) == Fetched("blocked", 2)


A_KEY = b'"INNERTUBE_API_KEY": "k"'
GARBAGE = [b"", b"{}", b"\x00\xff", b"<html></html>", b'{"captions": []}', A_KEY]
PLACES = ["page", "player", "text"]


@pytest.mark.parametrize(
    ("place", "body"),
    [
        pytest.param(place, body, id=f"{name} {body!r}")
        for place, name in enumerate(PLACES)
        for body in GARBAGE
        if (name, body) not in (("page", A_KEY), ("text", b"<html></html>"))
    ],
)
async def test_garbage_in_any_place_is_a_failure(youtube: YouTube, place: int, body: bytes) -> None:
    for each in [*[A_KEY, _player(youtube)][:place], body]:
        youtube.say(each)
    assert await asked(youtube) == Fetched("failed", place + 1)


async def test_of_a_page_only_the_key_is_read_and_xml_without_lines_says_nothing(youtube: YouTube) -> None:
    youtube.say(A_KEY)
    assert await asked(youtube) == Fetched("found", 3, "en", "Knead the dough for ten minutes")
    for each in [A_KEY, _player(youtube), b"<html></html>"]:
        youtube.say(each)
    assert await asked(youtube) == Fetched("missing", 3, "en")


def _player(youtube: YouTube) -> bytes:
    import orjson

    return orjson.dumps(youtube.captions.player({"videoId": VIDEO}))


@pytest.mark.parametrize("status", [403, 404, 500, 503])
async def test_another_status_is_a_failure(youtube: YouTube, status: int) -> None:
    youtube.fail(status)
    assert await asked(youtube) == Fetched("failed", 1)


async def test_an_answer_without_end_is_not_read_to_it(youtube: YouTube) -> None:
    youtube.say(b"x" * (MOST_BYTES + 1))
    assert await asked(youtube) == Fetched("failed", 1)


async def test_nobody_but_youtube_is_asked_wherever_an_answer_leads(youtube: YouTube) -> None:
    youtube.say(b"", 302, Location="http://192.0.2.1/elsewhere")
    assert await asked(youtube) == Fetched("failed", 1)
    youtube.say(b'"INNERTUBE_API_KEY": "k"')
    youtube.say(_player(youtube).replace(b"https://www.youtube.com", b"https://192.0.2.1"))
    assert await asked(youtube) == Fetched("failed", 2)


async def test_nobody_there_is_a_failure(youtube: YouTube) -> None:
    assert (await asyncio.to_thread(fetch, VIDEO, None, "http://127.0.0.1:9")).outcome == "failed"


def test_of_what_is_said_the_head_is_kept_as_it_can_be_stored() -> None:
    said = spoken(iter(["[Music]", "Hello\nthere\0", "  ", "\ud800 friends", "word " * 1_000]))
    assert said.startswith("Hello there friends word word")
    assert len(said) == HEAD_LENGTH
