"""What a change would do to the feed, as it goes out before the change is kept."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from daemon.recommender.effect import Change, Effect


class ChangeOut(BaseModel):
    """A video that comes, goes or moves; places count from 0."""

    video_id: str
    title: str
    before: int | None
    after: int | None


class EffectOut(BaseModel):
    """What would change among the first videos of the feed."""

    added: list[ChangeOut]
    removed: list[ChangeOut]
    moved: list[ChangeOut]


def effect_out(effect: Effect) -> EffectOut:
    """Return an effect as it goes out."""
    return EffectOut(added=_out(effect.added), removed=_out(effect.removed), moved=_out(effect.moved))


def _out(changes: Iterable[Change]) -> list[ChangeOut]:
    return [
        ChangeOut(video_id=each.video_id, title=each.title, before=each.before, after=each.after) for each in changes
    ]
