"""The replica's server: pages, their data, pictures and sound, over TLS on a free loopback port."""

from __future__ import annotations

import json
import secrets
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.pages import page_data
from tests.pages.catalogue import by_id, clip
from tests.pages.certificate import tls_context
from tests.pages.media import thumbnail, write_film

SITE = Path(__file__).parent / "site"
HOSTS = ("www.youtube.com", "i.ytimg.com", "yt3.ggpht.com")
FILMS = {"content": 90, "ad": 3, "short": 8, "live": 300}
"""How many seconds each kind of film has; one that is live does not say so."""
PAGE = """<!DOCTYPE html><html lang="en"{dark}{rtl}><head><meta charset="utf-8"><title>YouTube</title>
<link rel="stylesheet" href="/s/style.css"><link rel="stylesheet" href="/s/cards.css">
<script nonce="{nonce}">var {name} = {data};{player}</script></head>
<body><ytd-app></ytd-app><script type="module" nonce="{nonce}" src="/s/app.js"></script></body></html>"""
POLICY = "require-trusted-types-for 'script'; object-src 'none'; base-uri 'self'; script-src 'nonce-{nonce}' 'strict-dynamic'"


class Replica:
    """A running replica; `port` is where the browser must send the hosts of HOSTS."""

    def __init__(self, folder: Path) -> None:
        """`folder` takes the certificate and the films."""
        self.port = 0
        self._folder = folder
        self._runner = web.AppRunner(self._app(), access_log=None)

    async def start(self) -> None:
        """Listen on a free port."""
        for kind, seconds in FILMS.items():
            write_film(self._folder / f"{kind}.webm", seconds, endless=kind == "live")
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls())
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening and end every connection."""
        await self._runner.cleanup()

    def _tls(self) -> ssl.SSLContext:
        return tls_context(self._folder)

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_static("/s/", SITE)
        app.router.add_get("/vi/{video_id}/{size}", _picture)
        app.router.add_get("/videoplayback", self._film)
        app.router.add_post("/youtubei/v1/{endpoint}", _innertube)
        app.router.add_post("/youtubei/v1/reel/{endpoint:reel_watch_sequence}", _innertube)
        app.router.add_post("/youtubei/v1/{kind:like|subscription}/{act}", _taken)
        for path in (
            "/",
            "/watch",
            "/results",
            "/shorts/{video_id}",
            "/feed/subscriptions",
            "/feed/history",
            "/{handle:@.*}/videos",
        ):
            app.router.add_get(path, _page)
        app.router.add_route("*", "/{rest:.*}", _nothing)
        return app

    async def _film(self, request: web.Request) -> web.FileResponse:
        kind = request.query.get("kind", "content")
        return web.FileResponse(self._folder / f"{kind}.webm", headers={"Content-Type": "video/webm"})


async def _nothing(request: web.Request) -> web.Response:
    return web.Response(status=204)


async def _picture(request: web.Request) -> web.Response:
    return web.Response(text=thumbnail(by_id(request.match_info["video_id"])), content_type="image/svg+xml")


async def _page(request: web.Request) -> web.Response:
    nonce = secrets.token_urlsafe(12)
    query = request.query
    made = by_id(query.get("v", "")) if request.path == "/watch" else None
    played = page_data.player(made, live="live" in query) if made else None
    player = f"var ytInitialPlayerResponse = {_script(played)};" if played else ""
    dark = " dark" if "dark" in query else ""
    name = "replicaData" if "opaque" in query else "ytInitialData"  # opaque: data of a form nobody knows
    rtl = ' dir="rtl"' if "rtl" in query else ""
    body = PAGE.format(
        nonce=nonce, dark=dark, rtl=rtl, name=name, data=_script(_first_data(request.path, query)), player=player
    )
    headers = {"Content-Security-Policy": POLICY.format(nonce=nonce)}
    return web.Response(text=body, content_type="text/html", headers=headers)


def _script(data: page_data.Json) -> str:
    """JSON that cannot end its script element."""
    return json.dumps(data).replace("<", "\\u003c")


def _first_data(path: str, query: Mapping[str, str]) -> page_data.Json:
    if path == "/watch":
        return page_data.watch_next(by_id(query.get("v", "")), playlist_id=query.get("list"))
    if path == "/results":
        results = page_data.found(query.get("search_query", ""), [clip(i) for i in range(60)])[:20]
        return page_data.search(results, deep="deep" in query)
    if path == "/" and "nothing" not in query:
        return page_data.home(int(query.get("first", page_data.FEED)), plain="plain" in query, rare="rare" in query)
    return _listed(path)


def _listed(path: str) -> page_data.Json:
    """The pages that are the same for every query."""
    if path.startswith("/@"):
        return page_data.channel(path.removesuffix("/videos"))
    pages = {"/feed/subscriptions": page_data.subscriptions, "/feed/history": page_data.history}
    return pages[path]() if path in pages else {"contents": {}}


async def _innertube(request: web.Request) -> web.Response:
    asked: dict[str, Any] = await request.json()
    endpoint = request.match_info["endpoint"]
    if endpoint == "feedback":
        return await _taken(request)
    if endpoint == "browse":
        return web.json_response(_browse(asked))
    if endpoint == "search" and "continuation" in asked:
        return web.json_response(page_data.more_results(_start(asked)))
    if endpoint == "search":
        return web.json_response(_first_data("/results", {"search_query": asked["query"]}))
    if "continuation" in asked:
        return web.json_response(page_data.more_next(_start(asked)))
    made = by_id(asked["videoId"])
    if endpoint == "next":
        return web.json_response(page_data.watch_next(made, playlist_id=asked.get("playlistId")))
    return web.json_response(page_data.player(made) if endpoint == "player" else page_data.shorts_after(made))


async def _taken(request: web.Request) -> web.Response:
    """What a person tells YouTube is taken."""
    return web.json_response({"feedbackResponses": [{"isProcessed": True}]})


_PATHS = {"FEsubscriptions": "/feed/subscriptions", "FEhistory": "/feed/history"}


def _browse(asked: dict[str, Any]) -> page_data.Json:
    """A continuation (`start-N`, or `/@handle-N` of a channel), a chip (`chip-N`), or the home page anew."""
    plain = bool(asked.get("plain"))
    browsed = str(asked.get("browseId", ""))
    if path := _PATHS.get(browsed, browsed if browsed.startswith("/@") else ""):
        return _listed(path)
    kind, start = str(asked.get("continuation", "home-0")).partition("-")[0], _start(asked)
    if kind == "start":
        last = start >= page_data.FEED * int(asked.get("pages", 8))
        return page_data.more(start, page_data.FEED, last=last, plain=plain)
    if kind.startswith("/@"):
        return page_data.more_uploads(kind, start)
    if kind == "chip":
        return page_data.reloaded(start, page_data.FEED)
    return page_data.home(start=0, plain=plain)


def _start(asked: dict[str, Any]) -> int:
    """The number of the first video that a continuation asks for."""
    return int(str(asked.get("continuation", "home-0")).partition("-")[2])
