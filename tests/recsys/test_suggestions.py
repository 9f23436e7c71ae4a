"""What is suggested are the person's own interests, in words, with their own videos as the reason."""

from __future__ import annotations

import pytest

from recsys.history import EventKind, History
from recsys.personas import Personas
from recsys.suggestions import Suggestion, suggest
from tests.recsys.planted import WORDS, checkerboard, events, personas_of


def suggested(*known: str, refused: bool = False) -> list[Suggestion]:
    """For somebody who watched 20 videos about rust, 15 about bread and none about chess."""
    catalog = checkerboard()
    done = events("rust", range(20)) + events("bread", range(15))
    history = History.from_events(done, catalog)
    personas = personas_of(catalog, history, k=2)
    if refused:
        done += events("bread", range(15), EventKind.NOT_INTERESTED, age_days=1)
        history = History.from_events(done, catalog)
    return suggest(catalog, history, personas, known)


def test_each_interest_is_named_by_its_words_the_strongest_first() -> None:
    found = suggested()
    assert len(found) == 2
    for interest, suggestion in zip(("rust", "bread"), found, strict=True):
        assert set(suggestion.keywords) <= {interest, "channel", *WORDS[interest]}
        assert any(word in suggestion.name.casefold() for word in (interest, *WORDS[interest]))


def test_the_reason_cites_the_persons_own_videos() -> None:
    catalog = checkerboard()
    for interest, suggestion in zip(("rust", "bread"), suggested(), strict=True):
        assert all(interest in video_id for video_id in suggestion.video_ids)
        titles = [catalog.video(int(row)).title for row in catalog.rows(suggestion.video_ids)]
        assert sum(f"“{title}”" in suggestion.reasoning for title in titles) >= 2
        assert "more like them from" in suggestion.reasoning


@pytest.mark.parametrize("known", ["Rust", "compiler rust and more"])
def test_what_has_a_name_already_is_not_suggested_again(known: str) -> None:
    assert not any("rust" in each.keywords for each in suggested(known, *WORDS["rust"]))


def test_what_was_refused_since_is_no_interest() -> None:
    assert [("rust" in each.keywords) for each in suggested(refused=True)] == [True]


def test_without_personas_or_history_there_is_nothing_to_suggest() -> None:
    catalog = checkerboard()
    assert suggest(catalog, History.empty(), Personas.none(catalog.dimensions), ()) == []
    liked = History.from_events(events("rust", range(20)), catalog)
    assert suggest(catalog, liked, Personas.none(catalog.dimensions), ()) == []


def test_no_name_is_suggested_twice_however_many_interests_there_are() -> None:
    catalog = checkerboard()
    history = History.from_events(events("rust", range(30)) + events("bread", range(15)), catalog)
    names = [each.name.casefold() for each in suggest(catalog, history, personas_of(catalog, history, k=8), ())]
    assert len(names) == len(set(names)) >= 2
