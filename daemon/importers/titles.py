"""The title of a video out of the title of its page."""

from __future__ import annotations

import re
from typing import Final

from .activity import clean

_NOTIFICATIONS: Final = re.compile(r"^\(\d+\+?\) ")
_SITE: Final = re.compile(r" - YouTube(?: Music)?$")


def page_title(title: str | None) -> str | None:
    """Return `X` for `(3) X - YouTube`; None for a page that had no title of its own yet, as `YouTube`."""
    bare = _SITE.sub("", _NOTIFICATIONS.sub("", title or ""))
    if bare.strip() in ("", "YouTube", "YouTube Music", "- YouTube") or bare.startswith(("http://", "https://")):
        return None
    return clean(bare)
