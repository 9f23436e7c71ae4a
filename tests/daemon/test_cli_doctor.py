from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

from .serving import free_port, ownfeed, serving

CHECKS = (
    "python sqlite sqlite-vec embedding_model extension_folder keyring privacy owner rescue file_system disk daemon memory "
    "port database log schema backups vectors jobs clock import services allowance language_model extension"
)


def test_what_the_doctor_finds_is_told_by_the_documents(root: Path) -> None:
    table = (root / "docs/reliability.md").read_text(encoding="utf-8").split("finds\n")[1].split("\n## ")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("|")][2:]
    told = {name.replace(" ", "_") for _, _, names, _ in rows for name in re.findall("`([^`]+)`", names)}

    assert told == set(CHECKS.split()) - {"python"}, "which Python it is cannot be ill"
    assert f"it looks at {len(CHECKS.split())} things" in (root / "docs/guide.md").read_text(encoding="utf-8")


def _findings(data_dir: Path, **environment: str) -> dict[str, Any]:
    doctor = ownfeed("doctor", "--json", data_dir=data_dir, **environment)
    findings = {each["name"].replace(" ", "_"): each for each in json.loads(doctor.stdout)["findings"]}
    assert doctor.returncode == (0 if all(each["is_well"] for each in findings.values()) else 1)
    return findings


def test_a_healthy_daemon_needs_nothing_but_a_paired_extension(tmp_path: Path) -> None:
    with serving(tmp_path / "data", until="pairing code") as daemon:
        findings = _findings(tmp_path / "data")
        assert list(findings) == CHECKS.split()
        assert [name for name, each in findings.items() if not each["is_well"]] == ["extension"]
        assert "ownfeed pair" in findings["extension"]["remedy"]

        assert daemon.code is not None
        daemon.pair(daemon.code)
        assert ownfeed("doctor", data_dir=tmp_path / "data").returncode == 0


def test_before_the_first_start_the_doctor_says_to_start_and_changes_nothing(tmp_path: Path) -> None:
    findings = _findings(tmp_path / "data", OWNFEED_PORT=str(free_port()))

    assert [name for name, each in findings.items() if not each["is_well"]] == ["daemon"]
    assert not (tmp_path / "data").exists()


def test_every_finding_is_a_sentence_and_every_ill_one_has_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "ownfeed.db").write_bytes(b"this was never a database" * 400)
    (tmp_path / "ownfeed.db").chmod(0o644)

    findings = _findings(tmp_path, OWNFEED_EMBEDDING_MODEL=str(tmp_path / "no-model"))

    for each in findings.values():
        assert each["sentence"]
        assert bool(each["remedy"]) == (not each["is_well"])
    for name in ("privacy", "embedding_model", "database"):
        assert not findings[name]["is_well"], findings[name]


def test_a_squatter_on_the_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        findings = _findings(tmp_path, OWNFEED_PORT=str(squatter.getsockname()[1]))

    assert "is not this daemon" in findings["port"]["sentence"]


def test_what_cannot_be_opened_for_another_reason_than_damage_is_not_to_give_way_to_a_backup(tmp_path: Path) -> None:
    (tmp_path / "ownfeed.db").mkdir()

    finding = _findings(tmp_path)["database"]

    assert (finding["is_well"], "cannot be opened" in finding["sentence"], "backup" in finding["remedy"]) == (
        False, True, False,
    )  # fmt: skip
