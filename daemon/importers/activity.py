"""One row of a person's activity, from HTML or JSON alike, and what it is: a record, or a reason to skip it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from .links import Link, Target, read_link
from .phrases import Doing
from .records import AD, LONGEST, OTHER, POST, REMOVED, UNRECOGNISED, Record
from .verbs import Verbs


class Channel(NamedTuple):
    """A name and an address under a title: the channel, or a release it is from."""

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One entry.

    sentence: the whole text round the title (JSON), or of a row without a link. title: the link's text, None in JSON.
    words: the text before and after the link, HTML only. details: `From Google Ads` and the like.
    occurred_at: whole seconds since the epoch, None where the date cannot be read.
    """

    header: str
    sentence: str
    url: str | None
    occurred_at: float | None
    title: str | None = None
    words: tuple[str, str] | None = None
    channels: Sequence[Channel] = ()
    details: Sequence[str] = ()


@dataclass(slots=True)
class Survey:
    """What a first reading of a file tells: what its rows link to, and how its sentences are built."""

    videos: int = 0
    searches: int = 0
    channels: int = 0
    rows: int = 0
    strangers: int = 0
    verbs: Verbs = field(default_factory=Verbs)

    def see(self, header: str, sentence: str, url: str | None, words: tuple[str, str] | None = None) -> None:
        """Take one row into account; the parameters are a Row's."""
        target = read_link(url).target
        self.rows += 1
        self.strangers += is_strange(header)
        self.videos += target is Target.VIDEO
        self.searches += target is Target.SEARCH
        self.channels += target is Target.CHANNEL
        if target is Target.VIDEO and words is not None:
            self.verbs.hear_words(*words)
        elif target is Target.VIDEO:
            self.verbs.hear(sentence, url or "")

    @property
    def concerns_youtube(self) -> bool:
        """Whether the file is of YouTube at all, and not a Takeout's activity in Search or Maps."""
        return self.strangers < self.rows or not self.rows

    @property
    def is_search_history(self) -> bool:
        """Whether most links are searches, so that a video here is a result that was clicked, not a watch of its own."""
        return self.searches > self.videos and not self.is_mixed

    @property
    def is_mixed(self) -> bool:
        """Whether the file is My Activity, with likes, searches and subscriptions between the watches.

        A watch history holds no search, and a search history more searches than anything else.
        """
        return self.searches > 0 and (self.channels > 0 or self.videos >= self.searches)


_ADS: Final = re.compile(
    r"\bads?\b|google|anzeige|werbung|annonc|anunci|annunci|pubblicit|publicid|publicit|advertent|reklam|реклам|iklan"
    r"|広告|广告|廣告|광고|إعلان|اعلان|โฆษณา|विज्ञापन|quảng cáo",
    re.IGNORECASE,
)
_LONGEST_DETAIL: Final = 40
_RELEASE: Final = "Release"


def judge(row: Row, survey: Survey) -> Record | str:
    """Return the record of a row, or the reason why it gives none."""
    if row.occurred_at is None:
        return UNRECOGNISED
    if is_strange(row.header):
        return OTHER
    link = read_link(row.url)
    if link.target in (Target.VIDEO, Target.SEARCH) and is_ad(row.details):
        return AD
    return _JUDGES[link.target](row, row.occurred_at, link, survey)


def is_strange(header: str) -> bool:
    """Whether a row's header names another product; YouTube's own names are the same in every language."""
    return bool(header) and "youtube" not in header.casefold()


def is_ad(details: Sequence[str]) -> bool:
    """Whether a detail names Google's advertising; only Google's ads are ever detailed there, in any language."""
    return any(len(detail) <= _LONGEST_DETAIL and _ADS.search(detail) for detail in details)


def _video(row: Row, at: float, link: Link, survey: Survey) -> Record | str:
    doing, title = _read_title(row, survey.verbs)
    if doing is None:
        doing = "other" if survey.is_mixed and survey.verbs.watching else "watch"
    if doing == "other" or doing == "subscribe" or (doing == "watch" and survey.is_search_history):
        return OTHER
    channel = _channel(row.channels)
    return Record(
        doing,
        at,
        link.value,
        title=None if _is_address(title, link) else clean(title),
        channel_id=read_link(channel.url).value if channel else None,
        channel_name=clean(channel.name) if channel else None,
        is_music=_is_music(row),
    )


def _search(row: Row, at: float, link: Link, survey: Survey) -> Record | str:
    return Record("search", at, query=clean(link.value)) if link.value else UNRECOGNISED


def _subscription(row: Row, at: float, link: Link, survey: Survey) -> Record | str:
    doing, name = _read_title(row, survey.verbs)
    if doing != "subscribe" or link.value is None:
        return OTHER
    return Record("subscribe", at, channel_id=link.value, channel_name=clean(name))


def _elsewhere(row: Row, at: float, link: Link, survey: Survey) -> Record | str:
    return POST if row.url and "/post/" in row.url else OTHER


def _linkless(row: Row, at: float, link: Link, survey: Survey) -> Record | str:
    return REMOVED if survey.verbs.speaks_of_watching(row.sentence) else OTHER


_JUDGES: Final = {
    Target.VIDEO: _video,
    Target.SEARCH: _search,
    Target.CHANNEL: _subscription,
    Target.ELSEWHERE: _elsewhere,
    Target.NOTHING: _linkless,
}


def _read_title(row: Row, verbs: Verbs) -> tuple[Doing | None, str]:
    if row.title is not None and row.words is not None:
        return verbs.doing(*row.words), row.title
    return verbs.split(row.sentence)


def _is_address(title: str, link: Link) -> bool:
    """An unavailable video is named by its own address."""
    return read_link(title.strip()) == link


def _channel(channels: Sequence[Channel]) -> Channel | None:
    """Choose the channel among the names under a title; music rows add an album, or a first one called Release."""
    linked = [channel for channel in channels if read_link(channel.url).target is Target.CHANNEL]
    named = [channel for channel in linked or channels if channel.name != _RELEASE]
    return next(iter(named or linked), None)


def _is_music(row: Row) -> bool:
    return "music" in row.header.casefold() or "//music." in (row.url or "")


def clean(text: str | None) -> str | None:
    """Return text that any store takes: no NUL, no half of a surrogate pair, at most LONGEST characters; None for nothing."""
    if not text:
        return None
    text = text[:LONGEST].replace("\x00", "")
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text or None
