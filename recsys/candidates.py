"""Candidates for a feed: a few hundred videos worth scoring, each with the source that proposed it.

Lists are made of taste and catalogue, in the background where that takes long; a feed merges them. What the person did
since is followed all the same: filters look at every candidate when it is merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from recsys.arrays import BoolArray, FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.nearest import Best
from recsys.slate import Context
from recsys.sources import ANCHORS, SOURCES, Anchors, CandidateSource, Pool, Question
from recsys.steps import Steps, finish
from recsys.taste import Taste

ASKED, ARRIVED, REST, EXPLORATION = "asked", "arrived", "rest", "exploration"
"""Sources that keep no list: what was asked for just now, what came after the lists were made, all of a small catalogue,
and chance."""


@dataclass(frozen=True, slots=True)
class CandidatesConfig:
    """How many."""

    most: int = 500
    """Candidates in all; while no more videos than this are eligible, all of them are."""
    asked: int = 200
    """Neighbours of the topic and the mood asked for right now."""
    arrived: int = 40
    """Newest rows the lists do not know yet."""
    explored: int = 20
    """Drawn by chance among the videos no source proposed."""
    spare: int = 3
    """A list is so many times as long as its quota: other sources and filters take from it."""
    vectors_at_once: int = 32
    """Vectors compared with the catalogue in one scan."""


@dataclass(frozen=True, slots=True)
class SourceList:
    """What one source proposes."""

    name: str
    best: Best
    quota: int


@dataclass(frozen=True, slots=True)
class Lists:
    """All that is proposed for a person, as long as taste and catalogue stay as they are."""

    lists: tuple[SourceList, ...]
    allowed: BoolArray
    """(n,) which of the n rows known at the time no filter caught."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """c candidates."""

    rows: IntArray
    """(c,) different rows of the catalogue, ascending."""
    sources: tuple[str, ...]
    propensities: FloatArray
    """(c,) probability of having been let in; 1 but for `exploration`."""


Named: TypeAlias = tuple[str, Question]
Passes: TypeAlias = Callable[[IntArray], BoolArray]
"""Whether each of some rows may be shown now."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Asks every source, then lets chance add a few videos nothing speaks for."""

    config: CandidatesConfig = CandidatesConfig()
    anchors: Sequence[Anchors] = ANCHORS
    sources: Sequence[CandidateSource] = SOURCES

    def lists(self, pool: Pool) -> Lists:
        """Return what all sources propose."""
        return finish(self.gathering(pool))

    def gathering(self, pool: Pool) -> Steps[Lists]:
        """Gather the lists in steps; as `lists`. They hold only what was there at the first."""
        known = len(pool.taste.liked) > 0 or len(pool.taste.followed) > 0
        questions = [(anchors.name, question) for anchors in self.anchors for question in anchors(pool.taste)]
        found = list[SourceList]()
        for some in self._portions(questions):
            found += yield from self._scan(pool, some)
        for source in self.sources:
            if known or source.needs == "catalog":
                best = source(pool, self.config.spare * source.count)
                found.append(SourceList(source.name, best, source.count))
                yield
        return Lists(tuple(found), pool.allowed)

    def merge(
        self,
        catalog: Catalog,
        taste: Taste,
        lists: Lists,
        passes: Passes,
        eligible: BoolArray,
        context: Context,
        rng: np.random.Generator,
    ) -> Proposals:
        """Return at most `most` candidates that pass: of each list its quota, a video to the first that proposes it.

        passes: asked of what may become a candidate, not of the whole catalogue. eligible: (≤ n,) rows at all possible.
        """
        now = [*self._asked(catalog, taste, context, eligible), self._arrived(lists, eligible)]
        proposed = [*now, *lists.lists]
        owner = _Owners(len(catalog), passes)
        owner.ask(_joined(each.best.rows for each in proposed))
        for each in now:
            owner.take(each.name, each.best.rows, each.quota)
        room = self.config.most - self.config.explored - len(owner)
        share = min(1.0, room / max(sum(each.quota for each in lists.lists), 1))
        for each in lists.lists:
            owner.take(each.name, each.best.rows, int(np.ceil(each.quota * share)))
        owner.draw(lists.allowed, self.config.explored, rng)
        if np.count_nonzero(lists.allowed) <= self.config.most:
            owner.take_rest(lists.allowed, self.config.most)
        return owner.proposals()

    def _asked(self, catalog: Catalog, taste: Taste, context: Context, eligible: BoolArray) -> list[SourceList]:
        """Return the neighbours of the topic and the mood asked for right now; one scan."""
        given = [vector for vector in (context.topic, context.mood) if vector is not None]
        if not given:
            return []
        vectors = taste.space.centre(np.array(given, np.float32))
        count = self.config.asked // len(given)
        found = catalog.nearest([vector[None] for vector in vectors], self.config.spare * count, eligible)
        return [SourceList(ASKED, each, count) for each in found]

    def _arrived(self, lists: Lists, eligible: BoolArray) -> SourceList:
        """Return the newest rows the lists do not know."""
        rows = len(lists.allowed) + np.flatnonzero(eligible[len(lists.allowed) :])[::-1]
        return SourceList(ARRIVED, Best(rows, rows.astype(np.float64)), self.config.arrived)

    def _portions(self, questions: Sequence[Named]) -> Iterator[list[Named]]:
        """Yield the questions in runs that are answered by one scan each."""
        portion: list[Named] = []
        for name, question in questions:
            vectors = sum(len(other.vectors) for _, other in portion) + len(question.vectors)
            if portion and vectors > self.config.vectors_at_once:
                yield portion
                portion = []
            portion.append((name, question))
        if portion:
            yield portion

    def _scan(self, pool: Pool, questions: Sequence[Named]) -> Steps[list[SourceList]]:
        longest = self.config.spare * max(question.quota for _, question in questions)
        found = yield from pool.catalog.seeking([question.vectors for _, question in questions], longest, pool.allowed)
        return [
            SourceList(name, each.first(self.config.spare * question.quota), question.quota)
            for (name, question), each in zip(questions, found, strict=True)
        ]


