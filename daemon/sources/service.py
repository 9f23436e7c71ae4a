"""One outside service as a run of a job speaks to it: at its pace, a little at a time, and not at all while it pauses."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

import aiohttp
from yarl import URL

from daemon import __version__
from daemon.store.services import NO_PAUSE_BEYOND_SECONDS

from .standing import Failed, Standing

if TYPE_CHECKING:
    from daemon.store import Store

MOST_BYTES: Final = 2 * 1024 * 1024
"""A feed has 30 kB; whatever is longer is something else."""
AT_ONCE: Final = 2
TIMEOUT_SECONDS: Final = 20.0
REFUSALS: Final = frozenset({403, 429})


@dataclass(frozen=True, slots=True)
class Answer:
    """A status that was asked for, with its body of at most 2 MiB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Service:
    """One address outside; make it with `asking`.

    Never follows a redirect, keeps no cookie, and sends nothing of the person but what the query says.
    """

    def __init__(self, address: str, session: aiohttp.ClientSession, standing: Standing, spacing: float) -> None:
        self._address = URL(address)
        self._session = session
        self._standing = standing
        self._spacing = spacing
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._next_at = 0.0

    async def get(
        self, query: Mapping[str, str], headers: Mapping[str, str] | None = None, *, answers: Collection[int] = (200,)
    ) -> Answer:
        """Ask once, in turn. Raises Paused when it is (or is now) to be left alone, Failed for anything else.

        answers: the statuses that are answers; all others count against the service.
        """
        async with self._slots:
            await self._turn()
            await self._standing.asks()
            try:
                answer = await self._ask(query, headers or {})
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                raise await self._standing.failed(f"it could not be reached ({type(error).__name__})") from error
            if answer.status not in answers:
                raise await self._standing.failed(
                    f"it answered {answer.status}",
                    is_refusal=answer.status in REFUSALS,
                    retry_after=_retry_after(answer.headers),
                )
            await self._standing.answered()
            return answer

    async def was_useless(self, *, is_refusal: bool = False) -> Failed:
        """Count an answer that turned out to be none, such as a page in the place of a feed; return what to raise."""
        return await self._standing.failed("it answered something else than was asked for", is_refusal=is_refusal)

    async def _turn(self) -> None:
        """Wait until a jittered while after the one before."""
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._next_at)
        self._next_at = at + self._spacing * random.uniform(0.5, 1.5)
        await asyncio.sleep(at - loop.time())

    async def _ask(self, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        url = self._address.with_query(query)
        async with self._session.get(url, headers=headers, allow_redirects=False) as reply:
            body = bytearray()
            async for chunk in reply.content.iter_chunked(64 * 1024):
                body += chunk
                if len(body) > MOST_BYTES:
                    raise ValueError("longer than any answer")
            return Answer(reply.status, reply.headers, bytes(body))


@asynccontextmanager
async def asking(
    address: str,
    store: Store,
    clock: Callable[[], float],
    *,
    spacing_seconds: float,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> AsyncIterator[Service]:
    """Open a service for one run; `spacing_seconds` lie between two requests on the average."""
    session = aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=timeout_seconds, sock_connect=timeout_seconds / 2),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": f"OwnFeed/{__version__}"},
    )
    async with session:
        yield Service(address, session, Standing(address, store, clock), spacing_seconds)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a service asks for, told as a number or as a date by its own clock; None for none."""
    text, said_at = headers.get("Retry-After", "").strip(), headers.get("Date", "")
    try:
        if text.isdigit():
            return min(float(text), NO_PAUSE_BEYOND_SECONDS)
        wait = parsedate_to_datetime(text).timestamp() - parsedate_to_datetime(said_at).timestamp()
    except (ValueError, TypeError):  # TypeError: a date with a zone and one without
        return None
    return min(max(wait, 0.0), NO_PAUSE_BEYOND_SECONDS)
