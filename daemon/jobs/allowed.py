"""What may be asked of YouTube: by the settings, and by how its services stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daemon.sources.standing import name_of
from daemon.sources.youtube_api import address_of, ledger_of

from .work import Tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from daemon.settings import Settings
    from daemon.store import Store


def may_discover(settings: Settings) -> bool:
    """Whether new videos may be looked for at all; a demonstration's channels are made up."""
    return settings.discovery and not settings.demo


def has_key(settings: Settings) -> bool:
    """Whether the Data API may be asked."""
    return bool(settings.youtube_api_key.get_secret_value()) and not settings.demo


async def may_discover_with_key(tools: Tools, _user_id: int | None) -> bool:
    """Whether new videos may be looked for, and with a key."""
    return may_discover(tools.settings) and has_key(tools.settings)


async def rests(tools: Tools, address: str) -> bool:
    """Whether the service at an address is left alone for a while."""
    return (await tools.store.services.get(name_of(address))).rests(tools.clock())


async def paused_until(settings: Settings, store: Store, clock: Callable[[], float]) -> float | None:
    """Return until when nothing can be had with the key, in seconds since the epoch; None where it can, or none is used.

    Searches have an allowance of their own, but what they find takes units, too, before its length and views are known.
    """
    if not (may_discover(settings) and has_key(settings)):
        return None
    service = await store.services.get(name_of(address_of(settings)))
    pauses = [service.paused_until] if service.rests(clock()) else []
    spent = await ledger_of(settings, store, clock).spent_until("units")
    return max(pauses + ([spent] if spent else []), default=None)
