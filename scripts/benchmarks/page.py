"""What the extension costs YouTube's home page, beside the same page without it: shifts, the main thread's time, long tasks, memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from playwright.async_api import CDPSession, Page

from scripts.benchmarks.progress import rounds
from scripts.benchmarks.served import paired_page, served
from tests.e2e.chromium import browser
from tests.e2e.costs import SHIFTS, WALK, Kept, kept, metrics, shifted
from tests.e2e.grid import painted
from tests.e2e.traffic import held
from tests.pages.server import HOSTS

LOADS: Final = 5
FEW: Final = 20
MANY: Final = 120
SCROLLED: Final = """async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
        scrollTo(0, top);
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
}"""
READ: Final = """async () => {
    for (let top = document.documentElement.scrollHeight; top > -innerHeight; top -= innerHeight) {
        scrollTo(0, top);
        await new Promise(done => setTimeout(done, 1_200));
    }
}"""  # a second makes an impression
SETTLED_MS: Final = (
    2_500  # impressions are told after a second, cards that nobody could read after another one and a half
)
STOPS_AT_ONCE: Final = 100
TIMES: Final = 10
HOME: Final = f"https://{HOSTS[0]}/"
TASKS: Final = "disabled-by-default-devtools.timeline,devtools.timeline,toplevel"


@dataclass(frozen=True)
class Cost:
    """Processor time of the main thread in milliseconds."""

    script: float
    style_and_layout: float


@dataclass(frozen=True)
class Load:
    """One load of home: it stands there, is scrolled to its end without a halt, and with many cards read upwards, screen by screen."""

    stands: Cost
    rushed: Cost
    read: Cost
    shift: float


def measure() -> dict[str, float]:
    """Return what is with the extension, without it, and the difference."""
    return asyncio.run(_measure())


async def _measure() -> dict[str, float]:
    async with _two_pages() as (ours, bare):
        costs, emptied = await _costs(ours, bare), await _emptied(ours)
        return {**costs, **emptied, **await _longest(ours, bare), **await _memory(ours, bare)}


@asynccontextmanager
async def _two_pages() -> AsyncIterator[tuple[Page, Page]]:
    """A page in a browser with the extension, paired, and one in a browser without."""
    async with (
        served() as where,
        paired_page(where) as ours,
        browser(where.folder / "without", where.replica, extensions=()) as without,
    ):
        bare = await without.new_page()
        for page in (ours, bare):
            await page.add_init_script(SHIFTS)
        yield ours, bare


async def _costs(ours: Page, bare: Page) -> dict[str, float]:
    """With and without in turn, few cards and many: what a hundred more cost is apart from what the start costs."""
    sessions = {page: await page.context.new_cdp_session(page) for page in (ours, bare)}
    for session in sessions.values():
        await session.send("Performance.enable", {"timeDomain": "threadTicks"})
    loads = [
        {(page, cards): await _load(page, sessions[page], cards) for cards in (FEW, MANY) for page in (ours, bare)}
        for _ in rounds("page: home with and without, few cards and many", LOADS + 1)
    ][1:]  # the first reads everything from the disk
    figures: dict[str, float] = {}
    for part in ("script", "style_and_layout"):
        more = {
            (phase, n): np.array(
                [_part(each[ours, n], phase, part) - _part(each[bare, n], phase, part) for each in loads]
            )
            for phase in ("stands", "rushed", "read")
            for n in (FEW, MANY)
        }
        standing, rushed = (more[phase, MANY] - more[phase, FEW] for phase in ("stands", "rushed"))
        figures |= {
            f"{part}, {FEW} cards, p50 ms": float(np.median(more["stands", FEW] + more["rushed", FEW])),
            f"{part}, 100 cards more that stand there, p50 ms": float(np.median(standing)),
            f"{part}, 100 cards more, scrolled to the end, p50 ms": float(np.median(standing + rushed)),
            f"{part}, 100 cards read then, p50 ms": float(np.median(more["read", MANY]) * 100 / MANY),
        }
    shifts = {page: max(each[page, n].shift for each in loads for n in (FEW, MANY)) for page in (ours, bare)}
    return {**figures, "shift with, most": shifts[ours], "shift without, most": shifts[bare]}


def _part(load: Load, phase: str, part: str) -> float:
    return float(getattr(getattr(load, phase), part))


async def _load(page: Page, session: CDPSession, cards: int) -> Load:
    await page.goto("about:blank")
    began = await metrics(session)
    await page.goto(f"{HOME}?plain&first={cards}&pages=0&paint_delay=300")
    await page.wait_for_selector(f"#contents > ytd-rich-item-renderer:nth-child({cards}) a")
    await page.wait_for_timeout(SETTLED_MS)
    stood = await metrics(session)
    await page.evaluate(SCROLLED)
    await page.wait_for_timeout(SETTLED_MS)
    rushed = await metrics(session)
    if cards == MANY:
        await page.evaluate(READ)
    read = await metrics(session)
    return Load(_between(began, stood), _between(stood, rushed), _between(rushed, read), await shifted(page))


def _between(before: dict[str, float], after: dict[str, float]) -> Cost:
    spent = {name: 1_000 * (after[name] - before[name]) for name in after if name.endswith("Duration")}
    return Cost(spent["ScriptDuration"], spent["LayoutDuration"] + spent["RecalcStyleDuration"])


async def _emptied(ours: Page) -> dict[str, float]:
    """What the browser counts where the order comes while all that is seen are empty cells, which change places."""
    shifts = []
    for _ in rounds("page: home with empty cells first", LOADS):
        async with held(ours.context) as release:
            await ours.goto(f"{HOME}?plain&skeleton&held&pages=0")
            await ours.wait_for_selector("#contents > ytd-continuation-item-renderer", state="attached")
            await painted(ours)
            release.set()
            await ours.wait_for_selector("ytd-rich-item-renderer[style*=order]", state="attached")
        await painted(ours)
        shifts.append(await shifted(ours))
    return {"shift with, empty cells first, most": max(shifts)}


async def _longest(ours: Page, bare: Page) -> dict[str, float]:
    """The longest task of the page's main thread while home comes, in processor time, so that a busy machine does not stretch it."""
    times = [
        [_longest_of(await _traced(page)) for page in (ours, bare)]
        for _ in rounds("page: home traced with and without", LOADS)
    ]
    with_us, without = np.median(times, axis=0)
    return {"longest task with, p50 ms": float(with_us), "longest task without, p50 ms": float(without)}


