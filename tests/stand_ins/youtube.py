"""A server on loopback that answers like YouTube's feeds, oEmbed, transcripts and Data API, and misbehaves like them when it is told to."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from aiohttp import web

from tests.stand_ins import data_api
from tests.stand_ins.captions import Captions
from tests.stand_ins.discovery_document import METHODS, fault_of_answer, fault_of_request, path_of

KEY = "a-key-of-the-stand-in"
API = "/youtube/v3/"
CONSENT = "/m"
LATE_SECONDS = 0.2


@dataclass(frozen=True)
class Upload:
    """A video as its channel's feed tells it."""

    video_id: str
    title: str
    published_at: float
    views: int = 1_000
    description: str = ""
    is_short: bool = False


@dataclass
class Channel:
    """A channel; its uploads stand newest first in the feed, fifteen of them."""

    channel_id: str
    name: str
    uploads: list[Upload] = field(default_factory=list)


@dataclass
class YouTube:
    """What the stand-in knows and was asked. `trouble` answers instead, to as many requests as it has entries."""

    channels: dict[str, Channel] = field(default_factory=dict)
    embeddable: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """What oEmbed tells of a video: title, channel's name, channel's address. Others are gone."""
    asked: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    trouble: list[web.StreamResponse | str] = field(default_factory=list)
    """Answers in the place of what was asked for, the first for the next request: "hang" begins one that never ends, "cut"
    hangs up in the middle of one, "late" gives the right one after a while."""
    heard: Callable[[str], None] = lambda _path: None
    """Told of each request when it has come and was counted, before it is answered."""
    has_etags: bool = False
    at_once: int = 0
    most_at_once: int = 0
    address: str = ""
    catalogue: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the Data API tells: video resources by id, whole."""
    allowed: dict[str, int] = field(default_factory=lambda: {"search": 100, "units": 10_000})
    without_chart: set[str] = field(default_factory=set)
    """Categories of which there is no list of the most popular."""
    spent: Counter[str] = field(default_factory=Counter)
    """What the Data API was asked for in all, whatever it answered, by bucket."""
    today: Callable[[], str] = lambda: ""
    """The day whose allowances are being used."""
    spent_on: Counter[tuple[str, str]] = field(default_factory=Counter)
    """The same by day and bucket; beyond what is `allowed` of a day the quota is exceeded."""
    faults: list[str] = field(default_factory=list)
    """What the discovery document does not allow of what was asked or answered; at the end there must be none."""
    captions: Captions = field(default_factory=Captions)
    _let_go: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, channel_id: str, name: str, uploads: Sequence[Upload]) -> Channel:
        """Have a channel."""
        self.channels[channel_id] = Channel(channel_id, name, list(uploads))
        return self.channels[channel_id]

    def fail(self, status: int, times: int = 1, **headers: str) -> None:
        """Answer the next requests with a status and nothing useful."""
        for _ in range(times):
            self.say(b"no", status, **headers)

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer the next request with these bytes; an underscore in a header's name stands for its dash."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.trouble.append(web.Response(status=status, body=body, headers=named))

    def lead_by_consent(self, video_id: str) -> None:
        """Lead the next watch page to YouTube's page of consent, which leads back."""
        self.say(b"", 302, Location=f"https://consent.youtube.com{CONSENT}?continue={video_id}")
        self.say(b"", 302, Location=f"https://www.youtube.com/watch?v={video_id}")

    def hang(self) -> None:
        """Begin the next answer and never end it."""
        self.trouble.append("hang")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request, or misbehave."""
        self.asked.append(request.path_qs)
        self.cookies += request.headers.getall("Cookie", [])
        self._count(request.path)
        self.heard(request.path)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.trouble:
                return await self._misbehave(request, self.trouble.pop(0))
            return await self._answers(request)
        finally:
            self.at_once -= 1

    async def _answers(self, request: web.Request) -> web.Response:
        if request.path == "/youtubei/v1/player":
            return web.json_response(self.captions.player(await request.json()))
        answers = {
            "/feeds/videos.xml": self._feed,
            "/oembed": self._oembed,
            "/watch": self._watch,
            "/api/timedtext": self._spoken,
        }
        return answers.get(request.path, self._api)(request)

    def _count(self, path: str) -> None:
        """Take down what a request of the Data API costs: also one that is wrong, or that is answered with an error."""
        if path.startswith(API):
            bucket = _bucket(path)
            self.spent[bucket] += 1
            self.spent_on[self.today(), bucket] += 1

    async def _misbehave(self, request: web.Request, trouble: web.StreamResponse | str) -> web.StreamResponse:
        if isinstance(trouble, web.StreamResponse):
            return trouble
        if trouble == "late":
            await asyncio.sleep(LATE_SECONDS)
            return await self._answers(request)
        endless = web.StreamResponse()
        with suppress(ConnectionResetError):  # whoever asked may have been killed
            await endless.prepare(request)
            await endless.write(b"<?xml")
        if trouble == "cut" and request.transport is not None:
            request.transport.abort()
        else:
            await self._let_go.wait()
        return endless

    def _feed(self, request: web.Request) -> web.Response:
        channel = self.channels.get(request.query["channel_id"])
        if channel is None:
            return web.Response(status=404, text="<html>Error 404 (Not Found)!!1</html>", content_type="text/html")
        body = feed_of(channel).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.has_etags and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        headers = {"ETag": etag} if self.has_etags else {}
        return web.Response(body=body, content_type="text/xml", charset="utf-8", headers=headers)

    def _oembed(self, request: web.Request) -> web.Response:
        video_id = request.query["url"].rpartition("=")[2]
        if video_id not in self.embeddable:
            return web.Response(status=404, text="Not Found")
        title, name, address = self.embeddable[video_id]
        said = {"title": title, "author_name": name, "author_url": address, "type": "video", "version": "1.0"}
        return web.json_response({**said, "provider_name": "YouTube", "height": 113, "width": 200})

    def _watch(self, request: web.Request) -> web.Response:
        return web.Response(text=self.captions.watch_page(request.cookies), content_type="text/html")

    def _spoken(self, request: web.Request) -> web.Response:
        return web.Response(text=self.captions.timed_text(request.query), content_type="text/xml")

    def _api(self, request: web.Request) -> web.Response:
        """Answer as the discovery document that the client ships has it; whatever differs from it is kept in `faults`."""
        method = request.path.rpartition("/")[2]
        if fault := fault_of_request(method, request.query):
            self.faults.append(f"asked of {method}: {fault}")
            return data_api.error(400, "badRequest", fault)
        if request.query["key"] != KEY:
            return data_api.error(400, "badRequest", "API key not valid. Please pass a valid API key.")
        bucket = _bucket(request.path)
        if self.spent_on[self.today(), bucket] > self.allowed[bucket]:
            return data_api.error(
                403, "quotaExceeded", "The request cannot be completed: you have exceeded your quota."
            )
        if request.query.get("videoCategoryId") in self.without_chart:
            return data_api.error(404, "videoChartNotFound", "The requested video chart is not supported.")
        answer = self._list(method, request.query)
        if answer is None:
            return data_api.error(404, "playlistNotFound", "The playlist identified with the request cannot be found.")
        if fault := fault_of_answer(method, answer):
            self.faults.append(f"answered of {method}: {fault}")
        return web.json_response(answer)

    def _list(self, method: str, query: Mapping[str, str]) -> dict[str, Any] | None:
        """Return what a method lists, None for the uploads of no channel."""
        if method != "playlistItems":
            listed = data_api.listed if method == "videos" else data_api.searched
            return listed(query, self.catalogue)
        channel = self.channels.get(f"UC{query['playlistId'].removeprefix('UU')}")
        if channel is None:
            return None
        uploads = [(each.video_id, each.title, each.published_at) for each in channel.uploads]
        return data_api.page_of(query, channel.channel_id, channel.name, uploads)


def _bucket(path: str) -> str:
    return "search" if path == f"{API}search" else "units"


def feed_of(channel: Channel) -> str:
    """Return a channel's feed in the form YouTube gives it."""
    short_id = channel.channel_id.removeprefix("UC")
    entries = "".join(_entry(channel, upload) for upload in channel.uploads[:15])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns="http://www.w3.org/2005/Atom">\n'
        f" <id>yt:channel:{short_id}</id>\n <yt:channelId>{short_id}</yt:channelId>\n"
        f" <title>{escape(channel.name)}</title>\n{_author(channel)}"
        f" <published>2013-08-07T15:00:00+00:00</published>\n{entries}</feed>"
    )


