"""`scripts/run` on machines that lack something: a Python of one's own on PATH plays the machine's."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

OLD = """#!/bin/sh
# A Python that is too old: it says so, and no condition on its version holds.
if [ "$1" = -V ]; then echo 'Python 3.9.18'; exit 0; fi
exit 1
"""

SHIM = """#!/bin/sh
# What pyenv leaves behind for a version that is not chosen.
echo 'pyenv: command not found' >&2
exit 127
"""

WITHOUT_VENV = """#!/bin/sh
# A Python of the right version without its venv module, as Debian packs it.
case "$2" in *ensurepip*) exit 1 ;; esac
exit 0
"""

WITHOUT_NETWORK = """#!/bin/sh
# A Python whose environments cannot reach a package registry: `-m venv DIR` makes one with itself in it.
case "$1 $2" in
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip") echo 'ERROR: could not reach the registry' >&2; exit 1 ;;
esac
exit 0
"""

WITH_EVERYTHING = """#!/bin/sh
# A Python with a working registry: it notes each install and leaves an `ownfeed` that says how it was called.
case "$1 $2" in
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip")
        echo "$*" >>"$INSTALLS"
        printf '#!/bin/sh\\necho "ownfeed $* in $PWD"\\n' >"$(dirname "$0")/ownfeed"
        chmod +x "$(dirname "$0")/ownfeed"
        ;;
esac
exit 0
"""

TOOLS = ("bash", "cat", "chmod", "cksum", "cp", "dirname", "mkdir", "rm", "sh")


class Machine:
    """A clone of the project in a place of its own, and a PATH with only what we put there."""

    def __init__(self, place: Path, root: Path) -> None:
        self.clone = place / "a clone with spaces"
        self.tools = place / "bin"
        self.installs = place / "installs"
        (self.clone / "scripts").mkdir(parents=True)
        for name in ("scripts/run", "scripts/environment.sh", "requirements.txt", "pyproject.toml"):
            shutil.copy(root / name, self.clone / name)
        self.tools.mkdir()
        for tool in TOOLS:
            (self.tools / tool).symlink_to(shutil.which(tool) or tool)

    def install(self, name: str, script: str) -> None:
        (self.tools / name).write_text(script)
        (self.tools / name).chmod(0o755)

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.clone / "scripts" / "run", *arguments],
            env={"PATH": str(self.tools), "INSTALLS": str(self.installs)},
            cwd=cwd or self.clone,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def installed(self) -> list[str]:
        return self.installs.read_text().splitlines() if self.installs.exists() else []


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Machine:
    return Machine(tmp_path, root)


def _is_one_sentence(said: subprocess.CompletedProcess[str]) -> bool:
    return (said.returncode, said.stdout, said.stderr.count("\n")) == (2, "", 1)


def test_without_any_python_one_sentence_says_which_one_to_install(machine: Machine) -> None:
    said = machine.run()

    assert _is_one_sentence(said)
    assert "needs Python 3.11 to 3.14 and found none" in said.stderr


def test_an_old_python_is_named_with_what_to_install(machine: Machine) -> None:
    machine.install("python3", OLD)

    said = machine.run()

    assert _is_one_sentence(said)
    assert "found Python 3.9.18: install one from" in said.stderr


def test_a_missing_venv_module_is_named_with_the_package_that_brings_it(machine: Machine) -> None:
    machine.install("python3.11", SHIM)
    machine.install("python3.12", WITHOUT_VENV)
    machine.install("python3", OLD)

    said = machine.run()

    assert _is_one_sentence(said)
    assert "python3.12 lacks the venv module: install it (on Debian and Ubuntu: sudo apt install python3.12-venv" in (
        said.stderr
    )


def test_without_a_network_one_sentence_says_so_and_where_the_details_are(machine: Machine) -> None:
    machine.install("python3", WITHOUT_NETWORK)

    said = machine.run()

    assert (said.returncode, said.stdout) == (2, "")
    assert "check the network and try again" in said.stderr.splitlines()[-1]
    assert "could not reach the registry" in (machine.clone / ".venv" / "install.log").read_text()


def test_a_failed_install_is_made_good_by_the_next_start(machine: Machine) -> None:
    machine.install("python3", WITHOUT_NETWORK)
    machine.run()
    shutil.rmtree(machine.clone / ".venv" / "bin")
    machine.install("python3", WITH_EVERYTHING)

    assert machine.run().stdout.startswith("ownfeed serve")


def test_a_complete_python_is_preferred_to_one_without_venv_and_to_a_shim(machine: Machine) -> None:
    machine.install("python3.11", SHIM)
    machine.install("python3.12", WITHOUT_VENV)
    machine.install("python3.13", WITH_EVERYTHING)

    assert machine.run().stdout.startswith("ownfeed serve")


def test_it_starts_the_daemon_with_its_arguments_from_any_directory(machine: Machine, tmp_path: Path) -> None:
    machine.install("python3", WITH_EVERYTHING)

    said = machine.run("--port", "7900", "--data-dir", "my data", cwd=tmp_path)

    assert said.stdout == f"ownfeed serve --port 7900 --data-dir my data in {tmp_path}\n"


def test_the_second_start_installs_nothing(machine: Machine) -> None:
    machine.install("python3", WITH_EVERYTHING)

    machine.run()
    assert len(machine.installed()) == 2
    again = machine.run()

    assert len(machine.installed()) == 2
    assert (again.stdout.startswith("ownfeed serve"), again.stderr) == (True, "")


def test_only_what_changed_is_installed_again(machine: Machine) -> None:
    machine.install("python3", WITH_EVERYTHING)
    machine.run()

    with (machine.clone / "requirements.txt").open("a") as file:
        file.write("# one more\n")
    machine.run()

    assert len(machine.installed()) == 3
    assert "--requirement" in machine.installed()[-1]


def test_a_clone_that_was_moved_is_installed_again(machine: Machine, tmp_path: Path) -> None:
    machine.install("python3", WITH_EVERYTHING)
    machine.run()

    machine.clone = machine.clone.rename(tmp_path / "moved")
    assert machine.run().stdout.startswith("ownfeed serve")

    assert len(machine.installed()) == 4


def test_an_environment_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    machine.install("python3", WITH_EVERYTHING)
    machine.run()

    (machine.clone / ".venv" / "bin" / "python").unlink()

    assert machine.run().stdout.startswith("ownfeed serve")


def test_the_pins_are_those_of_the_environment_the_tests_run_in(root: Path) -> None:
    from importlib.metadata import version

    from packaging.requirements import Requirement

    names = (root / "requirements.txt", root / "requirements-dev.txt")
    lines = [line for file in names for line in file.read_text().splitlines() if not line.startswith("#")]
    asked = [each for each in map(Requirement, lines) if each.marker is None or each.marker.evaluate()]
    pins = {each.name: str(each.specifier).removeprefix("==") for each in asked}

    assert {name: version(name) for name in pins} == pins


def test_the_pins_hold_no_address_of_a_registry(root: Path) -> None:
    for name in (*(each.name for each in root.glob("requirements*.txt")), "pyproject.toml", "scripts/environment.sh"):
        assert "--index" not in (root / name).read_text()
        assert "--find-links" not in (root / name).read_text()


def test_the_scripts_are_plain_enough_for_the_bash_of_macos(root: Path) -> None:
    for name in ("run", "environment.sh"):
        text = (root / "scripts" / name).read_text()
        for newer in ("mapfile", "readarray", "declare -A", "${name^^}", "&>>", "|&", "coproc"):
            assert newer not in text
        checked = subprocess.run(["bash", "-n", str(root / "scripts" / name)], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr
