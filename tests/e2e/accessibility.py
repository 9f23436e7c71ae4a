"""axe-core on our own pages, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from playwright.async_api import Page

AXE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: Final[tuple[Literal["light"], Literal["dark"]]] = ("light", "dark")
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it stands, in both colour schemes, one line each."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        report: dict[str, Any] = await page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        found += [f"{scheme}: {each['id']}: {node['html']}" for each in report["violations"] for node in each["nodes"]]
    return found
