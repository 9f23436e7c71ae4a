"""The package for the store, and the icons in it."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scripts import packaging
from scripts.make_icons import ICONS, SIZES, draw
from scripts.packaging import EXTENSION, pack


def test_the_same_extension_gives_the_same_bytes_whenever_it_is_packed(tmp_path: Path) -> None:
    first = pack(tmp_path / "first").read_bytes()
    os.utime(EXTENSION / "manifest.json")
    assert pack(tmp_path / "second").read_bytes() == first


def test_the_package_is_the_extension_without_its_key(tmp_path: Path) -> None:
    with zipfile.ZipFile(pack(tmp_path)) as archive:
        names = archive.namelist()
        packed = json.loads(archive.read("manifest.json"))
        assert all(archive.read(name) == (EXTENSION / name).read_bytes() for name in names if name != "manifest.json")
    manifest = json.loads((EXTENSION / "manifest.json").read_text())
    assert "key" not in packed
    assert packed == {name: value for name, value in manifest.items() if name != "key"}
    assert names == sorted(names)
    assert {path.suffix for path in map(Path, names)} == {".js", ".json", ".html", ".css", ".png"}


def test_what_a_system_leaves_in_a_folder_is_not_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pack(tmp_path / "first").read_bytes()
    shutil.copytree(EXTENSION, tmp_path / "extension")
    (tmp_path / "extension" / "popup" / ".DS_Store").write_text("where somebody's windows lay")
    monkeypatch.setattr(packaging, "EXTENSION", tmp_path / "extension")
    assert pack(tmp_path / "second").read_bytes() == packed


def test_the_icons_are_what_their_script_draws() -> None:
    for size in SIZES:
        assert np.array_equal(np.asarray(Image.open(ICONS / f"{size}.png")), draw(size))
