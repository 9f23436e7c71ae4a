from __future__ import annotations

import json
import signal
from pathlib import Path

import psutil
import pytest

from .serving import ROOT, ownfeed, serving


def test_a_new_daemon_says_where_the_extension_lies_where_it_listens_and_a_pairing_code(tmp_path: Path) -> None:
    with serving(tmp_path / "data", until="pairing code") as daemon:
        assert daemon.printed["extension"].startswith(str(ROOT / "extension"))
        assert daemon.printed["address"] == f"http://127.0.0.1:{daemon.port}"
        assert daemon.ask("GET", "/healthz") == (200, {"status": "ok", "api_version": 1})
        assert daemon.code is not None
        assert daemon.pair(daemon.code)["token"]


def test_once_somebody_is_paired_no_code_is_printed_at_the_start(tmp_path: Path) -> None:
    with serving(tmp_path / "data", until="pairing code") as daemon:
        assert daemon.code is not None
        daemon.pair(daemon.code)
        daemon.stop()

    with serving(tmp_path / "data") as daemon:
        daemon.stop()
        assert daemon.process.stdout is not None
        assert "pairing code" not in daemon.process.stdout.read()


def test_it_listens_on_this_machine_alone(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as daemon:
        listening = [each.laddr for each in psutil.Process(daemon.process.pid).net_connections() if not each.raddr]

    assert listening == [("127.0.0.1", daemon.port)]


def test_commands_find_it_through_two_files_that_are_gone_after_a_clean_end(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as daemon:
        told = json.loads((tmp_path / "data" / "daemon.json").read_text())
        assert told == {"port": daemon.port, "pid": daemon.process.pid}
        assert (tmp_path / "data" / "cli-token").stat().st_mode & 0o777 == 0o600
        assert daemon.stop() == 0

    assert not (tmp_path / "data" / "daemon.json").exists()
    assert not (tmp_path / "data" / "cli-token").exists()


def test_nobody_else_on_the_machine_may_read_anything_it_keeps(tmp_path: Path) -> None:
    with serving(tmp_path / "data"):
        kept = [tmp_path / "data", *(tmp_path / "data").iterdir()]

        assert {path.name: path.stat().st_mode & 0o077 for path in kept} == {path.name: 0 for path in kept}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_ends_within_five_seconds_and_keeps_what_it_acknowledged(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path / "data", until="pairing code") as daemon:
        assert daemon.code is not None
        token = daemon.pair(daemon.code)["token"]
        signals = [_search(index) for index in range(200)]
        status, reply = daemon.ask("POST", "/api/signals", {"events": signals}, token)
        assert (status, len(reply["accepted"])) == (200, 200)
        assert daemon.stop(number) == 0

    counted = json.loads(ownfeed("status", "--json", data_dir=tmp_path / "data").stdout)
    assert (counted["running"], counted["counts"]["signals"]) == (False, 200)


def test_a_terminal_that_is_closed_ends_nothing_that_was_started_to_outlive_it(tmp_path: Path) -> None:
    with serving(tmp_path / "data", before=["nohup"]) as daemon:
        daemon.process.send_signal(signal.SIGHUP)
        assert "running at" in ownfeed("status", data_dir=tmp_path / "data").stdout
        assert daemon.stop() == 0


def test_after_a_kill_it_starts_again_and_the_old_files_deceive_nobody(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as daemon:
        daemon.process.kill()
        daemon.process.wait()
    assert (tmp_path / "data" / "daemon.json").exists()
    assert "not running" in ownfeed("status", data_dir=tmp_path / "data").stdout

    with serving(tmp_path / "data") as daemon:
        assert "ownfeed serve" not in ownfeed("status", data_dir=tmp_path / "data").stdout
        assert daemon.stop() == 0


def test_a_second_daemon_on_the_same_data_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as daemon:
        second = ownfeed("serve", data_dir=tmp_path / "data")

    assert second.returncode == 2
    assert second.stderr == (
        f"The data in {tmp_path / 'data'} is in use by process {daemon.process.pid}; "
        "stop that one first or give another --data-dir.\n"
    )


def test_a_port_that_is_taken_is_named_with_its_owner(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as daemon:
        second = ownfeed("serve", "--port", str(daemon.port), data_dir=tmp_path / "other")

    assert second.returncode == 2
    assert second.stderr.startswith(f"Port {daemon.port} is in use by process {daemon.process.pid}; ")
    assert second.stderr.count("\n") == 1


def test_a_directory_that_cannot_be_used_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    refused = ownfeed("serve", data_dir=tmp_path / "file")

    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "give another with --data-dir" in refused.stderr


def test_a_disk_without_any_room_is_told_in_one_sentence(tmp_path: Path) -> None:
    without_room = ["bash", "-c", 'ulimit -f 0; exec "$@"', "-"]

    refused = ownfeed("serve", data_dir=tmp_path / "data", before=without_room)

    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "is full; free some space" in refused.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_demonstration_says_that_it_is_made_up_and_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    with serving(tmp_path / "demo", "--demo", until="demo") as daemon:
        assert "made up" in daemon.printed["demo"]
        counts = json.loads(ownfeed("status", "--json", data_dir=tmp_path / "demo").stdout)["counts"]
        assert (counts["videos"], counts["signals"] > 80) == (540, True)
        assert daemon.stop(number) == 0

    assert not (tmp_path / "demo").exists()


def test_a_demonstration_never_touches_a_directory_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ownfeed.db").write_text("precious")

    refused = ownfeed("serve", "--demo", data_dir=tmp_path / "data")

    assert (refused.returncode, "is not empty" in refused.stderr) == (2, True)
    assert (tmp_path / "data" / "ownfeed.db").read_text() == "precious"


def _search(index: int) -> dict[str, object]:
    return {
        "id": f"00000000-0000-4000-8000-{index:012d}",
        "type": "search",
        "query": "bread",
        "occurred_at": "2026-01-01T10:00:00Z",
        "source": "extension",
    }
