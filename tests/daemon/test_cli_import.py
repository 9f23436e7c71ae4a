from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from daemon.cli import importing, run
from tests.daemon.given import takeout_row
from tests.daemon.importers.test_chromium import Browser

from .serving import ROOT, ownfeed, serving


@pytest.fixture(params=["with a daemon", "without a daemon"])
def data_dir(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A data directory that a daemon serves, and one that no daemon serves."""
    if request.param == "with a daemon":
        with serving(tmp_path / "data"):
            yield tmp_path / "data"
    else:
        yield tmp_path / "data"


@pytest.fixture
def takeout(tmp_path: Path) -> Path:
    """Seven watches of five videos."""
    rows = [
        takeout_row(f"Bread {number % 5}", f"bread{number % 5:06d}", f"2026-01-0{number + 1}T10:00:00.000Z")
        for number in range(7)
    ]
    path = tmp_path / "watch history.json"
    path.write_text(json.dumps(rows))
    return path


def _counts(data_dir: Path, *arguments: str) -> dict[str, int]:
    counts: dict[str, int] = json.loads(ownfeed("status", "--json", *arguments, data_dir=data_dir).stdout)["counts"]
    return counts


def test_a_history_is_imported_once_however_often_it_is_given(data_dir: Path, takeout: Path) -> None:
    first = ownfeed("import", takeout, "--json", data_dir=data_dir)
    again = ownfeed("import", takeout, "--json", data_dir=data_dir)

    assert json.loads(first.stdout) == {"new": 5, "existing": 2, "skipped": 0, "reasons": {}}
    assert json.loads(again.stdout) == {"new": 0, "existing": 0, "skipped": 7, "reasons": {"already imported": 7}}
    assert (_counts(data_dir)["videos"], _counts(data_dir)["signals"]) == (5, 7)


def test_the_report_says_what_was_new_what_was_there_and_what_was_skipped(data_dir: Path, takeout: Path) -> None:
    report = ownfeed("import", takeout, data_dir=data_dir)

    assert report.returncode == 0
    assert report.stdout.splitlines()[:2] == ["5 new, 2 existing, 0 skipped.", "Read: 7 watches."]


def test_a_long_history_in_any_script_is_taken_in_whole(data_dir: Path, tmp_path: Path) -> None:
    titles = (
        "Как испечь хлеб на закваске дома, подробный рецепт для начинающих",
        "\U0001f35e" * 200,
        "パンの作り方" * 40,
    )
    rows = [
        takeout_row(
            f"{titles[n % 3]} {n}", f"bread{n:06d}", f"2026-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000Z"
        )
        for n in range(2_500)
    ]
    rows.append(takeout_row("Хлеб " * 199, "bread999999", "2026-01-02T10:00:00.000Z"))
    rows.append(takeout_row("Bread", "bread000001", "2096-01-02T10:00:00.000Z"))
    path = tmp_path / "watch history.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    report = ownfeed("import", path, "--json", data_dir=data_dir)
    assert json.loads(report.stdout) == {"new": 2_501, "existing": 0, "skipped": 1, "reasons": {"in the future": 1}}
    assert _counts(data_dir)["signals"] == 2_501


def test_a_history_belongs_to_the_person_named_who_is_made_when_new(data_dir: Path, takeout: Path) -> None:
    assert ownfeed("import", takeout, "--user", "Änne", data_dir=data_dir).returncode == 0

    assert _counts(data_dir, "--user", "Änne")["signals"] == 7


def test_what_is_no_history_is_refused_in_one_sentence_and_nothing_is_stored(data_dir: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.json"
    letter.write_text("Dear reader,")

    refused = ownfeed("import", letter, "--json", data_dir=data_dir)

    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


def test_an_import_that_is_broken_off_says_what_stays(
    takeout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_off(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_import", broken_off)
    assert run(["import", str(takeout), "--data-dir", str(tmp_path / "data")]) == 130
    assert "Stopped. What was stored stays; import the same again" in capsys.readouterr().err


WITHOUT_END = """
import sys
from daemon.cli import run
from daemon.importers import report

def stored_again_and_again(batches, sink):
    batch = next(batches)
    print("reading", flush=True)
    while True:
        sink(batch)

report.tally = stored_again_and_again
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_import_that_is_ended_from_outside_leaves_nothing_behind(
    takeout: Path, tmp_path: Path, number: signal.Signals
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    arguments = [sys.executable, "-c", WITHOUT_END, "import", str(takeout), "--data-dir", str(tmp_path / "data")]
    environment = os.environ | {"TMPDIR": str(temporary)}
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True) as importing_now:
        assert importing_now.stdout is not None
        try:
            assert importing_now.stdout.readline() == "reading\n"
            assert list(temporary.iterdir()) != []
            importing_now.send_signal(number)
            _, said = importing_now.communicate()
        finally:
            importing_now.kill()  # else what goes wrong above is waited for without end

    assert (importing_now.returncode, list(temporary.iterdir())) == (130, [])
    assert "Stopped. What was stored stays" in said


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    refused = ownfeed("import", tmp_path / "nowhere.zip", data_dir=tmp_path / "data")

    assert (refused.returncode, refused.stderr) == (2, f"There is no file or folder {tmp_path / 'nowhere.zip'}.\n")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home in which Brave has been used."""
    place = tmp_path / "home" / ".config" / "BraveSoftware" / "Brave-Browser" / "Default" / "History"
    browser = Browser(place)
    with closing(browser.database):
        browser.visit("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
        yield tmp_path / "home"


def test_without_a_path_the_browsers_of_this_machine_are_found_and_asked_about(home: Path, tmp_path: Path) -> None:
    place = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}

    no = ownfeed("import", data_dir=tmp_path / "data", answer="n\n", **place)
    assert (no.returncode, "Import the history of brave, Default?" in no.stdout) == (2, True)

    unanswered = ownfeed("import", data_dir=tmp_path / "data", **place)
    assert unanswered.returncode == 2
    assert unanswered.stderr.endswith("\nNothing was imported; where nobody can answer, name the file or folder.\n")

    yes = ownfeed("import", data_dir=tmp_path / "data", answer="y\n", **place)
    assert "1 new, 0 existing" in yes.stdout


def test_without_a_path_or_a_browser_the_person_is_asked_for_a_file(tmp_path: Path) -> None:
    nothing = ownfeed("import", data_dir=tmp_path, HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path / ".config"))

    assert (nothing.returncode, nothing.stderr) == (
        2,
        "Say which file or folder to import, such as a Takeout archive.\n",
    )
