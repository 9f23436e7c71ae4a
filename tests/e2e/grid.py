"""The home grid as a person sees it: read from where things stand on the screen, never from our own attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import Page

from tests.e2e.traffic import Traffic, order

GRID = "ytd-browse:not([hidden]) ytd-rich-grid-renderer > #contents"
SUBSCRIPTIONS = "ytd-browse[page-subtype=subscriptions]:not([hidden]) ytd-rich-grid-renderer > #contents"
RESULTS = "ytd-search:not([hidden]) ytd-item-section-renderer > #contents"
SIDEBAR = "ytd-watch-flexy:not([hidden]) #items"
SIDEBAR_UNDER_CHIPS = "ytd-watch-flexy:not([hidden]) #items > ytd-item-section-renderer > #contents"
SURFACES: Final = {"/": "home", "/watch": "watch_next"}
# Every visible child of a list, row by row. The id is read from the card's link; an ad is an ad whatever it links to.
READ = """list => [...document.querySelectorAll(`${list} > *`)]
  .map((child, place) => ({child, place, box: child.getBoundingClientRect()}))
  .filter(({box}) => box.height > 0)
  .sort((a, b) => Math.round(a.box.top) - Math.round(b.box.top) || a.box.left - b.box.left)
  .map(({child, place, box}) => {
    const link = child.querySelector('a[href*="/watch"], a[href*="/shorts/"]')?.getAttribute('href') ?? '';
    const ad = child.matches(':has(ytd-ad-slot-renderer), ytd-ad-slot-renderer');
    const video = child.matches('ytd-rich-item-renderer, yt-lockup-view-model, ytd-video-renderer') && !ad && link && !link.includes('list=');
    const {pathname, searchParams} = new URL(link, location.href);
    return {video_id: video ? searchParams.get('v') ?? pathname.split('/')[2] : null, tag: child.localName, ad,
      place, top: box.top + scrollY, left: box.left, title: child.querySelector('h3')?.textContent ?? ''};
  })"""


@dataclass(frozen=True)
class Standing:
    """One visible child of the grid."""

    video_id: str | None
    tag: str
    ad: bool
    place: int  # among the children in the DOM, as YouTube put them
    top: float
    left: float
    title: str


async def standing(page: Page, where: str = GRID) -> list[Standing]:
    """What stands in a list, in the order in which it is read on the screen."""
    return [Standing(**found) for found in await page.evaluate(READ, where)]


async def video_ids(page: Page, where: str = GRID) -> list[str]:
    """The videos of a list, in the order in which they are read on the screen."""
    return [child.video_id for child in await standing(page, where) if child.video_id]


def others(children: list[Standing]) -> list[tuple[int, int]]:
    """Where ads, shelves, mixes and the like stand on the screen, and where YouTube put them."""
    return [(seen, child.place) for seen, child in enumerate(children) if child.video_id is None]


async def as_youtube_made_it(page: Page) -> bool:
    """Whether nothing of ours is on the page: no element, no style, no moved cell."""
    ours = await page.evaluate(
        """() => document.querySelectorAll('ownfeed-card, [style*="order"], [style*="reading-flow"]').length"""
    )
    places = [child.place for child in await standing(page)]
    return ours == 0 and places == sorted(places)


async def until_arranged(page: Page, wanted: list[str], where: str = GRID) -> None:
    """Wait until these videos stand in a list one after the other, other children between them or not."""
    script = f"""([list, wanted]) => JSON.stringify(({READ})(list).map(c => c.video_id).filter(id => wanted.includes(id)))
      === JSON.stringify(wanted)"""
    await page.wait_for_function(script, arg=[where, wanted])


async def opened_in_order(page: Page, traffic: Traffic, url: str, where: str = GRID) -> list[str]:
    """Open a page whose cards paint once the daemon's order has arrived; return the videos in that order."""
    asked = len(traffic.slates)
    await page.goto(f"{url}&skeleton&held")
    wanted = order(await traffic.slate_of_page(asked, SURFACES[urlsplit(url).path]))
    await page.wait_for_selector(f"{where} > [style*=order]", state="attached")  # the first may be hidden
    await page.evaluate("() => paint()")
    await until_arranged(page, wanted, where)
    return wanted


async def until_places(page: Page, wanted: list[int], where: str = GRID) -> None:
    """Wait until children, named by their place in the DOM, stand one after the other: also while they are still empty."""
    script = f"""([list, wanted]) => JSON.stringify(({READ})(list).map(c => c.place).filter(n => wanted.includes(n)))
      === JSON.stringify(wanted)"""
    await page.wait_for_function(script, arg=[where, wanted])


async def painted(page: Page) -> None:
    """Wait until what is in the document now has been on the screen."""
    await page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def to_the_end(page: Page, children: int) -> None:
    """Scroll to the end, which what is still being laid out may move, until the grid has this many children."""
    await page.wait_for_selector("ytd-browse ytd-continuation-item-renderer", state="attached")
    await page.wait_for_function(
        """n => document.querySelectorAll('ytd-browse #contents.ytd-rich-grid-renderer > *').length >= n
          || (scrollTo(0, document.documentElement.scrollHeight), false)""",
        arg=children,
    )


# On every frame: where each card in the window stands; a card that was painted elsewhere without a scroll has moved.
MOVES = """() => {
  const places = new Map();
  window.moved = [];
  const look = () => {
    for (const cell of document.querySelectorAll('ytd-browse:not([hidden]) #contents > ytd-rich-item-renderer, #items yt-lockup-view-model')) {
      const link = cell.querySelector('a[href*="/watch"]')?.getAttribute('href');
      const box = cell.getBoundingClientRect();
      if (!link || !box.height || box.top > innerHeight || box.bottom < 0) continue;
      const place = [box.left, box.top + scrollY];
      const before = places.get(link) ?? place;
      if (Math.hypot(place[0] - before[0], place[1] - before[1]) > 8) window.moved.push(`${link}: ${before} to ${place}`);
      places.set(link, place);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


async def moves(page: Page) -> list[str]:
    """Cards that changed their place after they had been painted; needs MOVES as an init script."""
    found: list[str] = await page.evaluate("() => window.moved")
    return found
