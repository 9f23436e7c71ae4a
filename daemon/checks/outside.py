"""Checks of what is asked of others: which service rests, which allowance is spent."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from daemon.kept_keys import names
from daemon.moments import minute
from daemon.sources.ledger import SHARE
from daemon.sources.pacific import day_of, next_midnight

from .finding import Finding, ill, well

if TYPE_CHECKING:
    from daemon.settings import Settings
    from daemon.store import Store

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
ANSWER_SECONDS: Final = 2.0


async def services(store: Store, _settings: Settings) -> Finding:
    """Whether everything that is asked of YouTube was answered lately."""
    resting = await store.services.resting(time.time())
    if not resting:
        return well("services", "No service has asked for a pause.")
    said = "; ".join(f"{name} until {minute(state.paused_until)}" for name, state in resting.items())
    remedy = "They are asked again by themselves; if it stays so, see whether this machine reaches www.youtube.com."
    return ill("services", f"Left alone after refusals or failures: {said}.", remedy)


async def allowance(store: Store, settings: Settings) -> Finding:
    """Whether something is left today of what a YouTube key allows."""
    if not settings.youtube_api_key and "youtube" not in names(settings):
        return well("allowance", "No YouTube key is set; new videos come from feeds and from pages you see.")
    now = time.time()
    used = await store.quota.used(day_of(now).isoformat())
    limits = {"search": settings.quota_searches, "units": settings.quota_units}
    spent = [
        f"{bucket} ({used[bucket]:,} of {limit:,})" for bucket, limit in limits.items() if _spent(used, bucket, limit)
    ]
    if spent:
        remedy = f"It begins anew at {minute(next_midnight(now))}; set the real limits if your key allows more."
        return ill("allowance", f"Today's allowance of the YouTube key is spent: {', '.join(spent)}.", remedy)
    left = ", ".join(f"{used.get(bucket, 0):,} of {limit:,} {bucket}" for bucket, limit in limits.items())
    return well("allowance", f"Used today of the YouTube key: {left}.")


async def language_model(_store: Store, settings: Settings) -> Finding:
    """Whether a language model on this machine listens; one elsewhere is asked nothing, not even whether it is there."""
    if not settings.model:
        return well("language model", "No language model is set; nothing needs one.")
    if not settings.model_url:
        sentence = (
            f"No model_url is set for {settings.model}, so it is not looked for; it is asked once you have agreed."
        )
        return well("language model", sentence)
    where = host_and_port(settings.model_url)
    if where[0] not in LOOPBACK:
        return well("language model", f"{settings.model} is not on this machine; it is asked once you have agreed.")
    try:
        await asyncio.to_thread(lambda: socket.create_connection(where, timeout=ANSWER_SECONDS).close())
    except OSError:
        remedy = "Start its server, or set another model_url; until then the grammar and words do without it."
        return ill(
            "language model", f"Nobody listens at {settings.model_url}, where {settings.model} should be.", remedy
        )
    return well("language model", f"{settings.model} listens at {settings.model_url}.")


def host_and_port(url: str) -> tuple[str, int]:
    """Return where the server of an address listens."""
    at = urlsplit(url)
    return at.hostname or "", at.port or (443 if at.scheme == "https" else 80)


def _spent(used: dict[str, int], bucket: str, limit: int) -> bool:
    return used.get(bucket, 0) >= int(limit * SHARE)
