"""What may be asked of YouTube: by the settings, and by how its services stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daemon.sources.standing import name_of

from .work import Tools

if TYPE_CHECKING:
    from daemon.settings import Settings


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
