"""What is logged: what happened to which id, on standard error; never a title, a query or a history."""

from __future__ import annotations

import json
import logging
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
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


class JsonLines(logging.Formatter):
    """One object a line: `at` (RFC 3339, UTC), `level`, `source`, `message`, `event` and `values` it was made of, `trace`.

    `event` is the sentence without its values, by which lines of one kind are counted.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of one record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "source": record.name,
            "message": record.getMessage(),
            "event": str(record.msg),
            "values": [str(value) for value in record.args] if isinstance(record.args, tuple) else [],
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: str, form: str) -> None:
    """Log to standard error from `level` on, as `text` or `json`; libraries only from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonLines() if form == "json" else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("daemon").setLevel(level.upper())
