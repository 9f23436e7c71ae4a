"""What a model may be told of a person: titles and channels of what they liked lately, by interest, and when they watch. Nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from recsys.arrays import IntArray
from recsys.catalog import Catalog
from recsys.history import EventKind, History
from recsys.labels import telling_terms
from recsys.personas import Personas, positives

CLUSTERS: Final = 12
VIDEOS_EACH: Final = 6
RATINGS: Final = 20
CHANNELS: Final = 15
TERMS: Final = 8
_RATED: Final = {
    EventKind.THUMBS_UP: "liked",
    EventKind.THUMBS_DOWN: "disliked",
    EventKind.NOT_INTERESTED: "not interested",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A video as a model is told of it."""

    video_id: str
    title: str
    channel: str
    rating: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Videos that belong together, and the words that set them apart."""

    persona: int
    terms: tuple[str, ...]
    videos: tuple[Said, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person in at most a hundred titles."""

    clusters: tuple[Cluster, ...] = ()
    ratings: tuple[Said, ...] = ()
    """The newest first."""
    channels: tuple[tuple[str, int], ...] = ()
    """The channels most was liked or watched of, with how many videos."""
    times: tuple[tuple[str, int], ...] = ()
    """Parts of the week, with how many videos were watched in them."""

    def videos(self) -> dict[str, Said]:
        """Return every video that is named, by its id: no other may be cited."""
        return {
            each.video_id: each for each in (*self.ratings, *(one for part in self.clusters for one in part.videos))
        }


def portrait(catalog: Catalog, history: History, personas: Personas) -> Portrait:
    """Return what a model may be told; refused and muted things are left out of the clusters."""
    rows, _ = positives(catalog, history)
    owner = personas.nearest(catalog.vectors[rows]) if len(personas) else rows[:0]
    parts = [
        _cluster(catalog, rows[owner == each], persona=each, personas=personas)
        for each in range(min(len(personas), CLUSTERS))
        if not personas.muted[each] and (owner == each).any()
    ]
    channels = Counter(name for row in rows.tolist() if (name := catalog.video(row).channel_name))
    return Portrait(tuple(parts), _ratings(catalog, history), tuple(channels.most_common(CHANNELS)), _times(history))


def _cluster(catalog: Catalog, members: IntArray, *, persona: int, personas: Personas) -> Cluster:
    nearest = members[(-(catalog.vectors[members] @ personas.centroids[persona])).argsort(kind="stable")]
    titled = [row for row in nearest.tolist() if catalog.video(row).title][:VIDEOS_EACH]
    terms = tuple(telling_terms(catalog, members, TERMS))
    return Cluster(persona, terms, tuple(_said(catalog, row) for row in titled), len(members))


def _ratings(catalog: Catalog, history: History) -> tuple[Said, ...]:
    newest = zip(history.rows[::-1].tolist(), history.kinds[::-1].tolist(), strict=True)
    rated = [_said(catalog, row, _RATED[EventKind(kind)]) for row, kind in newest if EventKind(kind) in _RATED]
    return tuple({each.video_id: each for each in reversed(rated[:RATINGS]) if each.title}.values())[::-1]


def _said(catalog: Catalog, row: int, rating: str = "") -> Said:
    video = catalog.video(row)
    return Said(video.video_id, video.title, video.channel_name or "", rating)


def _times(history: History) -> tuple[tuple[str, int], ...]:
    watched = history.occurred_at[history.kinds == EventKind.WATCH].tolist()
    return tuple(
        Counter(_part_of_week(datetime.fromtimestamp(each, UTC).astimezone()) for each in watched).most_common()
    )


def _part_of_week(moment: datetime) -> str:
    day = "weekend" if moment.weekday() >= 5 else "weekday"
    part = next(
        name
        for until, name in ((6, "night"), (12, "morning"), (18, "afternoon"), (24, "evening"))
        if moment.hour < until
    )
    return f"{day} {part}"
