"""Pack the extension for a browser's store: the same files give the same bytes, on every machine and at every time.

Usage: python -m scripts.packaging [FOLDER]   (writes FOLDER/ownfeed-VERSION.zip, by default into dist/)
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
EXTENSION: Final = ROOT / "extension"
NOT_SHIPPED: Final = frozenset({".ts"})
"""Types are for those who write the extension; the browser reads none."""
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""What a zip can say of a time; when a file was written says nothing about it."""
READABLE: Final = 0o644 << 16


def manifest_for_store() -> bytes:
    """Return the manifest without its key: the store gives the extension a key, and an id, of its own."""
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    del manifest["key"]
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def shipped() -> dict[str, bytes]:
    """Return every file of the package by its name in the zip, sorted."""
    files = sorted(path for path in EXTENSION.rglob("*") if path.is_file() and _is_shipped(path))
    contents = {path.relative_to(EXTENSION).as_posix(): path.read_bytes() for path in files}
    return contents | {"manifest.json": manifest_for_store()}


def _is_shipped(file: Path) -> bool:
    """Whether a file is of the extension: what a system or an editor leaves in a folder begins with a dot."""
    return file.suffix not in NOT_SHIPPED and not file.name.startswith(".")


def pack(folder: Path) -> Path:
    """Write the package into a folder, which is made when it is missing; return its path."""
    version = json.loads(manifest_for_store())["version"]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"ownfeed-{version}.zip"
    # Stored, not deflated: two versions of zlib may write different bytes, and the store compresses anew.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in shipped().items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.external_attr = READABLE
            entry.create_system = 3
            archive.writestr(entry, content)
    return target


if __name__ == "__main__":
    print(pack(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
