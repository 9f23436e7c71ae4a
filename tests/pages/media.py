"""Sound files made on the spot: a real `<video>` plays, seeks and ends with them, and no codec is needed."""

from __future__ import annotations

import html
import wave
import zlib
from pathlib import Path

from tests.pages.catalogue import Clip

RATE = 8000  # samples per second; one byte each


def write_sound(path: Path, seconds: int) -> Path:
    """Write `seconds` of silence as WAV."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"\x80" * RATE * seconds)
    return path


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
