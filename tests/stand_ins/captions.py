"""What YouTube's watch page, player and timed text answer to youtube-transcript-api, in the forms it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

INNERTUBE_KEY = "an-innertube-key"
NOT_A_BOT = "Sign in to confirm you\N{RIGHT SINGLE QUOTATION MARK}re not a bot"


@dataclass(frozen=True)
class Spoken:
    """A transcript: its lines, and whether YouTube made it itself."""

    lines: Sequence[str]
    is_generated: bool = False


@dataclass
class Captions:
    """Transcripts by video and language, and what the player says of videos that cannot be played."""

    spoken: dict[str, dict[str, Spoken]] = field(default_factory=dict)
    """A video with no language has its transcripts disabled; of one that is not here, there is no such video."""
    unplayable: dict[str, dict[str, str]] = field(default_factory=dict)
    """The `playabilityStatus` of a video that has a word of its own."""
    asks_for_consent: bool = False
    """Whether the watch page asks first, as it does in Europe, until the cookie says yes."""

    def watch_page(self, cookies: Mapping[str, str]) -> str:
        """Return the page of any video: what is read of it is the key for the player."""
        if self.asks_for_consent and "CONSENT" not in cookies:
            return '<form action="https://consent.youtube.com/s"><input type="hidden" name="v" value="cb.2026"></form>'
        return f'<html><script>ytcfg.set({{"INNERTUBE_API_KEY": "{INNERTUBE_KEY}"}});</script></html>'

    def player(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return the player's answer."""
        video_id = asked["videoId"]
        if status := self.unplayable.get(video_id):
            return {"playabilityStatus": status}
        if video_id not in self.spoken:
            return {"playabilityStatus": {"status": "ERROR", "reason": "This video is unavailable"}}
        tracks = [_track(video_id, language, each) for language, each in self.spoken[video_id].items()]
        captions = {"playerCaptionsTracklistRenderer": {"captionTracks": tracks}} if tracks else {}
        return {"playabilityStatus": {"status": "OK"}, "captions": captions}

    def timed_text(self, query: Mapping[str, str]) -> str:
        """Return a transcript as XML."""
        lines = self.spoken[query["v"]][query["lang"]].lines
        texts = (f'<text start="{n}.5" dur="1">{escape(escape(line))}</text>' for n, line in enumerate(lines))
        return f'<?xml version="1.0" encoding="utf-8" ?><transcript>{"".join(texts)}</transcript>'


def _track(video_id: str, language: str, spoken: Spoken) -> dict[str, Any]:
    kind = {"kind": "asr"} if spoken.is_generated else {}
    return {
        "baseUrl": f"https://www.youtube.com/api/timedtext?v={video_id}&lang={language}&fmt=srv3",
        "name": {"runs": [{"text": language}]},
        "languageCode": language,
        "isTranslatable": True,
        **kind,
    }
