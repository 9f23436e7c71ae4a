"""Interests a person could name: clusters of what they liked, in the words that set each apart, with their own videos as the reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from recsys.arrays import IntArray
from recsys.catalog import Catalog
from recsys.history import History
from recsys.labels import telling_phrases, telling_terms
from recsys.lexical import tokens
from recsys.personas import Personas, positives
from recsys.steps import finish

FEWEST_VIDEOS: Final = 3
"""Fewer are no interest yet."""
MOST_KEYWORDS: Final = 8
NAMED_BY: Final = 2
SHARED_BY: Final = 0.6
CITED: Final = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An interest by name, why it is suggested, and the words it would be looked for with."""

    name: str
    reasoning: str
    keywords: tuple[str, ...]
    video_ids: tuple[str, ...]
    """The person's own videos it rests on, the nearest to its middle first."""


def suggest(catalog: Catalog, history: History, personas: Personas, known: Collection[str]) -> list[Suggestion]:
    """Return what the person could call their interests, the one with the most behind it first.

    known: names and keywords of interests they have already; what shares a word with them is not suggested again.
    """
    rows, weights = positives(catalog, history)
    if len(rows) == 0 or len(personas) == 0:
        return []
    owner, said = personas.nearest(catalog.vectors[rows]), {word for text in known for word in tokens(text)}
    found: list[tuple[float, Suggestion]] = []
    for persona in range(len(personas)):
        if personas.muted[persona]:
            continue
        for members in _parts(catalog, rows[owner == persona]):
            keywords = telling_terms(catalog, members, MOST_KEYWORDS)
            if keywords and said.isdisjoint(keywords[:NAMED_BY]):
                suggestion = _suggestion(catalog, members, personas.centroids[persona], keywords)
                found.append((float(weights[np.isin(rows, members)].sum()), suggestion))
    named: dict[str, Suggestion] = {}
    for _, suggestion in sorted(found, key=lambda each: -each[0]):
        named.setdefault(suggestion.name.casefold(), suggestion)  # two interests may be told apart by less than a name
    return list(named.values())


def _parts(catalog: Catalog, members: IntArray) -> list[IntArray]:
    """Return a persona's members as the interests they are: those who share its first word apart, while others are left who do not."""
    parts: list[IntArray] = []
    rest = members
    while len(rest) >= FEWEST_VIDEOS:
        first = telling_terms(catalog, rest, 1)
        if not first:
            break
        shares = catalog.lexicon.containing(first, rest)
        if shares.mean() >= SHARED_BY or shares.sum() < FEWEST_VIDEOS:
            return [*parts, rest]
        parts.append(rest[shares])
        rest = rest[~shares]
    return parts


def _name(phrases: Sequence[str]) -> str:
    """Return the first phrase where it has several words, else the first two together."""
    return phrases[0] if phrases and " " in phrases[0] else " ".join(phrases)


def _suggestion(catalog: Catalog, members: IntArray, centroid: np.ndarray, keywords: Sequence[str]) -> Suggestion:
    nearest = members[np.argsort(-(catalog.vectors[members] @ centroid), kind="stable")]
    videos = [catalog.video(int(row)) for row in nearest]
    titles = list(dict.fromkeys(video.title for video in videos if video.title))[:CITED]
    channels = len({code for code in catalog.channel[members].tolist() if code >= 0})
    cited = " and ".join(f"“{title}”" for title in titles)
    others = len(members) - len(titles)
    where = f" from {channels} channels" if channels > 1 else ""
    reasoning = f"You liked or watched {cited}" + (f" and {others} more like them{where}." if others > 0 else ".")
    name = _name(finish(telling_phrases(catalog, members, NAMED_BY))) or " ".join(keywords[:NAMED_BY])
    return Suggestion(
        name[:1].upper() + name[1:], reasoning, tuple(keywords), tuple(video.video_id for video in videos)
    )
