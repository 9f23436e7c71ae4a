from __future__ import annotations

import json
from pathlib import Path

import pytest

from daemon.errors import UnreadableHistory
from daemon.jobs import importing
from daemon.jobs.work import Tools

from .people import work


def _takeout(path: Path, count: int) -> Path:
    rows = [
        {
            "header": "YouTube",
            "title": f"Watched Bread {number}",
            "titleUrl": f"https://www.youtube.com/watch?v=bread{number:06d}",
            "time": f"2026-01-01T10:00:{number:02d}.000Z",
            "subtitles": [{"name": "Oven", "url": "https://www.youtube.com/channel/UC0123456789012345678901"}],
        }
        for number in range(count)
    ]
    path.write_text(json.dumps(rows))
    return path


async def test_an_uploaded_history_is_stored_known_to_the_recommender_and_deleted(
    tools: Tools, user_id: int, tmp_path: Path
) -> None:
    path = _takeout(tmp_path / "watch-history.json", 12)
    reports: list[tuple[int, int | None]] = []

    result = await importing.run(work(tools, "import", user_id, reports, path=str(path)))

    assert (result["new"], result["existing"], result["skipped"]) == (12, 0, 0)
    assert len(await tools.recommender.history(user_id)) == 12
    assert not path.exists()
    assert reports[-1][0] == reports[-1][1]


async def test_the_same_history_again_adds_nothing(tools: Tools, user_id: int, tmp_path: Path) -> None:
    for _ in range(2):
        path = _takeout(tmp_path / "watch-history.json", 12)
        result = await importing.run(work(tools, "import", user_id, [], path=str(path)))

    assert (result["new"], result["existing"], result["skipped"]) == (0, 0, 12)
    assert (await tools.store.counts(user_id)).signals == 12


async def test_a_file_that_is_no_history_is_refused_and_neither_stored_nor_kept(
    tools: Tools, user_id: int, tmp_path: Path
) -> None:
    path = tmp_path / "letter.json"
    path.write_text("Dear reader")

    with pytest.raises(UnreadableHistory):
        await importing.run(work(tools, "import", user_id, [], path=str(path)))

    assert (await tools.store.counts(user_id)).signals == 0
    assert not path.exists()
