"""Small made-up exports in any language, in both formats: what Google writes, from planted entries."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from daemon.importers import Batch, Record, read

HOUR = 3600
START = datetime(2026, 7, 30, 22, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One row. kind: watch, music, ad, removed, unavailable, post, search."""

    kind: str
    video_id: str
    title: str
    channel: str | None
    at: datetime

    @property
    def channel_id(self) -> str:
        return f"UC{self.video_id * 2}"

    @property
    def url(self) -> str | None:
        return {
            "removed": None,
            "post": f"https://www.youtube.com/post/Ug{self.video_id}",
            "music": f"https://music.youtube.com/watch?v={self.video_id}",
            "search": f"https://www.youtube.com/results?search_query={self.title.replace(' ', '+')}",
        }.get(self.kind, f"https://www.youtube.com/watch?v={self.video_id}")

    @property
    def shown(self) -> str:
        """The title as the export writes it: of an unavailable video its address."""
        return str(self.url) if self.kind == "unavailable" else self.title


@dataclass(frozen=True)
class Language:
    """How one language writes an export; `date` gets the local time."""

    name: str
    before: str
    after: str
    removed: str
    ad: str
    date: Callable[[datetime], str]
    zone: str
    offset_hours: float
    folder: str = "YouTube"
    watch_file: str = "watch-history"
    search: tuple[str, str] = ("", "")

    def when(self, at: datetime) -> str:
        return f"{self.date(at + timedelta(hours=self.offset_hours))} {self.zone}".strip()


def entries(count: int = 12) -> list[Entry]:
    """A history, newest first, half a day apart so that midnight, noon and months are crossed."""
    rows = []
    for number in range(count):
        kind = {3: "ad", 4: "removed", 6: "unavailable", 8: "music", 10: "post"}.get(number % 12, "watch")
        title = ["Über den Wolken ", "“日本語” & <b>bold</b>", "Watched it twice", "سيليست | ح١", "O'Neill's \xa0song"][
            number % 5
        ]
        channel = None if kind in ("ad", "removed", "unavailable") or number == 7 else f"Channel {number} "
        rows.append(
            Entry(kind, f"{number:03}-_bcdEFG", f"{title}{number}", channel, START - timedelta(hours=11 * number))
        )
    return rows


def expected(rows: Iterable[Entry]) -> list[Record]:
    """The records that planted rows must give."""
    return [
        Record(
            "watch",
            row.at.timestamp(),
            row.video_id,
            None if row.kind == "unavailable" else row.title,
            channel_id=row.channel_id if row.channel else None,
            channel_name=row.channel,
            is_music=row.kind == "music",
        )
        for row in rows
        if row.kind in ("watch", "music", "unavailable")
    ]


def as_json(rows: Sequence[Entry], language: Language) -> str:
    """watch-history.json."""
    return json.dumps([json_item(row, language) for row in rows], ensure_ascii=False, indent=1)


def json_item(row: Entry, language: Language) -> dict[str, object]:
    """One entry of watch-history.json."""
    item: dict[str, object] = {
        "header": "YouTube Music" if row.kind == "music" else "YouTube",
        "title": language.removed if row.kind == "removed" else f"{language.before}{row.shown}{language.after}",
        "time": row.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "products": ["YouTube"],
    }
    if row.url:
        item["titleUrl"] = row.url
    if row.channel:
        item["subtitles"] = [{"name": row.channel, "url": f"https://www.youtube.com/channel/{row.channel_id}"}]
    if row.kind == "ad":
        item["details"] = [{"name": language.ad}]
    return item


def as_html(rows: Sequence[Entry], language: Language) -> str:
    """watch-history.html, all on one line."""
    cells = "".join(html_cell(row, language) for row in rows)
    return f'<html><head><title>x</title></head><body><div class="mdl-grid">{cells}</div></body></html>'


def html_cell(row: Entry, language: Language) -> str:
    """One entry of watch-history.html."""
    product = "YouTube Music" if row.kind == "music" else "YouTube"
    details = f"<b>Details:</b><br>&emsp;{escape(language.ad)}<br>" if row.kind == "ad" else ""
    why = '<b>Why is this here?</b><br>&emsp;Saved to your Google Account. <a href="https://myaccount.google.com/">More</a>'
    return (
        '<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid">'
        f'<div class="header-cell mdl-cell"><p class="mdl-typography--title">{product}<br></p></div>'
        f'<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">{_body(row, language)}</div>'
        '<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--text-right"></div>'
        f'<div class="content-cell mdl-cell mdl-typography--caption"><b>Products:</b><br>&emsp;{product}<br>{details}{why}'
        "</div></div></div>"
    )


def _body(row: Entry, language: Language) -> str:
    if row.url is None:
        return f"{escape(language.removed)}<br>{language.when(row.at)}<br>"
    before, after = (escape(words).replace(" ", "&nbsp;") for words in (language.before, language.after))
    sentence = f'{before}<a href="{escape(row.url)}">{escape(row.shown)}</a>{after}<br>'
    channel = (
        f'<a href="https://www.youtube.com/channel/{row.channel_id}">{escape(row.channel)}</a><br>'
        if row.channel
        else ""
    )
    return f"{sentence}{channel}{language.when(row.at)}<br>"


@dataclass
class Reading:
    """All that `read` gave, put together."""

    records: list[Record] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Record]:
        return [record for record in self.records if record.kind == kind]


def reading(*paths: Path, source: str = "auto") -> Reading:
    """Read everything and put it together."""
    return gathered(read(paths, source))


def gathered(batches: Iterable[Batch]) -> Reading:
    """Put batches together."""
    result = Reading()
    for batch in batches:
        result.records += batch.records
        result.notes += batch.notes
        for reason, count in batch.skipped.items():
            result.skipped[reason] = result.skipped.get(reason, 0) + count
    return result


def zipped(path: Path, files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
