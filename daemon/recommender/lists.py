"""A person's lists of candidates: made with each feed while that is quick, else kept and made anew in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from daemon.moments import is_far_from
from recsys.candidates import Candidates, Lists, SourceList, Step
from recsys.catalog import Catalog
from recsys.pipeline import Pipeline
from recsys.slate import Context
from recsys.sources import Pool

from .limits import eligible_rows, limits_of
from .person import KeptLists, Person

if TYPE_CHECKING:
    from .memory import Memory
    from .turns import Run

FEW_VIDEOS: Final = 5_000
"""Who knows no more has lists within a few milliseconds; theirs are never old."""
OLDEST_SECONDS: Final = 3600.0
"""What is new and what many watch changes even when nothing happens."""


class Making:
    """Lists being made, in steps of a hundredth of a second; all but the constructor's caller holds the arrays' thread."""

    def __init__(self, catalog: Catalog, person: Person, now: float) -> None:
        self._changes, self._known, self._now = person.changes, len(person.known), now
        self._candidates = Candidates()
        limits = limits_of(person, catalog, now, "home")
        eligible = eligible_rows(person, catalog)
        self._pool: Pool = Pipeline().pool(catalog, person.taste(catalog, now), eligible, limits, Context("home", now))
        self.steps: Sequence[Step] = self._candidates.steps(self._pool)

    def ended(self, found: Sequence[Sequence[SourceList]]) -> KeptLists:
        """Return the lists the steps have found."""
        lists = self._candidates.gathered(self._pool, found)
        return KeptLists(lists, self._changes, self._known, self._now)


def lists_of(catalog: Catalog, person: Person, now: float) -> Lists | None:
    """Return the person's lists, maybe of an older taste; None for somebody whose feed is quickly made without."""
    if len(person.known) <= FEW_VIDEOS:
        return None
    kept = person.lists
    if kept is None:
        making = Making(catalog, person, now)
        kept = person.lists = making.ended([step() for step in making.steps])
    return kept.lists


def lacks_lists(person: Person) -> bool:
    """Return whether the person knows many videos and has no lists of them yet."""
    return person.lists is None and len(person.known) > FEW_VIDEOS


def are_old(person: Person, now: float) -> bool:
    """Return whether the person keeps lists that would be made differently now."""
    kept = person.lists
    if kept is None:
        return False
    return (kept.changes, kept.known) != (person.changes, len(person.known)) or is_far_from(
        kept.made_at, OLDEST_SECONDS, now
    )


async def renew_lists(memory: Memory, person: Person, now: float, run: Run) -> None:
    """Make the lists anew; a page that comes meanwhile is ranked between two steps."""
    making = await run(lambda: Making(memory.catalog, person, now))
    person.lists = making.ended([await run(step) for step in making.steps])
