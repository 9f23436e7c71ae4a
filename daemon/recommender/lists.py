"""A person's lists of candidates: made with each feed while that is quick, else kept and made anew in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from daemon.moments import is_far_from
from recsys.candidates import Candidates, Lists
from recsys.catalog import Catalog
from recsys.pipeline import Pipeline
from recsys.slate import Context
from recsys.steps import Steps, finish

from .limits import eligible_rows, limits_of
from .person import KeptLists, Person
from .rulings import next_turn
from .turns import Run, in_steps

if TYPE_CHECKING:
    from .memory import Memory

FEW_VIDEOS: Final = 5_000
"""Who knows no more has lists within a few milliseconds; theirs are never old."""
OLDEST_SECONDS: Final = 3600.0
"""What is new and what many watch changes even when nothing happens."""


def _making(catalog: Catalog, person: Person, now: float) -> Steps[KeptLists]:
    """Make lists in steps, of what is known when there is a taste."""
    if person.kept.taste is None:
        yield from person.learn(catalog, now)
    changes, known, candidates = person.changes, len(person.known), Candidates()
    limits, taste = limits_of(person, catalog, now, "home"), person.taste(catalog, now)
    yield
    pool = Pipeline().pool(catalog, taste, eligible_rows(person, catalog), limits, Context("home", now))
    yield
    lists = yield from candidates.gathering(pool)
    return KeptLists(lists, changes, known, now, next_turn(person, now, "home"))


def lists_of(catalog: Catalog, person: Person, now: float) -> Lists | None:
    """Return the person's lists, maybe of an older taste; None for somebody whose feed is quickly made without."""
    if len(person.known) <= FEW_VIDEOS:
        return None
    kept = person.lists
    if kept is None:
        kept = person.lists = finish(_making(catalog, person, now))
    return kept.lists


def lacks_lists(person: Person) -> bool:
    """Return whether the person knows many videos and has no lists of them yet."""
    return person.lists is None and len(person.known) > FEW_VIDEOS


def are_old(person: Person, now: float) -> bool:
    """Return whether the person keeps lists that would be made differently now."""
    kept = person.lists
    if kept is None:
        return False
    return (
        kept.holds_until <= now
        or (kept.changes, kept.known) != (person.changes, len(person.known))
        or is_far_from(kept.made_at, OLDEST_SECONDS, now)
    )


async def renew_lists(memory: Memory, person: Person, now: float, run: Run) -> None:
    """Make the lists anew; a page that comes meanwhile is ranked between two steps."""
    person.lists = await in_steps(lambda: _making(memory.catalog, person, now), run)
