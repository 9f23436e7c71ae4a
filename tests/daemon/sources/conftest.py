"""The stand-in for YouTube, and a clock moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.stand_ins.youtube import YouTube, youtube_stand_in


@pytest.fixture
async def youtube() -> AsyncIterator[YouTube]:
    async with youtube_stand_in() as served:
        yield served