def _author(channel: Channel) -> str:
    uri = f"https://www.youtube.com/channel/{channel.channel_id}"
    return f" <author><name>{escape(channel.name)}</name><uri>{uri}</uri></author>\n"


def _entry(channel: Channel, upload: Upload) -> str:
    published = datetime.fromtimestamp(upload.published_at, UTC).isoformat(timespec="seconds")
    path = f"shorts/{upload.video_id}" if upload.is_short else f"watch?v={upload.video_id}"
    return (
        f" <entry>\n  <id>yt:video:{upload.video_id}</id>\n  <yt:videoId>{upload.video_id}</yt:videoId>\n"
        f"  <yt:channelId>{channel.channel_id}</yt:channelId>\n  <title>{escape(upload.title)}</title>\n"
        f'  <link rel="alternate" href="https://www.youtube.com/{path}"/>\n{_author(channel)}'
        f"  <published>{published}</published>\n  <updated>{published}</updated>\n"
        f"  <media:group>\n   <media:title>{escape(upload.title)}</media:title>\n"
        f"   <media:description>{escape(upload.description)}</media:description>\n"
        f'   <media:community><media:starRating count="7" average="5.00" min="1" max="5"/>'
        f'<media:statistics views="{upload.views}"/></media:community>\n  </media:group>\n </entry>\n'
    )


@asynccontextmanager
async def youtube_stand_in() -> AsyncIterator[YouTube]:
    """Serve on a free port of loopback until the block ends."""
    youtube = YouTube()
    app = web.Application()
    app.router.add_get("/feeds/videos.xml", youtube.answer)
    for path in ("/oembed", "/watch", CONSENT, "/api/timedtext"):
        app.router.add_get(path, youtube.answer)
    app.router.add_post("/youtubei/v1/player", youtube.answer)
    for method in METHODS:
        app.router.add_get(path_of(method), youtube.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    youtube.address = f"http://{host}:{port}"
    try:
        yield youtube
    finally:
        youtube._let_go.set()
        await runner.cleanup()
    assert not youtube.faults, youtube.faults


@contextmanager
def youtube_beside() -> Iterator[YouTube]:
    """Serve in a thread of its own until the block ends, for whoever has no loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    served = youtube_stand_in()
    try:
        yield asyncio.run_coroutine_threadsafe(served.__aenter__(), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(served.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
