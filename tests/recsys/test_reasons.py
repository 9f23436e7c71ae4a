from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.catalog import Catalog, Video
from recsys.history import Event, EventKind, History
from recsys.personas import Personas
from recsys.pipeline import Pipeline
from recsys.rankers import RANKERS
from recsys.slate import Context, Reason, Slate
from recsys.taste import Taste, Topic, felt, learn
from tests.recsys.planted import (
    DIMENSIONS,
    HOME,
    INTERESTS,
    NO_LIMITS,
    NOW,
    checkerboard,
    direction,
    events,
    personas_of,
    rng,
    rows_of,
    taste_of,
    video_id,
)


def ranked(catalog: Catalog, taste: Taste, rows: np.ndarray, context: Context = HOME, ranker: str = "hybrid") -> Slate:
    return Pipeline(RANKERS[ranker]).rank(catalog, taste, rows, NO_LIMITS, context, rng())


def texts(slate: Slate) -> list[str]:
    return [reason.text for reasons in slate.reasons for reason in reasons]


def told(catalog: Catalog, taste: Taste, row: int, context: Context = HOME) -> tuple[Reason, ...]:
    """Return the reasons of one card on a page among others."""
    page = np.unique(np.append(np.arange(0, len(catalog), 7), row))
    slate = ranked(catalog, taste, page, context)
    return slate.reasons[int(np.flatnonzero(slate.rows == row)[0])]


def test_a_card_close_to_a_watched_video_says_so() -> None:
    catalog = checkerboard()
    reason = told(catalog, taste_of(catalog, events("rust", [8])), int(rows_of(catalog, "rust", [30])[0]))[0]
    title = catalog.video(int(rows_of(catalog, "rust", [8])[0])).title
    assert reason.text == f"Because you watched “{title}”"
    assert reason.video_ids == (video_id("rust", 8),)
    assert reason.contribution > 0


@pytest.mark.parametrize(
    ("kind", "verb"), [(EventKind.WATCH, "watched"), (EventKind.THUMBS_UP, "liked"), (EventKind.SAVED, "saved")]
)
def test_the_reason_says_what_was_done(kind: EventKind, verb: str) -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, events("rust", [8], kind))
    reasons = told(catalog, taste, int(rows_of(catalog, "rust", [30])[0]))
    assert reasons[0].text.startswith(f"Because you {verb} “rust")


def test_a_persona_is_named_by_its_label() -> None:
    catalog = checkerboard()
    done = events("rust", range(20)) + events("bread", range(20))
    personas = personas_of(catalog, History.from_events(done, catalog))
    reasons = told(catalog, taste_of(catalog, done, personas), int(rows_of(catalog, "rust", [35])[0]))
    persona = next(reason for reason in reasons if reason.kind == "persona")
    assert persona.persona is not None
    assert persona.text == f"Close to your interest: {personas.labels[persona.persona]}"
    assert personas.labels[persona.persona].startswith("rust")


def test_a_channel_is_told_as_often_watched_liked_before_or_followed() -> None:
    catalog = checkerboard()
    row = int(rows_of(catalog, "rust", [3])[0])
    code = int(catalog.channel[row])
    often = told(catalog, taste_of(catalog, events("rust", [0, 1, 2] * 2, age_days=0)), row)
    assert "From rust channel 0, which you often watch" in [reason.text for reason in often]
    follower = learn(catalog, History.empty(), personas=Personas.none(16), topics=(), now=NOW, followed=[code])
    assert "From rust channel 0, which you follow" in [reason.text for reason in told(catalog, follower, row)]


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ([(0, "watch"), (1, "watch")], "which you have watched before"),
        ([(0, "thumb")], "where you have liked a video"),
        ([(0, "thumb"), (1, "thumb"), (2, "thumb")], "where you have liked a video"),
        ([(0, "save")], "where you have saved a video"),
        ([(0, "save"), (1, "thumb")], "where you have liked a video"),
        ([(0, "save"), (1, "save"), (2, "thumb")], "where you have saved a video"),
        ([(0, "watch"), (1, "watch"), (2, "thumb")], "which you have watched before"),
        ([(0, "watch"), (1, "thumb"), (2, "thumb")], "where you have liked a video"),
        ([(0, "glance"), (1, "thumb")], "where you have liked a video"),
        ([(n % 3, "watch") for n in range(6)] + [(0, "thumb")] * 9, "which you often watch"),
    ],
)
def test_a_channel_is_told_by_what_was_done_with_its_videos(done: list[tuple[int, str]], said: str) -> None:
    """A thumb or a save without a play is no watch, nor is a glance; of a mixture the most is told, and all of it is true."""
    catalog = checkerboard()
    row = int(rows_of(catalog, "rust", [3])[0])
    deeds = {
        "watch": (EventKind.WATCH, 1.0),
        "glance": (EventKind.WATCH, 0.1),
        "thumb": (EventKind.THUMBS_UP, np.nan),
        "save": (EventKind.SAVED, np.nan),
    }
    history = [Event(video_id("rust", number), deeds[deed][0], NOW, deeds[deed][1]) for number, deed in done]
    before, at_once = taste_of(catalog, history[:-1]), history[-1]
    felt_row = int(catalog.rows([at_once.video_id])[0])
    for taste in (
        taste_of(catalog, history),
        felt(catalog, before, felt_row, at_once.kind, at_once.strength, NOW),
    ):
        assert f"From rust channel 0, {said}" in [reason.text for reason in told(catalog, taste, row)]


