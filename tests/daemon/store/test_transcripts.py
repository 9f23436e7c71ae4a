"""Transcripts are kept, missing ones too; a vector made without one is made anew, and serves until then."""

from __future__ import annotations

import numpy as np
import pytest

from daemon.store import Store
from daemon.store.transcripts import MOST_TRIES, Transcript
from tests.daemon.given import NOW, facts, video_id

DAY = 86_400.0
MODEL = "a model"


@pytest.fixture(autouse=True)
async def _known(store: Store, user_id: int) -> None:
    await store.videos.put(user_id, [facts(n, f"Title {n}") for n in (1, 2)], "card", now=NOW)


async def test_what_was_asked_about_is_not_asked_about_again(store: Store) -> None:
    both = [video_id(2), video_id(1)]
    assert await store.transcripts.unasked(both, now=NOW) == both
    await store.transcripts.found(video_id(1), Transcript("en", "Knead."), now=NOW)
    await store.transcripts.missing(video_id(2), now=NOW)
    assert await store.transcripts.unasked(both, now=NOW + 365 * DAY) == []
    assert await store.transcripts.texts(both) == {video_id(1): "Knead."}
    assert await store.transcripts.within(DAY, now=NOW + 1) == 2


async def test_what_failed_is_tried_again_later_and_given_up_in_the_end(store: Store) -> None:
    now, waits = NOW, []
    for _ in range(MOST_TRIES - 1):
        await store.transcripts.failed(video_id(1), now=now)
        assert await store.transcripts.unasked([video_id(1)], now=now) == []
        hours = 0
        while not await store.transcripts.unasked([video_id(1)], now=now):
            hours, now = hours + 1, now + 3_600
        waits.append(hours)
    await store.transcripts.failed(video_id(1), now=now)
    assert waits == [6, 24, 96]
    assert await store.transcripts.unasked([video_id(1)], now=now + 365 * DAY) == []


async def test_a_clock_that_ran_ahead_puts_nothing_off_for_years(store: Store) -> None:
    await store.transcripts.failed(video_id(1), now=NOW + 3_650 * DAY)
    assert await store.transcripts.unasked([video_id(1)], now=NOW) == [video_id(1)]


async def test_a_vector_made_without_the_transcript_is_missing_one_made_with_it_is_not(store: Store) -> None:
    vectors = np.eye(2, 4, dtype=np.float32)
    await store.vectors.save(MODEL, [video_id(1), video_id(2)], vectors)
    await store.transcripts.missing(video_id(2), now=NOW)
    assert await store.vectors.count_missing(MODEL) == 0

    await store.transcripts.found(video_id(1), Transcript("en", "Knead."), now=NOW)
    assert await store.vectors.missing(MODEL, 9) == [video_id(1)]
    assert await store.vectors.count(MODEL) == 2  # the one without serves until then

    assert await store.vectors.count_missing(MODEL) == 1
    assert await store.vectors.count_without(MODEL) == 0

    await store.vectors.save(MODEL, [video_id(1)], vectors[1:], with_transcript={video_id(1)})
    assert await store.vectors.count_missing(MODEL) == 0
    np.testing.assert_array_equal((await store.vectors.of(MODEL, [video_id(1)]))[1], vectors[1:])


async def test_a_transcript_goes_with_its_video_and_none_is_saved_of_one_that_went(store: Store, user_id: int) -> None:
    await store.transcripts.found(video_id(1), Transcript("en", "Knead."), now=NOW)
    await store.wipe(user_id)
    await store.transcripts.found(video_id(2), Transcript("en", "Bake."), now=NOW)
    assert await store.transcripts.texts([video_id(1), video_id(2)]) == {}
