"""The home grid as a person sees it: read from where things stand on the screen, never from our own attributes."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Page

# Every visible child of the grid, row by row. The id is read from the card's link; an ad is an ad whatever it links to.
READ = """() => [...document.querySelectorAll('ytd-browse:not([hidden]) ytd-rich-grid-renderer > #contents > *')]
  .map((child, place) => ({child, place, box: child.getBoundingClientRect()}))
  .filter(({box}) => box.height > 0)
  .sort((a, b) => Math.round(a.box.top) - Math.round(b.box.top) || a.box.left - b.box.left)
  .map(({child, place, box}) => {
    const link = child.querySelector('a[href*="/watch"]')?.getAttribute('href') ?? '';
    const ad = child.querySelector('ytd-ad-slot-renderer') !== null;
    const video = child.localName === 'ytd-rich-item-renderer' && !ad && link && !link.includes('list=');
    return {video_id: video ? new URL(link, location.href).searchParams.get('v') : null, tag: child.localName, ad,
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


async def standing(page: Page) -> list[Standing]:
    """What stands in the grid, in the order in which it is read on the screen."""
    return [Standing(**found) for found in await page.evaluate(READ)]


async def video_ids(page: Page) -> list[str]:
    """The videos of the grid, in the order in which they are read on the screen."""
    return [child.video_id for child in await standing(page) if child.video_id]


async def as_youtube_made_it(page: Page) -> bool:
    """Whether nothing of ours is on the page: no element, no style, no moved cell."""
    ours = await page.evaluate(
        """() => document.querySelectorAll('ownfeed-card, [style*="order"], [style*="reading-flow"]').length"""
    )
    places = [child.place for child in await standing(page)]
    return ours == 0 and places == sorted(places)


async def until_arranged(page: Page, wanted: list[str]) -> None:
    """Wait until these videos stand in the grid one after the other, other children between them or not."""
    script = f"wanted => JSON.stringify(({READ})().map(c => c.video_id).filter(id => wanted.includes(id))) === JSON.stringify(wanted)"
    await page.wait_for_function(script, arg=wanted)


async def painted(page: Page) -> None:
    """Wait until what is in the document now has been on the screen."""
    await page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def to_the_end(page: Page, children: int) -> None:
    """Scroll to the end and wait until the grid has this many children."""
    await page.wait_for_selector("ytd-browse ytd-continuation-item-renderer", state="attached")
    await page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    await page.wait_for_function(
        "n => document.querySelectorAll('ytd-browse #contents.ytd-rich-grid-renderer > *').length >= n", arg=children
    )


# On every frame: where each card in the window stands; a card that was painted elsewhere without a scroll has moved.
MOVES = """() => {
  const places = new Map();
  window.moved = [];
  const look = () => {
    for (const cell of document.querySelectorAll('ytd-browse:not([hidden]) ytd-rich-grid-renderer > #contents > ytd-rich-item-renderer')) {
      const link = cell.querySelector('a[href*="/watch"]')?.getAttribute('href');
      const box = cell.getBoundingClientRect();
      if (!link || !box.height || box.top > innerHeight || box.bottom < 0) continue;
      const place = `${Math.round(box.left)} ${Math.round(box.top + scrollY)}`;
      if (places.has(link) && places.get(link) !== place) window.moved.push(`${link}: ${places.get(link)} to ${place}`);
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
