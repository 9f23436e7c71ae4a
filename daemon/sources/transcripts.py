"""The transcript of one video by youtube-transcript-api, in a process of its own: one that hangs is ended from outside."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from yarl import URL

if TYPE_CHECKING:
    from requests import Session
    from youtube_transcript_api import TranscriptList

PATH: Final = "/api/timedtext"
"""What its pauses are remembered by; a watch page and the player are asked before it."""
YOUTUBE: Final = "www.youtube.com"
CONSENT: Final = "consent.youtube.com"
"""Where a watch page leads to in some countries."""
MOST_BYTES: Final = 8 * 1024 * 1024
TIMEOUT_SECONDS: Final = 20.0
MOST_REDIRECTS: Final = 3
USUAL_REQUESTS: Final = 3
"""A page, the player and the text."""
HEAD_LENGTH: Final = 1_000
"""Characters that are kept; what is embedded of them is told by `recsys.embedding`."""

Outcome: TypeAlias = Literal["found", "missing", "failed", "blocked"]

_NOT_SPOKEN: Final = re.compile(r"\[[^\]]{0,40}\]|♪")
"""Such as [Music]."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking. missing: there is none; failed: not this time; blocked: YouTube has had enough of us."""

    outcome: Outcome
    requests: int
    """How many were sent to YouTube."""
    language: str = ""
    text: str = ""
    consents: int = 0
    """How many more were sent to its page of consent."""


def fetch(video_id: str, language: str | None, address: str) -> Fetched:
    """Ask for the head of a video's transcript; never raises. Nothing of one video's visit is known at the next.

    language: the video's own, where it is known: its transcript is taken first, then an English one, then any.
    address: where YouTube answers; its own name is replaced by this one.
    """
    asked = Counter[str]()
    with _session(address, asked) as session:
        outcome, code, text = _told(session, video_id, language)
    return Fetched(outcome, asked[YOUTUBE], code, text, asked[CONSENT])


def _told(session: Session, video_id: str, language: str | None) -> tuple[Outcome, str, str]:
    """Return what came of asking, and the language and head of a transcript that was found."""
    from requests import RequestException
    from youtube_transcript_api import (
        AgeRestricted,
        CouldNotRetrieveTranscript,
        NoTranscriptFound,
        RequestBlocked,
        TranscriptsDisabled,
        VideoUnavailable,
        YouTubeTranscriptApi,
    )

    try:
        listed = YouTubeTranscriptApi(http_client=session).list(video_id)
        found = listed.find_transcript(_languages(listed, language)).fetch()
    except RequestBlocked:  # IpBlocked is one of them
        return "blocked", "", ""
    except (TranscriptsDisabled, NoTranscriptFound, VideoUnavailable, AgeRestricted):
        return "missing", "", ""
    except (CouldNotRetrieveTranscript, RequestException):
        return "failed", "", ""
    except Exception:  # noqa: BLE001 - of garbage the library raises whatever its parsers do
        return "failed", "", ""
    text = spoken(snippet.text for snippet in found)
    return "found" if text else "missing", found.language_code, text


def spoken(snippets: Iterator[str]) -> str:
    """Return the head of what is said: without notes such as [Music], and of characters that can be stored."""
    text, length = list[str](), 0
    for snippet in snippets:
        storable = snippet.replace("\0", "").encode(errors="ignore").decode()
        said = " ".join(_NOT_SPOKEN.sub(" ", storable).split())
        text += [said] if said else []
        length += len(said) + 1
        if length > HEAD_LENGTH:
            break
    return " ".join(text)[:HEAD_LENGTH]


def _languages(listed: TranscriptList, language: str | None) -> list[str]:
    own = [each.language_code for each in listed if language and _is_same(each.language_code, language)]
    return [*own, "en", *(each.language_code for each in listed)]


def _is_same(code: str, language: str) -> bool:
    return code.partition("-")[0].casefold() == language.partition("-")[0].casefold()


def _session(address: str, asked: Counter[str]) -> Session:
    """Return a session that asks nobody but YouTube, or whoever stands in for it, and counts in `asked` by host."""
    from requests import PreparedRequest, Response, Session
    from requests.adapters import HTTPAdapter
    from requests.exceptions import InvalidURL

    class OnlyYouTube(HTTPAdapter):
        """Rewrites the address, and bounds how long and how much is answered."""

        def send(self, request: PreparedRequest, *_: Any, **options: Any) -> Response:
            url = URL(request.url or "")
            if url.host not in (YOUTUBE, CONSENT):
                raise InvalidURL(f"{url.host} is not asked for transcripts")
            there = URL(address)
            if url.host == YOUTUBE or there.host != YOUTUBE:  # who stands in for the one does so for the other
                request.url = str(url.with_scheme(there.scheme).with_host(there.host or "").with_port(there.port))
            asked[url.host] += 1
            response = super().send(request, **(options | {"stream": True, "timeout": TIMEOUT_SECONDS}))
            response.raw = io.BytesIO(_body(response))
            response.url = str(url)  # where a redirect begins
            return response

    session = Session()
    session.trust_env = False  # no proxy and no password of this machine's
    session.max_redirects = MOST_REDIRECTS
    session.mount("https://", OnlyYouTube())
    session.mount("http://", OnlyYouTube())
    return session


def _body(response: Any) -> bytes:
    from requests.exceptions import ContentDecodingError

    body = bytearray()
    for chunk in response.raw.stream(64 * 1024, decode_content=True):
        body += chunk
        if len(body) > MOST_BYTES:
            raise ContentDecodingError("longer than any answer")
    return bytes(body)
