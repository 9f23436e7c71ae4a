"""The stand-in for the Data API holds requests and answers to the description that Google's client ships."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.stand_ins import data_api
from tests.stand_ins.discovery_document import METHODS, document, fault_of_answer, fault_of_request, path_of
from tests.stand_ins.youtube import API, KEY, Upload, youtube_stand_in

ASKED = {
    "videos": {"part": "snippet,statistics", "id": "bread_00001", "maxResults": "50"},
    "search": {"part": "snippet", "q": "bread", "type": "video", "maxResults": "5"},
    "playlistItems": {"part": "snippet,contentDetails", "playlistId": f"UU{'bread':_<22}", "maxResults": "50"},
}


async def ask(method: str, views: str = "12345", **more: str) -> Any:
    """Ask a stand-in that knows one video, of so many views, and one channel; return what it answers."""
    async with youtube_stand_in() as youtube, aiohttp.ClientSession(youtube.address) as session:
        youtube.catalogue["bread_00001"] = data_api.resource("bread_00001", "Bread", 1_795_000_000.0)
        youtube.catalogue["bread_00001"]["statistics"]["viewCount"] = views
        youtube.add(f"UC{'bread':_<22}", "bread", [Upload("bread_00001", "Bread", 1_795_000_000.0)])
        async with session.get(path_of(method), params={**ASKED[method], "key": KEY, **more}) as reply:
            return await reply.json()


@pytest.mark.parametrize("method", METHODS)
async def test_each_method_is_asked_where_and_answered_as_it_is_described(method: str) -> None:
    answer = await ask(method)
    assert path_of(method) == f"{API}{method}"
    assert len(answer["items"]) == 1
    assert fault_of_answer(method, answer) == ""


async def test_whoever_asks_what_is_not_described_is_failed() -> None:
    with pytest.raises(AssertionError, match="asked of search: unknown parameter colour"):
        await ask("search", colour="red")


async def test_an_answer_that_is_not_as_described_fails_the_test_that_got_it() -> None:
    with pytest.raises(AssertionError, match=r"answered of videos: .*viewCount is no uint64"):
        await ask("videos", views="many")


@pytest.mark.parametrize(
    ("method", "change", "fault"),
    [
        ("videos", {"maxResults": "51"}, "maxResults is not between 1 and 50"),
        ("videos", {"maxResults": "many"}, "maxResults is no integer"),
        ("videos", {"chart": "mostLoved"}, "chart is none of ['chartUnspecified', 'mostPopular']"),
        ("search", {"publishedAfter": "yesterday"}, "publishedAfter is no google-datetime"),
        ("playlistItems", {"part": ""}, "missing part"),
    ],
)
def test_requests_are_held_to_types_bounds_and_choices(method: str, change: dict[str, str], fault: str) -> None:
    assert fault_of_request(method, ASKED[method]) == ""
    assert fault_of_request(method, ASKED[method] | change) == fault


@pytest.mark.parametrize(
    ("snippet", "fault"),
    [
        ({"title": 7}, "VideoListResponse.items[].snippet.title is no string"),
        ({"colour": "red"}, "VideoListResponse.items[].snippet.colour is unknown"),
        ({"publishedAt": "2026-11-18"}, "VideoListResponse.items[].snippet.publishedAt is no date-time"),
        ({"liveBroadcastContent": "sometimes"}, "VideoListResponse.items[].snippet.liveBroadcastContent is none of"),
        ({"tags": "bread"}, "VideoListResponse.items[].snippet.tags is no array"),
    ],
)
def test_answers_are_held_to_types_formats_and_choices(snippet: dict[str, Any], fault: str) -> None:
    assert fault_of_answer("videos", {"items": [{"snippet": snippet}]}).startswith(fault)


def test_the_description_is_the_one_of_the_client() -> None:
    assert (document()["id"], document()["rootUrl"]) == ("youtube:v3", "https://youtube.googleapis.com/")
