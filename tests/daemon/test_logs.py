"""A log that programs can read: one object a line, the sentence apart from its values."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from daemon.logs import JsonLines

from .serving import serving


def record(message: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("daemon.jobs", logging.INFO, "runner.py", 1, message, values, told)


def test_a_line_holds_the_sentence_with_and_without_its_values() -> None:
    line = json.loads(JsonLines().format(record("job %s %s done", "embed", 7)))

    assert line["message"] == "job embed 7 done"
    assert (line["event"], line["values"]) == ("job %s %s done", ["embed", "7"])
    assert (line["level"], line["source"]) == ("info", "daemon.jobs")
    assert line["at"].endswith("+00:00")
    assert "trace" not in line


def test_an_error_with_its_lines_stays_on_one_line() -> None:
    try:
        raise ValueError("of two\nlines")
    except ValueError:
        error = sys.exception()

    text = JsonLines().format(record("job %s failed", "embed", error=error))

    assert "\n" not in text
    assert "ValueError: of two" in json.loads(text)["trace"]


def test_a_daemon_told_to_writes_nothing_but_such_lines(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "ownfeed.toml").write_text('log_format = "json"\nlog_level = "debug"\n')
    with serving(data, until="pairing code", errors=tmp_path / "log") as daemon:
        for _ in range(5):
            daemon.ask("POST", "/api/pair", {"name": "a guesser", "nonce": "0" * 32, "code_mac": "0" * 64})
        daemon.stop()

    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert "Five wrong tries ended a pairing code" in "".join(line["event"] for line in lines)
