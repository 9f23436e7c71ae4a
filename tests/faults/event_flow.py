"""Events that flow without a pause out of a youtube.com tab, and which of them the extension has answered for as stored.

The oracle of the browser trials: what was answered is noted out here, before anything is stopped, and looked up in the daemon's file.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Final

import pysqlite3
from playwright.async_api import Page

from tests.e2e.content_script import ContentScript
from tests.e2e.own_pages import ask

BATCH: Final = 5
PAUSE_MS: Final = 25
"""Between two messages: a tab may send 50 in a second."""
PATIENCE_SECONDS: Final = 30
DRAINED_WITHIN_SECONDS: Final = 60
FLOW: Final = """(async () => {
  const {request} = await import(chrome.runtime.getURL('messages.js'));
  const make = () => ({
    id: crypto.randomUUID(), type: 'click', video_id: crypto.randomUUID().slice(-11), occurred_at: new Date().toISOString(),
    source: 'extension', surface: 'home',
  });
  for (let events = []; ; ) {
    while (events.length < BATCH) events.push(make());
    const {stored} = await request('signals', {events}).catch(() => ({stored: []}));
    answered(JSON.stringify(stored));
    events = events.filter(({id}) => !stored.includes(id));
    await new Promise(done => setTimeout(done, PAUSE));
  }
})()"""


class EventFlow:
    """The flow of one tab; `stored` are the ids answered as stored so far, each as often as it was answered."""

    def __init__(self) -> None:
        """Nothing flows yet."""
        self.stored: list[str] = []
        self._news = asyncio.Event()

    async def start(self, page: Page) -> None:
        """Let events flow out of this tab until it is closed or killed."""
        script = await ContentScript.of(page)
        script.session.on("Runtime.bindingCalled", self._note)
        await script.bind("answered")
        await script.run(f"void {FLOW.replace('BATCH', str(BATCH)).replace('PAUSE', str(PAUSE_MS))}")

    async def more(self, count: int) -> None:
        """Wait until this many more events were answered as stored."""
        wanted = len(self.stored) + count
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.stored) < wanted:
                self._news.clear()
                await self._news.wait()

    def _note(self, told: dict[str, Any]) -> None:
        self.stored += json.loads(told["payload"])
        self._news.set()


async def undelivered(options: Page) -> list[str]:
    """Wait until nothing waits in the extension any more; say what was given up, or what will not go.

    options: one of the extension's own pages.
    """
    deadline = asyncio.get_running_loop().time() + DRAINED_WITHIN_SECONDS
    while (status := await ask(options, "status", {}))["waiting"]:  # each question is another try
        if asyncio.get_running_loop().time() > deadline:
            return [f"{status['waiting']} events still wait, with the daemon found {status['connection']}"]
    return [f"{count} events were given up: {kind}" for kind, count in status["dropped"].items()]


def broken_promises(stored: list[str], data_dir: Path) -> list[str]:
    """Say which of these events the daemon's file does not have exactly once."""
    database = pysqlite3.connect(f"file:{data_dir / 'ownfeed.db'}?mode=ro", uri=True)
    try:
        counts = dict(database.execute("SELECT signal_id, COUNT(*) FROM signals GROUP BY signal_id"))
    finally:
        database.close()
    lost = [f"{event} was answered as stored and is lost" for event in stored if event not in counts]
    return lost + [f"{event} counts {count} times" for event, count in counts.items() if count > 1]
