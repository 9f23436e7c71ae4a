"""The YouTube Data API through Google's own client, in a thread of its own; every call is paid for before it is made."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from daemon.errors import PersonError
from daemon.store.videos import VideoFacts

from .ledger import Bucket, Ledger
from .standing import Standing
from .video_resource import facts_of, upload_of

if TYPE_CHECKING:
    from daemon.settings import Settings
    from daemon.store import Store

MOST_IDS: Final = 50
"""As many videos as one call may name."""
TIMEOUT_SECONDS: Final = 20.0
DEADLINE_SECONDS: Final = 60.0
"""A body that drips never runs into a socket's timeout, so a call has an end of its own."""

CLOSING_SECONDS: Final = 1.0

EXHAUSTED: Final = frozenset({"quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded"})
NO_LIST: Final = frozenset({"videoChartNotFound", "playlistNotFound", "playlistItemsNotAccessible", "notFound"})
NO_PAGE: Final = "invalidPageToken"
BAD_KEY: Final = frozenset(
    {"keyInvalid", "keyExpired", "badRequest", "accessNotConfigured", "ipRefererBlocked", "forbidden"}
)


class KeyRefused(PersonError):
    """YouTube does not take the key."""

    code = "key_refused"


class Refused(Exception):
    """An answer with another status than 200; `reason` is Google's word for it. Never holds the address: it has the key."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"it answered {status} {reason}".strip())
        self.status = status
        self.reason = reason


class NoList(Exception):
    """There is no such chart or playlist, or it may not be seen; the service is well."""


class NoPage(Exception):
    """The list is there, but its page is no longer known by this name; the service is well."""


class YouTubeApi:
    """Asks with the key; make it with `youtube_api`."""

    def __init__(
        self, key: str, address: str, ledger: Ledger, standing: Standing, *, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        self._key = key
        self._address = address
        self._ledger = ledger
        self._standing = standing
        self._timeout_seconds = timeout_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="youtube-api")  # one thread, so one httplib2.Http
        self._client: Any = None

    async def close(self) -> None:
        """Close the connection and give the thread up; a call that hangs in it ends by its own timeout."""
        closing = asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        await asyncio.wait({closing}, timeout=CLOSING_SECONDS)
        self._thread.shutdown(wait=False)

    async def videos(self, video_ids: Sequence[str]) -> list[VideoFacts]:
        """Return what is told of at most 50 videos; those that are gone or private are not among them. Costs one unit.

        Raises Paused, Failed or KeyRefused.
        """
        assert len(video_ids) <= MOST_IDS
        asked: dict[str, Any] = {"part": "snippet,contentDetails,statistics", "id": ",".join(video_ids)}
        return await self._facts("units", lambda client: client.videos().list(**asked, maxResults=MOST_IDS))

    async def most_popular(self, region: str, category: str | None = None) -> list[VideoFacts]:
        """Return at most 50 videos that are watched most now, in a category (its number) or in all; [] where there is no chart.

        region: two letters of ISO 3166, "" for what YouTube takes for granted. Costs one unit. Raises Paused, Failed or KeyRefused.
        """
        asked: dict[str, Any] = {"part": "snippet,contentDetails,statistics", "chart": "mostPopular"}
        asked |= {"regionCode": region} if region else {}
        asked |= {"videoCategoryId": category} if category else {}
        try:
            return await self._facts("units", lambda client: client.videos().list(**asked, maxResults=MOST_IDS))
        except NoList:
            return []

    async def uploads(self, channel_id: str, cursor: str | None) -> tuple[list[VideoFacts], str | None]:
        """Return at most 50 uploads of a channel (UC…), the newest first, and what names the next page, if there is one.

        The list of a channel's uploads has its id with UU in the place of UC. A channel that is gone has none. Of a page
        whose name YouTube no longer takes nothing is told, and the next one is the newest, whose name is "". Costs one
        unit. Raises Paused, Failed or KeyRefused.
        """
        asked: dict[str, Any] = {"part": "snippet,contentDetails", "playlistId": f"UU{channel_id.removeprefix('UC')}"}
        asked |= {"pageToken": cursor} if cursor else {}
        try:
            reply = await self._call("units", lambda client: client.playlistItems().list(**asked, maxResults=MOST_IDS))
        except NoList:
            return [], None
        except NoPage:
            return [], ""
        following = reply.get("nextPageToken") if isinstance(reply, dict) else None
        videos = list(_known(upload_of(item) for item in await self._items(reply)))
        return videos, following if isinstance(following, str) else None

    async def search(self, query: str, most: int, *, published_after: float | None = None) -> list[VideoFacts]:
        """Return at most `most` (≤ 50) videos for a query, the most fitting first. Costs one search.

        Raises Paused, Failed or KeyRefused.
        """
        asked: dict[str, Any] = {"part": "snippet", "q": query, "type": "video", "maxResults": most}
        if published_after is not None:
            asked["publishedAfter"] = datetime.fromtimestamp(published_after, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return await self._facts("search", lambda client: client.search().list(**asked))

    async def _facts(self, bucket: Bucket, request: Callable[[Any], Any]) -> list[VideoFacts]:
        items = await self._items(await self._call(bucket, request))
        return list(_known(facts_of(item) for item in items))

    async def _items(self, reply: Any) -> list[Any]:
        items = reply.get("items") if isinstance(reply, dict) else None
        if not isinstance(items, list):
            raise await self._standing.failed("it answered something else than was asked for")
        return items

    async def _call(self, bucket: Bucket, request: Callable[[Any], Any]) -> Any:
        await self._standing.rests()
        async with self._ledger.paid(bucket):
            await self._standing.asks()
            try:
                async with asyncio.timeout(DEADLINE_SECONDS):
                    reply = await asyncio.get_running_loop().run_in_executor(self._thread, self._execute, request)
            except Refused as refused:
                raise await self._what_follows(bucket, refused) from refused
            except (OSError, ValueError) as error:  # TimeoutError is an OSError, JSON that is none a ValueError
                raise await self._standing.failed(f"it could not be reached ({type(error).__name__})") from None
            await self._standing.answered()
            return reply

    def _execute(self, request: Callable[[Any], Any]) -> Any:
        """Run in the thread: the client takes 0.3 s to import and is nothing a daemon without a key should load."""
        import httplib2
        from googleapiclient.discovery import build
        from googleapiclient.errors import HttpError

        if self._client is None:
            http = httplib2.Http(timeout=self._timeout_seconds, proxy_info=None)
            http.follow_redirects = False
            options = {"api_endpoint": self._address}
            self._client = build("youtube", "v3", developerKey=self._key, http=http, client_options=options)
        try:
            return request(self._client).execute()
        except HttpError as error:
            raise Refused(int(error.resp.status), _reason(error.content)) from None
        except httplib2.HttpLib2Error as error:
            raise OSError(type(error).__name__) from None

    def _disconnect(self) -> None:
        if self._client is not None:
            self._client.close()

    async def _what_follows(self, bucket: Bucket, refused: Refused) -> Exception:
        """Return what to raise: the day is over, the key is bad, or the service is in trouble."""
        if refused.reason in NO_LIST:
            await self._standing.answered()
            return NoList()
        if refused.reason == NO_PAGE:
            await self._standing.answered()
            return NoPage()
        if refused.status == 429 or refused.reason in EXHAUSTED:
            return await self._ledger.close(bucket)
        if refused.status in (400, 401, 403) and refused.reason in BAD_KEY:
            return KeyRefused(f"YouTube refuses the key ({refused.reason}): look at the setting youtube_api_key.")
        return await self._standing.failed(str(refused), is_refusal=refused.status == 403)


def address_of(settings: Settings) -> str:
    """Return where the API answers, by which its pauses are remembered."""
    return f"{settings.youtube_api_address}/youtube/v3"


def ledger_of(settings: Settings, store: Store, clock: Callable[[], float]) -> Ledger:
    """Return what is left today of the key's allowances."""
    return Ledger(store, clock, {"search": settings.quota_searches, "units": settings.quota_units})


@asynccontextmanager
async def youtube_api(
    settings: Settings, store: Store, clock: Callable[[], float], *, timeout_seconds: float = TIMEOUT_SECONDS
) -> AsyncIterator[YouTubeApi]:
    """Open the API for one run of a job, with the key and the allowances of the settings."""
    ledger = ledger_of(settings, store, clock)
    standing = Standing(address_of(settings), store, clock)
    key = settings.youtube_api_key.get_secret_value()
    api = YouTubeApi(key, settings.youtube_api_address, ledger, standing, timeout_seconds=timeout_seconds)
    try:
        yield api
    finally:
        await api.close()


def _known(facts: Iterable[VideoFacts | None]) -> Iterable[VideoFacts]:
    return (each for each in facts if each is not None)


def _reason(content: bytes) -> str:
    """Return Google's word for an error, "" where there is none."""
    try:
        return str(json.loads(content)["error"]["errors"][0]["reason"])
    except (ValueError, LookupError, TypeError):
        return ""
