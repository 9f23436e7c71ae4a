"""The real texts a static table is fitted to, each with the group it may be held out with."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from recsys.catalog import Video
from recsys.embedding import video_text
from scripts import measurement_data as data

Part = Literal["fit", "choose", "held-out channels", "held-out videos", "left out"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a video: what the product embeds of it, or its title alone."""

    source: str
    part: Part
    """Fitted to, for choosing strengths, or only for the report."""
    text: str


def read_texts(folder: Path, left_out: Container[str] = ()) -> list[Text]:
    """Return every video, talk and film twice: as the product embeds it, and by its title alone.

    left_out: ids of videos that nothing may be fitted to.
    """
    sources = {
        "videos": data.trending_videos(folder),
        "talks": data.talks(folder),
        "film titles": data.film_titles(folder),
        "films with plots": data.films(folder),
    }
    return [
        text
        for source, videos in sources.items()
        for video in videos
        for text in _texts(source, video, "left out" if video.video_id in left_out else _part(source, video))
    ]


def _texts(source: str, video: Video, part: Part) -> Iterator[Text]:
    for text in dict.fromkeys((video_text(video), video.title.strip())):
        if text:
            yield Text(source, part, text)


def _part(source: str, video: Video) -> Part:
    """Return where a video belongs: 5 % of the channels each to choose by and to report, then 5 % of the videos.

    Both texts of a video, and all videos of a channel, stay together: a channel's own phrases would give it away.
    """
    channel = video.channel_id or video.channel_name
    if channel is not None and (share := _share(channel)) < 0.10:
        return "choose" if share < 0.05 else "held-out channels"
    if channel is None and _share("choose" + video.video_id) < 0.05:
        return "choose"
    return "held-out videos" if _share(f"{source}/{video.video_id}") < 0.05 else "fit"


def _share(name: str) -> float:
    """Return a number in [0, 1) that only depends on the name."""
    return int.from_bytes(hashlib.md5(name.encode(), usedforsecurity=False).digest()[:4], "big") / 2**32
