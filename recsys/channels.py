"""Channels and their codes.

A card on the page often has a channel's name without its id, a history has both or either: the casefolded name joins them.
"""

from __future__ import annotations


class Channels:
    """Codes 0, 1, 2 … for channels, by name and by id."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._names: list[str] = []
        self._ids: list[str | None] = []

    def __len__(self) -> int:
        """Return the number of codes given so far."""
        return len(self._names)

    def code(self, name: str | None = None, channel_id: str | None = None) -> int:
        """Return the code of a channel, by its name if that is known, else by its id; -1 when neither is."""
        for key in _keys(name, channel_id):
            if key in self._codes:
                return self._codes[key]
        return -1

    def name(self, code: int) -> str:
        """Return the name of a channel as last written, its id while no name is known, "" for -1."""
        return self._names[code] or self._ids[code] or "" if code >= 0 else ""

    def channel_id(self, code: int) -> str | None:
        """Return the channel's id if any video told it."""
        return self._ids[code] if code >= 0 else None

    def join(self, name: str | None, channel_id: str | None) -> tuple[int, int | None]:
        """Return the code for this name and id, and a second code that turned out to be the same channel, or None.

        A channel known by its id alone becomes the one of that name. An id that has a name already keeps its code:
        two channels may share a name, and then the name decides. Neither name nor id: (-1, None).
        """
        keys = _keys(name, channel_id)
        known = [self._codes[key] for key in keys if key in self._codes]
        if not keys:
            return -1, None
        code, other = (known[0], known[-1]) if known else (self._new(), None)
        same = other is None or other == code or not self._names[other]
        for key in keys if same else keys[:1]:
            self._codes[key] = code
        self._names[code] = name or self._names[code]
        self._ids[code] = self._ids[code] or channel_id
        return code, other if same and other != code else None

    def _new(self) -> int:
        self._names.append("")
        self._ids.append(None)
        return len(self._names) - 1


def _keys(name: str | None, channel_id: str | None) -> list[str]:
    """Return the keys of a channel, the name first; the prefixes keep a name that looks like an id apart."""
    named = (name or "").strip().casefold()
    return ([f"name {named}"] if named else []) + ([f"id {channel_id}"] if channel_id else [])
