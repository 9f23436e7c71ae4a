"""What a feed says of itself: a state a program can act on, a sentence a person can act on."""

from __future__ import annotations

from typing import Literal, TypeAlias

from recsys.catalog import Catalog
from recsys.personas import MIN_POSITIVES

from .person import Person

State: TypeAlias = Literal["no_videos", "needs_ratings", "building_personas", "all_watched", "quota_exhausted", "ready"]


def state_of(person: Person, catalog: Catalog, feed_length: int) -> tuple[State, str]:
    """Return the state of a person's feed and its sentence; a feed is never an error."""
    if not person.known:
        return "no_videos", "Import your history, or open YouTube with the extension: there is no video to show yet."
    if feed_length == 0:
        return "all_watched", "You have watched or hidden everything known so far; open YouTube to find more."
    if len(person.personas) > 0:
        return "ready", ""
    positives = person.positive_count(catalog)
    if positives < MIN_POSITIVES:
        return "needs_ratings", f"Rate more videos: {positives} of {MIN_POSITIVES}. {_ordered_by(person)}"
    return "building_personas", f"Learning your interests… {_ordered_by(person)}"


def _ordered_by(person: Person) -> str:
    """Say what orders the feed in the meantime."""
    if person.acts or person.ratings:
        return "Until then this is ordered by what you watched and rated so far."
    if person.topics:
        return "Until then this is ordered by the topics you picked."
    return "Until then this is ordered by what is new and what many watch."
