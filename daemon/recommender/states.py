"""What a feed says of itself: a state a program can act on, a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from daemon.moments import minute
from recsys.catalog import Catalog
from recsys.personas import MIN_POSITIVES

from .person import Person

State: TypeAlias = Literal["no_videos", "needs_ratings", "building_personas", "all_watched", "quota_exhausted", "ready"]


SENTENCES: Mapping[str, str] = {
    "no_videos": "Import your history, or open YouTube with the extension: there is no video to show yet.",
    "all_watched": "You have watched or hidden everything known so far; open YouTube to find more.",
    "quota_exhausted": "You have watched or hidden everything known so far. Looking for more with your YouTube key rests until {}; open YouTube to find some.",
    "needs_ratings": "Rate more videos: {} of {}.",
    "building_personas": "Learning your interests…",
    "ordered_by_acts": "Until then this is ordered by what you watched and rated so far.",
    "ordered_by_topics": "Until then this is ordered by the topics you picked.",
    "ordered_by_views": "Until then this is ordered by what is new and what many watch.",
}
"""Every sentence by its form; the extension says them in the person's language (`_locales`, `state_FORM`)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence for the person, with what stands in it."""

    form: str
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence in English."""
        return SENTENCES[self.form].format(*self.names)


def state_of(
    person: Person, catalog: Catalog, feed_length: int, paused_until: float | None = None, say_nothing: int = 0
) -> tuple[State, tuple[Sentence, ...]]:
    """Return the state of a person's feed and what it says; a feed is never an error.

    paused_until: when looking for more goes on, where it rests; in seconds since the epoch.
    say_nothing: how many of what was liked will never have a vector: to wait for them would be to wait for ever.
    """
    if not person.known:
        return "no_videos", (Sentence("no_videos"),)
    if feed_length == 0 and paused_until is not None:
        return "quota_exhausted", (Sentence("quota_exhausted", (minute(paused_until),)),)
    if feed_length == 0:
        return "all_watched", (Sentence("all_watched"),)
    if len(person.personas) > 0:
        return "ready", ()
    positives = max(person.positive_count(catalog) - say_nothing, 0)
    if positives < MIN_POSITIVES:
        return "needs_ratings", (
            Sentence("needs_ratings", (str(positives), str(MIN_POSITIVES))),
            _ordered_by(person),
        )
    return "building_personas", (Sentence("building_personas"), _ordered_by(person))


def _ordered_by(person: Person) -> Sentence:
    """Say what orders the feed in the meantime."""
    by = "acts" if person.acts or person.ratings else "topics" if person.topics else "views"
    return Sentence(f"ordered_by_{by}")
