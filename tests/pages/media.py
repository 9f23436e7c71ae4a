"""Films made on the spot, and pictures: a real `<video>` plays, seeks and ends with them, and no encoder is needed."""

from __future__ import annotations

import html
import struct
import zlib
from itertools import accumulate
from pathlib import Path
from typing import Final

from tests.pages.catalogue import Clip

FRAME: Final = bytes.fromhex("7001009d012a100010000cc0ce2588027401400000fee4f94441058c1000")
"""A VP8 key frame, 16×16, one blue."""
SILENCE: Final = b"\xf8\xff\xfe"
"""20 ms of nothing in Opus."""
PACKET_MS, SECOND_MS = 20, 1000
VIDEO, AUDIO = 1, 2  # numbers of the tracks


def write_film(path: Path, seconds: int, *, endless: bool = False) -> Path:
    """Write a WebM of these seconds: one picture for each, and a silent sound, for a film without one is paused when its tab is hidden.

    endless: it does not say how long it is, as a stream that is live.
    """
    clusters = [_cluster(second) for second in range(seconds)]
    head = _head(None if endless else seconds)
    cues = b"" if endless else _cues(head, clusters)
    kind = _element(0x1A45DFA3, _element(0x4282, b"webm"))
    path.write_bytes(kind + _element(0x18538067, head + cues + b"".join(clusters)))
    return path


def _head(seconds: int | None) -> bytes:
    length = _element(0x2AD7B1, _number(1_000_000))
    if seconds is not None:
        length += _element(0x4489, _float(seconds * SECOND_MS))
    opus = b"OpusHead" + bytes([1, 1, 0, 0]) + (48_000).to_bytes(4, "little") + bytes(3)
    size = _element(0xE0, _element(0xB0, _number(16)) + _element(0xBA, _number(16)))
    pace = _element(0xE1, _element(0xB5, _float(48_000)) + _element(0x9F, _number(1)))
    video = _track(VIDEO, 1, b"V_VP8", size)
    audio = _track(AUDIO, 2, b"A_OPUS", _element(0x63A2, opus) + pace)
    return _element(0x1549A966, length) + _element(0x1654AE6B, video + audio)


def _track(number: int, kind: int, codec: bytes, more: bytes) -> bytes:
    named = _element(0xD7, _number(number)) + _element(0x73C5, _number(number)) + _element(0x83, _number(kind))
    return _element(0xAE, named + _element(0x86, codec) + more)


def _cluster(second: int) -> bytes:
    """One second: its picture, and its sound."""
    sound = b"".join(_block(AUDIO, at, SILENCE) for at in range(0, SECOND_MS, PACKET_MS))
    return _element(0x1F43B675, _element(0xE7, _number(second * SECOND_MS)) + _block(VIDEO, 0, FRAME) + sound)


def _block(track: int, at_ms: int, content: bytes) -> bytes:
    return _element(0xA3, bytes([0x80 | track]) + at_ms.to_bytes(2, "big") + b"\x80" + content)


def _cues(before: bytes, clusters: list[bytes]) -> bytes:
    """Where each second lies in the file, for seeking; the table's own length does not depend on what it holds."""
    starts = list(accumulate(map(len, clusters), initial=0))[:-1]

    def table(start: int) -> bytes:
        return _element(0x1C53BB6B, b"".join(_cue(second, start + at) for second, at in enumerate(starts)))

    return table(len(before) + len(table(0)))


def _cue(second: int, at: int) -> bytes:
    place = _element(0xF7, _number(VIDEO)) + _element(0xF1, _number(at))
    return _element(0xBB, _element(0xB3, _number(second * SECOND_MS)) + _element(0xB7, place))


def _element(name: int, content: bytes) -> bytes:
    """An EBML element: its name, its length in eight bytes, its content."""
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (len(content) | 1 << 56).to_bytes(8, "big") + content


def _number(value: int) -> bytes:
    return value.to_bytes(8, "big")


def _float(value: float) -> bytes:
    return struct.pack(">d", value)


def thumbnail(made: Clip) -> str:
    """An SVG picture for a video: its topic over the topic's colours."""
    hue = zlib.crc32(made.topic.encode()) % 360
    turn = made.number * 37 % 60
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><defs><linearGradient id="g" x2="1" y2="1">'
        f'<stop stop-color="hsl({hue + turn} 55% 42%)"/><stop offset="1" stop-color="hsl({hue + turn + 50} 60% 22%)"/>'
        '</linearGradient></defs><rect width="320" height="180" fill="url(#g)"/>'
        f'<circle cx="{60 + turn * 3}" cy="70" r="{40 + turn}" fill="#fff" opacity=".12"/>'
        f'<text x="18" y="158" font-family="Roboto,Arial" font-size="26" font-weight="700" fill="#fff">{html.escape(made.topic)}</text></svg>'
    )
