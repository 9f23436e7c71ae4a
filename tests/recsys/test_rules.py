"""A rule moves what it speaks of in its own direction and nothing else; without it the slate is as it was."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from recsys.arrays import DAY_SECONDS
from recsys.catalog import Catalog, Video
from recsys.lexical import folded, phrase_pattern, tokens
from recsys.pipeline import Pipeline
from recsys.rules import RuleFilter, about, filters_of, is_inside, is_meant, is_outside, says
from recsys.slate import Limits, Rule, Slate
from tests.recsys.planted import HOME, NOW, checkerboard, direction, events, rows_of, taste_of


def rule(action: str, **conditions: object) -> Rule:
    return Rule("r1", action, "as I like it", **conditions)  # type: ignore[arg-type]


def page(catalog: Catalog, *rules: Rule, pipeline: Pipeline | None = None) -> Slate:
    """A page of ten videos of each interest, ranked for somebody who likes rust and bread."""
    history = events("rust", range(8)) + events("bread", range(8))
    rows = np.concatenate([rows_of(catalog, interest, range(20, 30)) for interest in ("rust", "bread", "chess")])
    limits, rng = Limits(rules=rules), np.random.default_rng(0)
    return (pipeline or Pipeline()).rank(catalog, taste_of(catalog, history), rows, limits, HOME, rng)


def mean_place(slate: Slate, rows: np.ndarray) -> float:
    return float(np.flatnonzero(np.isin(slate.rows, rows)).mean())


CHESS = {"topic": "chess", "topic_vector": direction("chess")}


@pytest.mark.parametrize("conditions", [{"phrase": "chess"}, CHESS], ids=["a phrase", "a topic"])
def test_more_raises_the_more_the_greater_its_amount_and_less_lowers_likewise(conditions: dict[str, object]) -> None:
    catalog = checkerboard()
    chess = rows_of(catalog, "chess", range(20, 30))
    steps = [rule("demote", amount=3.0, **conditions), rule("demote", amount=0.5, **conditions), None]
    steps += [rule("boost", amount=0.5, **conditions), rule("boost", amount=4.0, **conditions)]
    places = [mean_place(page(catalog, *([each] if each else [])), chess) for each in steps]
    assert places == sorted(places, reverse=True)
    assert places[0] > places[-1]


def test_a_raised_card_says_why_first_and_a_lowered_one_last() -> None:
    catalog = checkerboard()
    for action, place in (("boost", 0), ("demote", -1)):
        slate = page(catalog, rule(action, phrase="chess"))
        chess = np.isin(slate.rows, rows_of(catalog, "chess", range(20, 30)))
        for reasons, is_chess in zip(slate.reasons, chess, strict=True):
            assert ("rule" in [reason.kind for reason in reasons]) == is_chess
            if is_chess:
                assert (reasons[place].rule_id, reasons[place].text) == ("r1", "Your rule: as I like it")
                assert (reasons[place].contribution > 0) == (action == "boost")


def test_what_is_blocked_stands_last_is_hidden_and_says_whose_wish_that_is() -> None:
    catalog = checkerboard()
    slate = page(catalog, rule("block", phrase="chess"))
    chess = np.isin(slate.rows, rows_of(catalog, "chess", range(20, 30)))
    assert chess[-10:].all()
    assert [action == "hide" for action in slate.actions] == chess.tolist()
    assert {reasons[0].rule_id for reasons in slate.reasons[-10:]} == {"r1"}


def test_of_what_is_limited_to_a_number_the_best_stay_and_the_others_stand_behind() -> None:
    catalog = checkerboard()
    without, slate = page(catalog), page(catalog, rule("limit", amount=2.0, phrase="rust"))
    rust = rows_of(catalog, "rust", range(20, 30))
    shown = [row for row, action in zip(slate.rows, slate.actions, strict=True) if action == "show"]
    assert [row for row in shown if row in rust] == [row for row in without.rows if row in rust][:2]
    assert slate.actions.count("demote") == 8
    assert set(slate.actions[-8:]) == {"demote"}


def test_in_a_feed_nothing_blocked_and_no_more_than_the_number() -> None:
    catalog = checkerboard()
    taste = taste_of(catalog, events("rust", range(8)))
    limits = Limits(
        rules=(rule("block", phrase="chess"), replace(rule("limit", amount=3.0, phrase="bread"), rule_id="r2"))
    )
    eligible = np.ones(len(catalog), dtype=np.bool_)
    slate = Pipeline().feed(catalog, taste, eligible, limits, HOME, np.random.default_rng(0))
    titles = [catalog.video(int(row)).title for row in slate.rows]
    assert not any("chess" in title for title in titles)
    assert sum("bread" in title for title in titles) == 3


def test_taken_back_it_leaves_the_slate_bit_for_bit_as_it_was() -> None:
    catalog = checkerboard()
    before = page(catalog)
    page(catalog, rule("boost", **CHESS), replace(rule("block", phrase="rust"), rule_id="r2"))
    after = page(catalog)
    assert before.rows.tobytes() == after.rows.tobytes()
    assert before.scores.tobytes() == after.scores.tobytes()
    assert before.reasons == after.reasons


FACTS = [
    Video("aaaaaaaaaaa", "Chess for two", channel_name="Calm", duration_seconds=600.0, view_count=50, language="en-GB",
          published_at=NOW - 400 * DAY_SECONDS),
    Video("bbbbbbbbbbb", "Chessboard", tags=("Two", "wood"), duration_seconds=60.0, is_short=True, language="de"),
    Video("ccccccccccc", "Two for chess", is_live=True),
]  # fmt: skip


def meant(**conditions: object) -> list[bool]:
    catalog = Catalog(4)
    catalog.put(FACTS)
    if "language" in conditions:
        conditions["language"] = catalog.language_code(str(conditions["language"]))
    return [bool(each) for each in is_meant(rule("block", **conditions), catalog, np.arange(3))]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, [True, True, True]),
        ({"phrase": "chess"}, [True, False, True]),
        ({"phrase": "CHESS for"}, [True, False, False]),
        ({"phrase": "two"}, [True, True, True]),
        ({"phrase": "calm"}, [True, False, False]),
        ({"phrase": "10"}, [False, False, False]),
        ({"phrase": "("}, [False, False, False]),
        ({"is_short": True}, [False, True, False]),
        ({"is_live": False}, [True, True, False]),
        ({"language": "EN"}, [True, False, False]),
        ({"channel": 0}, [True, False, False]),
        ({"channel": -2}, [False, False, False]),
        ({"phrase": "two", "is_live": True}, [False, False, True]),
        ({"topic": "chess"}, [True, False, True]),
    ],
)
def test_a_rule_means_what_all_its_conditions_hold_for(conditions: dict[str, object], expected: list[bool]) -> None:
    assert meant(**conditions) == expected


@pytest.mark.parametrize(
    ("phrase", "title", "expected"),
    [
        ("drama", "𝗗𝗿𝗮𝗺𝗮 at its best", True),
        ("drama", "ＤＲＡＭＡ news", True),
        ("drama", "Melodrama", False),
        ("café", unicodedata.normalize("NFD", "Le café noir"), True),
        (unicodedata.normalize("NFD", "café"), "Le café noir", True),
        ("straße", "STRASSE 5", True),
        ("don't", "Don’t panic", True),
        ("猫", "黒猫の動画", True),
        ("猫 動画", "黒猫 動画", True),
        ("猫", "犬の動画", False),
    ],
)
def test_a_phrase_is_found_however_its_letters_are_written(phrase: str, title: str, expected: bool) -> None:
    catalog = Catalog(4)
    catalog.put([Video("aaaaaaaaaaa", title)])
    assert is_meant(rule("block", phrase=phrase), catalog, np.arange(1)).tolist() == [expected]


def test_where_one_character_stands_is_known_without_reading_a_title(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(4)
    catalog.put(
        [
            Video("aaaaaaaaaaa", "黒猫の動画"),
            Video("bbbbbbbbbbb", "犬", channel_name="猫"),
            Video("ccccccccccc", "犬", tags=("猫耳",)),
        ]
    )
    monkeypatch.setattr(catalog, "video", None)
    assert [says(each, catalog, np.array([2, 0, 1])).tolist() for each in "猫動"] == [[True] * 3, [False, True, False]]


_WRITING = st.text(st.sampled_from("aÉe\u0301x7７_ -'’.\n猫黒か\u3099ガｶﾞのกำ각ᄀ\u1161𝗗ß"), max_size=7)
VIDEOS = st.lists(st.tuples(_WRITING, st.none() | _WRITING, st.lists(_WRITING, max_size=2)), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@drawn(VIDEOS, _WRITING.filter(str.strip))
def test_a_phrase_is_found_as_by_looking_at_every_text_alone(
    videos: list[tuple[str, str | None, list[str]]], phrase: str
) -> None:
    def by_looking(video: Video) -> bool:
        texts = (video.title, video.channel_name or "", *video.tags)
        has_words = {each for each in tokens(phrase) if len(each) > 1} <= set(tokens(" ".join(texts)))
        return has_words and any(phrase_pattern(phrase).search(folded(text)) for text in texts)

    catalog = Catalog(4)
    catalog.put(
        Video(f"{n:011}", title, channel_name=channel, tags=tuple(tags))
        for n, (title, channel, tags) in enumerate(videos)
    )
    assert says(phrase, catalog, np.arange(len(videos))).tolist() == [by_looking(each) for each in catalog]


@pytest.mark.parametrize(
    ("bound", "inside", "outside"),
    [
        ({"min_seconds": 100.0}, [True, False, False], [False, True, False]),
        ({"max_seconds": 100.0}, [False, True, False], [True, False, False]),
        ({"max_age_days": 365.0}, [False, False, False], [True, False, False]),
        ({"min_views": 50.0}, [True, False, False], [False, False, False]),
    ],
)
def test_what_is_unknown_is_neither_inside_nor_outside_of_a_bound(
    bound: dict[str, float], inside: list[bool], outside: list[bool]
) -> None:
    catalog = Catalog(4)
    catalog.put(FACTS)
    given = rule("limit", **bound)
    assert is_inside(given, catalog, np.arange(3), NOW).tolist() == inside
    assert is_outside(given, catalog, np.arange(3), NOW).tolist() == outside


def test_a_limit_catches_what_lies_outside_and_a_block_what_lies_inside() -> None:
    catalog = Catalog(4)
    catalog.put(FACTS)
    long = {"min_seconds": 100.0}
    caught = [
        RuleFilter(rule(action, **long))(catalog, np.arange(3), Limits(), HOME).tolist()
        for action in ("limit", "block")
    ]
    assert caught == [[False, True, False], [True, False, False]]
    assert filters_of([rule("limit", amount=2.0, phrase="chess")]) == ()


def test_a_topic_has_no_sharp_edge() -> None:
    catalog = checkerboard()
    vector = direction("chess")
    near = about(rule("boost", topic="endgames", topic_vector=vector), catalog, rows_of(catalog, "chess", range(10)))
    far = about(rule("boost", topic="endgames", topic_vector=vector), catalog, rows_of(catalog, "rust", range(10)))
    assert near.min() > 0.5
    assert far.max() < 0.1
