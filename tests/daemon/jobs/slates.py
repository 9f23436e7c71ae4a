"""A person who was shown made-up slates and clicked; what they like is planted, and the formula cannot know it."""

from __future__ import annotations

import numpy as np

from daemon.jobs.work import Tools
from daemon.store.signals import Signal
from daemon.store.slates import LoggedSlate, SlateItem
from recsys.features import FEATURE_NAMES

DAY = 86_400.0
CARDS = 10


async def show_slates(
    tools: Tools, user_id: int, count: int, *, likes: str | None, days_ago: float, seed: int = 1
) -> None:
    """Log slates of cards by chance, seen from the first to the last; a greater `likes` is clicked more often.

    likes: None for somebody who clicks by chance.
    """
    rng = np.random.default_rng(seed)
    for number in range(count):
        values = np.zeros((CARDS, len(FEATURE_NAMES)))
        values[:, FEATURE_NAMES.index("uncertainty")] = rng.normal(size=CARDS)
        drawn = values[:, FEATURE_NAMES.index(likes)] if likes else np.zeros(CARDS)
        clicked = rng.random(CARDS) < np.where(drawn > 0.8, 0.7, 0.05)
        at = tools.clock() - (days_ago - number / count) * DAY
        await _show(tools, user_id, f"slate {seed} {number}", values, clicked, at)


async def _show(tools: Tools, user_id: int, slate_id: str, values: np.ndarray, clicked: np.ndarray, at: float) -> None:
    ids = await log_slate(tools, user_id, slate_id, at, values)
    signals = [
        Signal(f"{slate_id} {each} {kind}", kind, at, "extension", each, slate_id=slate_id, position=place)
        for place, each in enumerate(ids)
        for kind in (("impression", "click") if clicked[place] else ("impression",))
    ]
    await tools.store.signals.add(user_id, signals, now=tools.clock())


async def log_slate(
    tools: Tools, user_id: int, slate_id: str, at: float, values: np.ndarray | None = None
) -> list[str]:
    """Log a slate nobody has seen a card of; return the ids of its videos."""
    values = np.zeros((CARDS, len(FEATURE_NAMES))) if values is None else values
    ids = [f"card{place:07d}" for place in range(CARDS)]
    items = [SlateItem(each, 1.0, 1.0, "page", "show") for each in ids]
    model = tools.settings.embedding_model
    slate = LoggedSlate(slate_id, user_id, "home", "hybrid", "1", model, FEATURE_NAMES, "{}", at, items, values)
    await tools.store.slates.log(slate)
    return ids