def test_a_channel_that_is_followed_and_watched_a_little_is_told_as_followed() -> None:
    catalog = checkerboard()
    row = int(rows_of(catalog, "rust", [3])[0])
    history = History.from_events(events("rust", [0, 1], age_days=0), catalog)
    code = int(catalog.channel[row])
    follower = learn(catalog, history, personas=Personas.none(16), topics=(), now=NOW, followed=[code])
    assert "From rust channel 0, which you follow" in [reason.text for reason in told(catalog, follower, row)]


def test_a_picked_topic_is_told() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, [], topics=[Topic("bread", direction("bread"), 1.0, NOW)])
    reasons = told(catalog, taste, int(rows_of(catalog, "bread", [5])[0]))
    assert reasons[0].text == "You picked the topic bread"


def test_somebody_new_sees_what_is_popular_and_new() -> None:
    catalog = Catalog(DIMENSIONS)
    rows = catalog.put(
        [
            Video("hit", "hit", view_count=5_000_000, published_at=NOW - 3_600),
            *(Video(f"dull {n}", "dull", view_count=500, published_at=NOW - 9_000_000) for n in range(5)),
        ]
    )
    slate = ranked(catalog, taste_of(catalog, []), rows)
    assert slate.rows[0] == 0
    assert {reason.text for reason in slate.reasons[0]} == {"New today", "Popular right now"}


def test_what_is_not_out_yet_is_not_called_new() -> None:
    catalog = Catalog(DIMENSIONS)
    soon = Video("premiere", "premiere", view_count=5_000_000, published_at=NOW + 3_600)
    rows = catalog.put([soon, *(Video(f"dull {n}", "dull", view_count=500, published_at=NOW - 9e6) for n in range(5))])
    slate = ranked(catalog, taste_of(catalog, []), rows)
    assert [reason.text for reason in slate.reasons[slate.rows.tolist().index(0)]] == ["Popular right now"]


def test_the_mood_asked_for_is_told() -> None:
    catalog = checkerboard()
    context = replace(HOME, mood=direction("chess"))
    reasons = told(catalog, taste_of(catalog, []), int(rows_of(catalog, "chess", [5])[0]), context)
    assert "Fits the mood you chose" in [reason.text for reason in reasons]


def test_a_video_is_no_reason_for_itself() -> None:
    catalog = checkerboard()
    row = rows_of(catalog, "rust", [8])
    reasons = told(catalog, taste_of(catalog, events("rust", [8])), int(row[0]))
    assert all(video_id("rust", 8) not in reason.video_ids for reason in reasons)


def test_a_card_far_from_every_interest_does_not_claim_to_be_near() -> None:
    catalog = checkerboard()
    done = events("rust", range(20)) + events("bread", range(20))
    personas = personas_of(catalog, History.from_events(done, catalog))
    slate = ranked(catalog, taste_of(catalog, done, personas), rows_of(catalog, "chess", range(20)))
    assert not any(text.startswith(("Because", "Close to your interest")) for text in texts(slate))