class _Owners:
    """Who proposed each row of the catalogue; the first keeps it."""

    def __init__(self, size: int, passes: Passes) -> None:
        self._passes = passes
        self._names: list[str] = []
        self._may = np.zeros(size, np.bool_)
        self._owner = np.full(size, -1, np.int16)
        self._propensities = np.ones(size)

    def __len__(self) -> int:
        """Return how many have been taken."""
        return int(np.count_nonzero(self._owner >= 0))

    def ask(self, rows: IntArray) -> None:
        """Look which of some rows may be taken."""
        different = np.unique(rows)
        self._may[different] = self._passes(different)

    def take(self, name: str, rows: IntArray, quota: int) -> IntArray:
        """Take the first `quota` rows that may be and are nobody's yet; return them."""
        free = rows[self._may[rows] & (self._owner[rows] < 0)][:quota]
        self._owner[free] = len(self._names)
        self._names.append(name)
        return free

    def draw(self, allowed: BoolArray, count: int, rng: np.random.Generator) -> None:
        """Take `count` by chance among the allowed rows that are nobody's, each with the same probability."""
        left = np.flatnonzero(allowed & (self._owner[: len(allowed)] < 0))
        drawn = np.sort(rng.choice(left, min(count, len(left)), replace=False))
        self.ask(drawn)
        self._propensities[self.take(EXPLORATION, drawn, count)] = len(drawn) / max(len(left), 1)

    def take_rest(self, allowed: BoolArray, most: int) -> None:
        """Take all allowed rows that are still nobody's."""
        left = np.flatnonzero(allowed & (self._owner[: len(allowed)] < 0))
        self.ask(left)
        self.take(REST, left, most)

    def proposals(self) -> Proposals:
        """Return what was taken."""
        rows = np.flatnonzero(self._owner >= 0)
        return Proposals(rows, tuple(self._names[i] for i in self._owner[rows]), self._propensities[rows])


def _joined(rows: Iterable[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, np.int64), *rows])
