"""Codes for tabs that a paired program opens: such a tab is that program, as long as the daemon runs and the program is paired.

Nothing of it is stored. Whoever takes a program's token away takes its tabs' tokens away too, so a program that was let in
cannot let itself in for longer; a code of `ownfeed pair`, which makes a program of its own, is for the commands alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from daemon.store.clients import Client, token_hash
from daemon.store.pairing_codes import draw_code

LIFE_SECONDS: Final = 60.0
"""The tab is opened at once."""
MOST_CODES: Final = 20


@dataclass(frozen=True, slots=True)
class TabCode:
    """A one-time code, and the program that asked for it."""

    code: str
    client: Client
    expires_at: float


class Tabs:
    """Codes that are still good, in memory."""

    def __init__(self) -> None:
        self._codes: list[TabCode] = []

    def new(self, client: Client, now: float) -> TabCode:
        """Make a code for a tab of this program; beyond twenty the oldest ends."""
        made = TabCode(draw_code(), client, now + LIFE_SECONDS)
        self._codes = [*self._codes[-MOST_CODES + 1 :], made]
        return made

    def take(self, fits: Callable[[str], bool], now: float) -> TabCode | None:
        """Return the code for which `fits(code)` holds and end it."""
        self._codes = [each for each in self._codes if each.expires_at > now]
        found = next((each for each in self._codes if fits(each.code)), None)
        self._codes = [each for each in self._codes if each is not found]
        return found

    def forget(self, client_id: str) -> None:
        """End the codes of a program."""
        self._codes = [each for each in self._codes if each.client.client_id != client_id]


def token_of_tab(client: Client) -> tuple[Client, str]:
    """Return the program as its tab knows it, and the tab's 256-bit token."""
    token = secrets.token_urlsafe(32)
    return replace(client, token_sha256=token_hash(token)), token
