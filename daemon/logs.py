"""What is logged: what happened to which id, on standard error; never a title, a query or a history."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from typing import Final

KEPT: Final = 20
"""Errors `/api/status` remembers."""


@dataclass(frozen=True, slots=True)
class LoggedError:
    """One warning or error of this run; `source` is the logger's name."""

    occurred_at: float
    source: str
    message: str


class LastErrors(logging.Handler):
    """Keep the newest warnings and errors, so that a person need not read a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._newest: deque[LoggedError] = deque(maxlen=KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        """Remember one record; a traceback stays in the log."""
        self._newest.append(LoggedError(record.created, record.name, record.getMessage()))

    def newest_first(self) -> list[LoggedError]:
        """The remembered errors."""
        return list(reversed(self._newest))


def configure(level: str) -> None:
    """Log to standard error from `level` on; libraries only from warnings on."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("daemon").setLevel(level.upper())
