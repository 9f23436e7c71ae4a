"""One-time codes that turn a program into a paired client."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .connection import SQLConnection
from .database import Subject

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No letter that is mistaken for a digit or makes a word rude."""

GROUPS: Final = (5, 5, 5)
LIFE_SECONDS: Final = 600.0
TRIES: Final = 5
BITS: Final = sum(GROUPS) * math.log2(len(ALPHABET))
"""73 bits: ten minutes and five tries leave nothing to guess."""


@dataclass(frozen=True, slots=True)
class PairingCode:
    """A code as it is printed, and whom its client will belong to."""

    code: str
    user_id: int
    expires_at: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a try: the code that fitted, or how many codes ended with this wrong try, their fifth."""

    code: PairingCode | None = None
    ended: int = 0


class PairingCodes(Subject):
    """Codes that are still good; several may be (one per person of a household)."""

    async def new(self, user_id: int, *, now: float) -> PairingCode:
        """Make a code for this person; codes that ran out are forgotten."""
        code = PairingCode(draw_code(), user_id, now + LIFE_SECONDS)
        await self._database.write(lambda connection: _insert(connection, code, now))
        return code

    async def take(self, fits: Callable[[str], bool], *, now: float, is_try: bool = True) -> Taken:
        """Return the code for which `fits(code)` holds and end it; where none fits, that is a wrong try at all of them.

        is_try: False where a wrong one is not to be counted.
        """
        return await self._database.write(lambda connection: _take(connection, fits, now, is_try))


def draw_code() -> str:
    """Return a new code as it is printed."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(length)) for length in GROUPS)


def _insert(connection: SQLConnection, code: PairingCode, now: float) -> None:
    connection.execute("DELETE FROM pairing_codes WHERE expires_at <= ?", (now,))
    connection.execute(
        "INSERT INTO pairing_codes (code, user_id, expires_at, tries_left) VALUES (?, ?, ?, ?)",
        (code.code, code.user_id, code.expires_at, TRIES),
    )


def _take(connection: SQLConnection, fits: Callable[[str], bool], now: float, is_try: bool) -> Taken:
    rows = connection.execute("SELECT code, user_id, expires_at FROM pairing_codes WHERE expires_at > ?", (now,))
    for found in [PairingCode(*row) for row in rows]:
        if fits(found.code):
            connection.execute("DELETE FROM pairing_codes WHERE code = ?", (found.code,))
            return Taken(found)
    if not is_try:
        return Taken()
    connection.execute("UPDATE pairing_codes SET tries_left = tries_left - 1")
    return Taken(ended=connection.execute("DELETE FROM pairing_codes WHERE tries_left <= 0").rowcount)
