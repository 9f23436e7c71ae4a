"""Draw the extension's icons: three ranked cards, the first one bright, on a dark rounded square.

Usage: python scripts/make_icons.py   (writes extension/icons/{16,32,48,128}.png)
"""

import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ICONS = Path(__file__).resolve().parent.parent / "extension" / "icons"
SIZES = (16, 32, 48, 128)
OVERSAMPLING = 8
GROUND = (23, 26, 33)
# left, top, right, bottom in parts of the edge; corner radius; colour
CARDS = (
    ((0.18, 0.20, 0.82, 0.38), 0.05, (255, 184, 77)),
    ((0.18, 0.45, 0.68, 0.58), 0.04, (148, 163, 184)),
    ((0.18, 0.65, 0.52, 0.78), 0.04, (92, 104, 122)),
)


def inside(size: int, box: tuple[float, float, float, float], radius: float) -> NDArray[np.bool_]:
    """Return (size, size) true where a pixel's centre lies in the rounded box, given in parts of the edge."""
    x = (np.arange(size) + 0.5) / size
    left, top, right, bottom = box
    dx = np.maximum(np.maximum(left + radius - x, x - (right - radius)), 0.0)
    dy = np.maximum(np.maximum(top + radius - x, x - (bottom - radius)), 0.0)
    return np.hypot(dx[None, :], dy[:, None]) <= radius


def draw(size: int) -> NDArray[np.uint8]:
    """Return the icon as (size, size, 4) RGBA, averaged down from a finer drawing so that edges are smooth."""
    fine = size * OVERSAMPLING
    image = np.zeros((fine, fine, 4))
    image[inside(fine, (0.02, 0.02, 0.98, 0.98), 0.22)] = (*GROUND, 255)
    for box, radius, colour in CARDS:
        image[inside(fine, box, radius)] = (*colour, 255)
    alpha = image[..., 3:] / 255
    blocks = (size, OVERSAMPLING, size, OVERSAMPLING, -1)
    coverage = alpha.reshape(blocks).mean((1, 3))
    colours = (image[..., :3] * alpha).reshape(blocks).mean((1, 3)) / np.maximum(coverage, 1e-9)
    return np.concatenate([colours, coverage * 255], axis=2).round().astype(np.uint8)


def png(image: NDArray[np.uint8]) -> bytes:
    """Encode (height, width, 4) RGBA as PNG (RFC 2083, every row with filter 0)."""
    height, width, _ = image.shape
    rows = b"".join(b"\x00" + row.tobytes() for row in image)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, chunks))


def chunk(named: tuple[bytes, bytes]) -> bytes:
    """Return one PNG chunk: length, name, content, checksum."""
    name, content = named
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def main() -> None:
    """Write every size."""
    ICONS.mkdir(exist_ok=True)
    for size in SIZES:
        (ICONS / f"{size}.png").write_bytes(png(draw(size)))


if __name__ == "__main__":
    main()
