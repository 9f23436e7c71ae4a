"""Which program wrote a file, told by its start and never by its name."""

from __future__ import annotations

from typing import Final

from . import takeout
from .freetube import FREETUBE, FreeTubeFile, is_freetube
from .invidious import INVIDIOUS, InvidiousFile, is_invidious
from .newpipe import NEWPIPE, NewPipeFile, is_newpipe
from .source import Source, Text
from .takeout import HistoryFile

PLAYERS: Final = (FREETUBE, NEWPIPE, INVIDIOUS)


def recognise(source: Source, head: str, text: Text) -> HistoryFile | None:
    """Return the reader for a file, told by its first HEAD characters; None for what is no history."""
    if is_newpipe(head):
        return NewPipeFile(source)
    if is_freetube(head):
        return FreeTubeFile(source, text)
    if is_invidious(head):
        return InvidiousFile(source, text, NEWPIPE if '"service_id"' in head else INVIDIOUS)
    return takeout.recognise(source, head, text)
