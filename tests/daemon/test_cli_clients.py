from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from .serving import Served, ownfeed, serving


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def daemon(data_dir: Path) -> Iterator[Served]:
    with serving(data_dir) as daemon:
        yield daemon


def _code(printed: str) -> str:
    return printed.removeprefix("pairing code: ").strip()


def _clients(data_dir: Path) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(ownfeed("clients", "--json", data_dir=data_dir).stdout)["clients"]
    return listed


def test_a_new_code_pairs_a_program_with_the_person_named_who_is_made_when_new(daemon: Served, data_dir: Path) -> None:
    paired = daemon.pair(_code(ownfeed("pair", "--user", "Änne Müller", data_dir=data_dir).stdout))

    listed = {each["client_id"]: each["user"] for each in _clients(data_dir)}
    assert listed[paired["client_id"]] == "Änne Müller"


def test_open_leads_to_the_dashboard_with_a_code_for_the_person_named(daemon: Served, data_dir: Path) -> None:
    ownfeed("pair", "--user", "Änne Müller", data_dir=data_dir)
    opened = ownfeed("open", "--user", "Änne Müller", data_dir=data_dir, BROWSER="true")

    address, _, code = opened.stdout.splitlines()[0].partition("#code=")
    assert address == f"http://127.0.0.1:{daemon.port}/"
    paired = daemon.pair(code)
    assert {each["client_id"]: each["user"] for each in _clients(data_dir)}[paired["client_id"]] == "Änne Müller"


def test_open_makes_nobody_of_a_name_that_was_misspelt(daemon: Served, data_dir: Path) -> None:
    for _ in range(2):
        refused = ownfeed("open", "--user", "Änne Mueller", data_dir=data_dir, BROWSER="true")

        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith("Nobody is called Änne Mueller here; there is ")


def test_a_code_made_while_no_daemon_runs_is_good_at_its_next_start(tmp_path: Path) -> None:
    code = _code(ownfeed("pair", data_dir=tmp_path).stdout)

    with serving(tmp_path) as daemon:
        assert daemon.pair(code)["token"]


def test_a_revoked_program_is_refused_at_once(daemon: Served, data_dir: Path) -> None:
    paired = daemon.pair(_code(ownfeed("pair", data_dir=data_dir).stdout))
    assert daemon.ask("GET", "/api/settings", token=paired["token"])[0] == 200

    revoked = ownfeed("clients", "--revoke", paired["client_id"], data_dir=data_dir)

    assert revoked.stdout == f"revoked {paired['client_id']}\n"
    assert daemon.ask("GET", "/api/settings", token=paired["token"])[0] == 401


def test_a_program_can_be_listed_and_revoked_while_no_daemon_runs(tmp_path: Path) -> None:
    with serving(tmp_path, until="pairing code") as daemon:
        assert daemon.code is not None
        client_id = daemon.pair(daemon.code)["client_id"]
        daemon.stop()

    assert [each["client_id"] for each in _clients(tmp_path)] == [client_id]
    listed = ownfeed("clients", data_dir=tmp_path, COLUMNS="80").stdout
    assert (client_id in listed, "…" in listed) == (True, False)  # the id is what `--revoke` is given
    assert ownfeed("clients", "--revoke", client_id, data_dir=tmp_path).returncode == 0
    assert _clients(tmp_path) == []


def test_revoking_nobody_is_refused_with_a_hint(daemon: Served, data_dir: Path, tmp_path: Path) -> None:
    for place in (data_dir, tmp_path):
        for named in ("nobody", "Änne's Brave", "a/b?c", ""):
            refused = ownfeed("clients", "--revoke", named, data_dir=place)

            assert (refused.returncode, refused.stderr) == (
                2,
                f"No program {named} is paired; `ownfeed clients` lists them.\n",
            )


def test_without_clients_the_list_says_how_to_pair(tmp_path: Path) -> None:
    assert "`ownfeed pair` prints a code" in ownfeed("clients", data_dir=tmp_path).stdout
    assert list(tmp_path.iterdir()) == []  # a folder that was misspelled is not filled


def test_a_code_that_nobody_hears_says_so(tmp_path: Path) -> None:
    alone = ownfeed("pair", data_dir=tmp_path)
    assert alone.stdout.startswith("pairing code: ")
    assert alone.stderr == "No daemon runs on these data; start it with scripts/run before you type the code.\n"


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_what_is_no_name_makes_nobody_also_while_no_daemon_runs(tmp_path: Path, name: str) -> None:
    refused = ownfeed("pair", "--user", name, data_dir=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "A person's name has 1 to 100 characters; give --user another.\n"
    assert list(tmp_path.iterdir()) == []


def test_spaces_around_a_name_make_no_other_person_with_and_without_a_daemon(
    daemon: Served, data_dir: Path, tmp_path: Path
) -> None:
    for place in (data_dir, tmp_path):
        assert ownfeed("pair", "--user", " Ada ", data_dir=place).returncode == 0
        assert ownfeed("status", "--user", "Ada", data_dir=place).returncode == 0
