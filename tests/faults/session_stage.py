"""Where a session is played: a window of the real browser, on the replica, whose own account says what really happened.

The account is the browser's (`played` of each source of a `<video>`), under the name that the replica gave the source; the
extension reads neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Final

from playwright.async_api import Locator, Page

from tests.faults.session_script import LAST_SECONDS, Act, Script
from tests.pages.catalogue import Clip

YOUTUBE: Final = "https://www.youtube.com"
KNOBS: Final = "plain&autoplay&miniplayer&preview"
NUDGES: Final = 50
HOME: Final = "ytd-browse:not([hidden]) yt-lockup-view-model"
MEDIA: Final = "const media = document.querySelector(location.pathname.startsWith('/shorts/') ? '#shorts-player video' : '#movie_player video');"
# Told by the element, for in a hidden tab there are no frames to look at it in.
PLAY: Final = f"""seconds => new Promise(done => {{
  {MEDIA}
  let to = null;
  const look = () => {{
    if (media.closest('.ad-showing') || media.readyState < 1) return;
    to ??= media.currentTime + seconds;
    if (media.currentTime < to) return;
    media.removeEventListener('timeupdate', look);
    done();
  }};
  media.addEventListener('timeupdate', look);
  void media.play();
}})"""
SEEK: Final = f"""by => new Promise(done => {{
  {MEDIA}
  media.addEventListener('seeked', () => done(), {{once: true}});
  media.currentTime += by;
}})"""


class Stage:
    """A tab, and what was played in it."""

    def __init__(self, page: Page, first: Clip) -> None:
        """first: the video it begins with; those after it in the catalogue may follow."""
        self.played: defaultdict[str, float] = defaultdict(float)
        self._page, self._first = page, first

    async def perform(self, script: Script) -> None:
        """Do all of it; `played` then holds the seconds of each video."""
        for act in script:
            await self._doing(act)

    async def clear(self) -> None:
        """Close the tab, if the script left it open."""
        await self._page.close()

    def _doing(self, act: Act) -> Awaitable[object]:
        by_name: dict[str, Callable[[float], Awaitable[object]]] = {
            "watch": lambda _: self._open(f"/watch?v={self._first.video_id}&{KNOBS}"),
            "ads": lambda _: self._open(f"/watch?v={self._first.video_id}&{KNOBS}&ad"),
            "live": lambda _: self._open(f"/watch?v={self._first.video_id}&{KNOBS}&live"),
            "playlist": lambda _: self._open(f"/watch?v={self._first.video_id}&list=PL{'0' * 32}&{KNOBS}"),
            "shorts": lambda _: self._open(f"/shorts/{self._first.video_id}"),
            "play": self._play,
            "skip": self._seek,
            "again": self._again,
            "rate": lambda rate: self._page.evaluate(f"rate => {{ {MEDIA} media.playbackRate = rate; }}", rate),
            "ad": self._break_off,
            "pause": lambda _: self._page.evaluate(f"() => {{ {MEDIA} media.pause(); }}"),
            "away": self._away,
            "pip": self._in_picture,
            "next": self._next,
            "autoplay": self._autoplay,
            "reload": self._reload,
            "mini": self._mini,
            "preview": self._preview,
            "swipe": lambda _: self._page.evaluate("() => replica.shorts.next()"),
            "loop": self._loop,
            "leave": self._leave,
            "close": self._close,
        }
        return by_name[act.name](act.amount or 0)

    async def _open(self, path: str) -> None:
        await self._page.goto(f"{YOUTUBE}{path}")

    async def _play(self, seconds: float) -> None:
        await self._page.evaluate(PLAY, seconds)

    async def _seek(self, by: float) -> None:
        await self._page.evaluate(SEEK, by)

    async def _again(self, seconds: float) -> None:
        await self._seek(-seconds)
        await self._play(seconds)

    async def _break_off(self, _: float) -> None:
        await self._page.evaluate("() => replica.player.advert()")
        await self._play(0)  # an advertisement plays to its end before anything of the film does

    async def _away(self, seconds: float) -> None:
        async with self._page.expect_popup() as opened:
            await self._page.evaluate("() => void window.open('about:blank')")
        other = await opened.value
        await self._page.wait_for_function("() => document.hidden", polling=50)
        await self._play(seconds)
        await other.close()
        await self._page.wait_for_function("() => !document.hidden", polling=50)

    async def _in_picture(self, seconds: float) -> None:
        await self._page.evaluate(f"() => {{ {MEDIA} return media.requestPictureInPicture().then(() => undefined); }}")
        await self._play(seconds)
        # Another window may have taken the place: there is one for all.
        await self._page.evaluate("() => document.pictureInPictureElement && document.exitPictureInPicture()")

    async def _next(self, _: float) -> None:
        before = await self._playing()
        await self._page.dispatch_event("#related yt-lockup-view-model a[href]", "click")
        await self._turned(before)

    async def _autoplay(self, _: float) -> None:
        before = await self._playing()
        await self._page.evaluate(
            f"left => {{ {MEDIA} media.currentTime = media.duration - left; void media.play(); }}", LAST_SECONDS
        )
        await self._turned(before)

    async def _playing(self) -> str:
        return str(await self._page.evaluate("() => replica.player.videoId"))

    async def _turned(self, before: str) -> None:
        await self._page.wait_for_function("before => replica.player.videoId !== before", arg=before)

    async def _mini(self, _: float) -> None:
        await self._page.dispatch_event("#logo", "click")
        await self._page.wait_for_selector(HOME)

    async def _preview(self, seconds: float) -> None:
        await self._point_at(self._page.locator(f"{HOME} a >> nth=0"))
        await self._page.wait_for_function("seconds => replica.preview.video.currentTime >= seconds", arg=seconds)
        await self._page.mouse.move(2, 2)
        await self._page.wait_for_function("() => replica.preview.video.paused")

    async def _point_at(self, card: Locator) -> None:
        """Move the pointer over a card until its preview is there: what is still loading may push the card away from under it."""
        for nudge in range(NUDGES):
            box = await card.bounding_box()
            if box:
                await self._page.mouse.move(box["x"] + box["width"] / 2 + nudge, box["y"] + box["height"] / 2)
            if not await self._page.evaluate("() => replica.preview.element.hidden"):
                return

    async def _loop(self, _: float) -> None:
        await self._page.evaluate(
            f"() => {{ {MEDIA} return new Promise(done => media.addEventListener('seeked', () => done(), {{once: true}})); }}"
        )

    async def _reload(self, _: float) -> None:
        await self._book()
        await self._page.reload()

    async def _leave(self, _: float) -> None:
        await self._book()
        await self._page.goto("about:blank")

    async def _close(self, _: float) -> None:
        await self._book()
        await self._page.close()

    async def _book(self) -> None:
        account: dict[str, float] = await self._page.evaluate("() => replica.account()")
        for video_id, seconds in account.items():
            self.played[video_id] += seconds