@pytest.mark.parametrize("ranker", ["hybrid", "persona"])
def test_every_card_has_one_or_two_reasons_in_words(ranker: str) -> None:
    catalog = checkerboard()
    done = events("rust", range(20)) + events("bread", range(20))
    for taste in (
        taste_of(catalog, []),
        taste_of(catalog, done),
        taste_of(catalog, done, personas_of(catalog, History.from_events(done, catalog))),
    ):
        slate = ranked(catalog, taste, np.arange(60), ranker=ranker)
        assert all(1 <= len(reasons) <= 2 for reasons in slate.reasons)
        assert all(text and text[0].isupper() for text in texts(slate))


moments = st.lists(
    st.tuples(
        st.sampled_from(INTERESTS),
        st.integers(0, 29),
        st.sampled_from([EventKind.WATCH, EventKind.THUMBS_UP, EventKind.SAVED, EventKind.THUMBS_DOWN]),
        st.floats(0, 200),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60)
@given(moments, st.integers(0, 5))
def test_a_reason_that_is_taken_away_lowers_the_score(done: list[tuple[str, int, EventKind, float]], seed: int) -> None:
    catalog = checkerboard(seed=seed)
    history = [Event(video_id(name, number), kind, NOW - days * 86_400) for name, number, kind, days in done]
    rows = np.concatenate([rows_of(catalog, interest, range(30, 36)) for interest in INTERESTS])
    slate = ranked(catalog, taste_of(catalog, history), rows)
    for row, score, reasons in zip(slate.rows, slate.scores, slate.reasons, strict=True):
        for reason in reasons:
            if reason.kind in {"similar", "channel"}:
                kept = [event for event in history if not _is_evidence(catalog, int(row), event, reason)]
                without = ranked(catalog, taste_of(catalog, kept), rows)
                assert without.scores[without.rows == row][0] < score, (reason, int(row))


def _is_evidence(catalog: Catalog, row: int, event: Event, reason: Reason) -> bool:
    """Return whether an event is what the reason speaks of."""
    if reason.kind == "similar":
        return event.video_id in reason.video_ids
    liked = event.kind != EventKind.THUMBS_DOWN
    return liked and catalog.channel[catalog.rows([event.video_id])[0]] == catalog.channel[row]


def test_muting_the_persona_of_a_reason_lowers_the_score() -> None:
    catalog = checkerboard()
    done = events("rust", range(20)) + events("bread", range(20))
    personas = personas_of(catalog, History.from_events(done, catalog))
    rows = rows_of(catalog, "rust", range(30, 40))
    slate = ranked(catalog, taste_of(catalog, done, personas), rows)
    for row, score, reasons in zip(slate.rows, slate.scores, slate.reasons, strict=True):
        for reason in (reason for reason in reasons if reason.kind == "persona"):
            muted = np.arange(len(personas)) == reason.persona
            without = ranked(catalog, taste_of(catalog, done, replace(personas, muted=muted)), rows)
            assert without.scores[without.rows == row][0] < score - 0.5 * reason.contribution


def test_the_persona_rankers_reasons_are_worth_exactly_what_they_say() -> None:
    catalog = checkerboard()
    done = events("rust", range(20)) + events("bread", range(20))
    personas = personas_of(catalog, History.from_events(done, catalog))
    rows = rows_of(catalog, "rust", range(30, 40))
    slate = ranked(catalog, taste_of(catalog, done, personas), rows, ranker="persona")
    for row, score, reasons in zip(slate.rows, slate.scores, slate.reasons, strict=True):
        persona = next(reason for reason in reasons if reason.kind == "persona")
        muted = np.arange(len(personas)) == persona.persona
        without = ranked(catalog, taste_of(catalog, done, replace(personas, muted=muted)), rows, ranker="persona")
        assert score - without.scores[without.rows == row][0] == pytest.approx(persona.contribution)


def test_dropping_the_topic_of_a_reason_lowers_the_score() -> None:
    catalog = checkerboard()
    topics = [Topic(name, direction(name), 1.0, NOW) for name in ("bread", "rust")]
    rows = rows_of(catalog, "bread", range(10))
    slate = ranked(catalog, taste_of(catalog, [], topics=topics), rows)
    without = ranked(catalog, taste_of(catalog, [], topics=topics[1:]), rows)
    for row, score, reasons in zip(slate.rows, slate.scores, slate.reasons, strict=True):
        assert "You picked the topic bread" in [reason.text for reason in reasons]
        assert without.scores[without.rows == row][0] < score
