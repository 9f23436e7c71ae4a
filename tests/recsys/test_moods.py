from __future__ import annotations

from recsys.moods import MOODS


def test_the_moods_of_the_contract_are_there_each_with_a_prompt_of_its_own() -> None:
    assert [mood.name for mood in MOODS] == ["calm", "learn", "laugh", "build", "news", "music", "move"]
    assert len({mood.prompt for mood in MOODS}) == len({mood.label for mood in MOODS}) == len(MOODS)
