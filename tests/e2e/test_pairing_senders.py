"""What a youtube.com tab may ask of the extension, even when its content script says what an attacker wants."""

from __future__ import annotations

from playwright.async_api import Page

from tests.e2e.content_script import ContentScript
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import event

FORBIDDEN = (
    "status", "feed", "pair", "unpair", "pause", "settings", "change-settings", "personas", "topics", "add-topic", "remove-topic", "job",
)  # fmt: skip


async def test_a_tab_that_was_taken_over_reads_changes_and_deletes_nothing(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    for name in FORBIDDEN:
        assert (await script.send(name, {}))["code"] == "forbidden", name
    assert (await script.send("export", {}))["code"] == "unknown"


async def test_a_tab_that_was_taken_over_cannot_read_the_token(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    for area in ("local", "session"):
        assert "not allowed" in await script.run(f"chrome.storage.{area}.get()")


async def test_a_tab_that_was_taken_over_learns_no_score_and_no_reason(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    cards = [{"video_id": "aaaaaaaaaaa", "title": "Something to rank"}]
    reply = await script.send("rank", {"surface": "home", "cards": cards})
    assert set(reply["value"]) == {"state", "mode", "slateId", "items"}
    assert [set(item) for item in reply["value"]["items"]] == [{"videoId", "action"}]


async def test_ill_shaped_events_of_a_tab_never_reach_the_queue(page: Page, paired: DaemonProcess) -> None:
    script = await ContentScript.of(page)
    bad = [{**event(), "id": "1"}, {**event(), "type": "wipe"}, {**event(), "query": "x" * 20_000}, "everything"]
    for each in bad:
        assert (await script.send("signals", {"events": [each]}))["code"] == "invalid"
