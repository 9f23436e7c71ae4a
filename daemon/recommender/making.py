"""One page or one feed, made in the recommender's thread from a library and a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from daemon.store.videos import VideoFacts
from recsys.arrays import FloatArray
from recsys.moods import MOODS
from recsys.pipeline import Pipeline
from recsys.slate import Action, Context, Reason, Slate, Surface

from .library import Embedded, Library
from .limits import eligible_rows, limits_of
from .lists import lists_of
from .local_time import local_time
from .person import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """The moment a list is asked for; texts are embedded as they are, a mood's name stands for its prompt."""

    surface: Surface
    mood: str | None = None
    topic: str | None = None
    now_playing: str | None = None
    """The id of the video that is playing."""
    hide_watched: bool | None = None
    """None: as the person's dial says."""


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One card of a page, in its new place."""

    video_id: str
    score: float
    action: Action
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page's cards in their new order; every card sent comes back once."""

    slate_id: str
    ranker: str
    items: Sequence[RankedItem]
    has_news: bool
    """Whether a card said something that was not known yet."""


@dataclass(frozen=True, slots=True)
class Made:
    """A ranked page, and what was learned from its cards that is still to be saved."""

    slate: Slate
    video_ids: list[str]
    news: list[VideoFacts]
    embedded: Embedded

    def ranked(self, slate_id: str) -> Ranked:
        """Return the answer to whoever asked."""
        slate = self.slate
        items = [
            RankedItem(video_id, float(score), action, reasons)
            for video_id, score, action, reasons in zip(
                self.video_ids, slate.scores, slate.actions, slate.reasons, strict=True
            )
        ]
        return Ranked(slate_id, slate.ranker, items, has_news=bool(self.news))


def rank_page(
    library: Library, person: Person, cards: Sequence[VideoFacts], asked: Asked, now: float, rng: np.random.Generator
) -> Made:
    """Take the cards in, embed the unseen ones and order them all; `cards` are different, in the page's order."""
    news = library.take(cards)
    new_to_person = [card for card in cards if card.video_id not in person.known and card not in news]
    person.known.update(card.video_id for card in cards)
    embedded = library.embed_unseen(cards)
    catalog = library.catalog
    slate = pipeline_of(person, library).rank(
        catalog,
        person.taste(catalog, now),
        catalog.rows(card.video_id for card in cards),
        limits_of(person, catalog, now, asked.surface, hide_watched=asked.hide_watched),
        context_of(library, person, asked, now),
        rng,
    )
    return Made(slate, catalog.video_ids(slate.rows), news + new_to_person, embedded)


def make_feed(library: Library, person: Person, asked: Asked, now: float, rng: np.random.Generator) -> Slate:
    """Choose and order what this person may be shown of everything they know."""
    catalog = library.catalog
    usual = asked.hide_watched in (None, person.dials.hide_watched)  # the lists hold nothing the dial hides
    return pipeline_of(person, library).feed(
        catalog,
        person.taste(catalog, now),
        eligible_rows(person, catalog),
        limits_of(person, catalog, now, asked.surface, hide_watched=asked.hide_watched),
        context_of(library, person, asked, now),
        rng,
        lists_of(catalog, person, now) if usual else None,
    )


def pipeline_of(person: Person, library: Library) -> Pipeline:
    """Return the stages with the ranker that is chosen, or the two that are compared."""
    first, versus = person.compared() or (person.ranker(), None)
    return Pipeline(first, versus=versus, timed=library.timed)


def context_of(library: Library, person: Person, asked: Asked, now: float) -> Context:
    """Return the pipeline's context: texts as vectors, the playing video as a topic."""
    topic = library.embed_text(asked.topic) if asked.topic else _vector_of(library, asked.now_playing)
    mood = library.embed_text(_prompt(asked.mood)) if asked.mood else None
    return Context(asked.surface, now, mood, topic, person.weights(), *local_time(now))


def _prompt(mood: str) -> str:
    return next((each.prompt for each in MOODS if each.name == mood.casefold()), mood)


def _vector_of(library: Library, video_id: str | None) -> FloatArray | None:
    rows = library.rows([video_id] if video_id else [])
    if len(rows) == 0 or not library.catalog.has_vector[rows[0]]:
        return None
    vector: FloatArray = library.catalog.vectors[rows[0]].copy()
    return vector