async def _traced(page: Page) -> list[dict[str, Any]]:
    await page.goto("about:blank")
    session = await page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    done = asyncio.Event()
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.set())
    await session.send("Tracing.start", {"categories": TASKS, "transferMode": "ReportEvents"})
    await page.goto(f"{HOME}?plain&paint_delay=300")
    await page.wait_for_timeout(SETTLED_MS)
    await session.send("Tracing.end")
    await done.wait()
    await session.detach()
    return events


def _longest_of(events: list[dict[str, Any]]) -> float:
    threads = {(event["pid"], event["tid"]) for event in events if HOME in json.dumps(event.get("args", {}))}
    tasks = [event for event in events if event["name"] == "RunTask" and (event["pid"], event["tid"]) in threads]
    return max(float(task.get("tdur", 0)) / 1_000 for task in tasks)


async def _memory(ours: Page, bare: Page) -> dict[str, float]:
    """Through a thousand pages within the application, both at once: memory is no matter of time."""
    figures: dict[str, float] = {}
    walked = await asyncio.gather(_walked(ours, "with"), _walked(bare, "without"))
    for name, (early, late) in zip(("with", "without"), walked, strict=True):
        figures |= {
            f"heap {name}, after {STOPS_AT_ONCE} pages, MB": early.megabytes,
            f"heap {name}, after {STOPS_AT_ONCE * TIMES} pages, MB": late.megabytes,
            f"nodes {name}, in the {STOPS_AT_ONCE * (TIMES - 1)} after": float(late.nodes - early.nodes),
            f"listeners {name}, in the {STOPS_AT_ONCE * (TIMES - 1)} after": float(late.listeners - early.listeners),
        }
    return figures


async def _walked(page: Page, name: str) -> tuple[Kept, Kept]:
    """What is kept after the first hundred and after the last."""
    session = await page.context.new_cdp_session(page)
    await page.goto(f"{HOME}?plain")
    found = []
    for number in rounds(f"page: {STOPS_AT_ONCE} pages more {name}", TIMES):
        await page.evaluate(WALK, STOPS_AT_ONCE)
        if number in (0, TIMES - 1):
            await page.wait_for_timeout(SETTLED_MS)
            found.append(await kept(session))
    early, late = found
    return early, late
