"""The mutant of the browser trials: the extension with a queue that lives and dies with its worker."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from tests.e2e.chromium import EXTENSION

IN_MEMORY: Final = """
const nothing = () => ({count: 0, bytes: 0, dropped: {}});
export const MOST_EVENTS = 20_000;
export class WaitingEvents {
  held = new Map();
  async add(events) { for (const event of events) this.held.set(event.id, {id: event.id, storedAt: 0, event}); }
  async oldest(most) { return [...this.held.values()].slice(0, most); }
  async remove(sent) { for (const {id} of sent) this.held.delete(id); }
  async drop(refused) { await this.remove(refused); }
  async keepOnly() {}
  async totals() { return {...nothing(), count: this.held.size}; }
}
"""


def forgetful_extension(folder: Path) -> Path:
    """Copy the extension into this folder, with such a queue."""
    shutil.copytree(EXTENSION, folder)
    (folder / "worker" / "waiting-events.js").write_text(IN_MEMORY, encoding="utf-8")
    return folder
