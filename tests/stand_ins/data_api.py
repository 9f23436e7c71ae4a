"""The Data API's answers to the calls we make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from aiohttp import web

from tests.stand_ins.discovery_document import fault_of_resource


def resource(video_id: str, title: str, published_at: float, **more: str) -> dict[str, Any]:
    """Return a video as `videos.list` tells it."""
    channel_id, channel = more.get("channel_id", "UCabcdefghijklmnopqrstuv"), more.get("channel", "A channel")
    made: dict[str, Any] = {
        "kind": "youtube#video",
        "id": video_id,
        "snippet": {
            "publishedAt": datetime.fromtimestamp(published_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "channelId": channel_id,
            "title": title,
            "description": more.get("description", ""),
            "channelTitle": channel,
            "tags": ["one", "two"],
            "categoryId": more.get("category", "28"),
            "liveBroadcastContent": "none",
            "defaultAudioLanguage": "en",
        },
        "contentDetails": {"duration": more.get("duration", "PT4M13S"), "dimension": "2d", "definition": "hd"},
        "statistics": {"viewCount": "12345", "likeCount": "678", "commentCount": "9"},
    }
    if "rating" in more:  # `contentRating` is empty or left out where nobody gave one
        made["contentDetails"]["contentRating"] = {"ytRating": more["rating"]}
    assert not (fault := fault_of_resource("Video", made)), fault
    return made


def listed(query: Mapping[str, str], catalogue: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Answer `videos.list`: the parts asked for, of those of the videos that exist."""
    parts = {"kind", "id", *query["part"].split(",")}
    found = (
        _charted(query, catalogue)
        if "chart" in query
        else [catalogue[each] for each in query["id"].split(",") if each in catalogue]
    )
    items = [{name: value for name, value in each.items() if name in parts} for each in found]
    return {"kind": "youtube#videoListResponse", "items": items, "pageInfo": {"totalResults": len(items)}}


def _charted(query: Mapping[str, str], catalogue: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the most viewed of a category, or of all."""
    category = query.get("videoCategoryId")
    found = [each for each in catalogue.values() if category in (None, each["snippet"]["categoryId"])]
    return sorted(found, key=lambda each: -int(each["statistics"]["viewCount"]))[: int(query["maxResults"])]


def searched(query: Mapping[str, str], catalogue: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Answer `search.list`: videos that share a word with the query, newer than asked, their titles escaped as Google does."""
    words, after = set(query["q"].casefold().split()), query.get("publishedAfter", "")
    found = [
        each
        for each in catalogue.values()
        if words & set(each["snippet"]["title"].casefold().split()) and each["snippet"]["publishedAt"] > after
    ]
    told = ("publishedAt", "channelId", "title", "description", "channelTitle", "liveBroadcastContent")
    items = [
        {
            "kind": "youtube#searchResult",
            "id": {"kind": "youtube#video", "videoId": each["id"]},
            "snippet": {name: each["snippet"][name] for name in told} | {"title": escape(each["snippet"]["title"])},
        }
        for each in found[: int(query["maxResults"])]
    ]
    return {"kind": "youtube#searchListResponse", "items": items}


def page_of(
    query: Mapping[str, str], channel_id: str, channel: str, uploads: Sequence[tuple[str, str, float]]
) -> dict[str, Any]:
    """Answer `playlistItems.list`: a page of (video id, title, moment); a private video has no moment of its own."""
    first, size = int(query.get("pageToken", "page0").removeprefix("page")), int(query["maxResults"])
    items = []
    for number, (video_id, title, published_at) in enumerate(uploads[first : first + size], start=first):
        moment = datetime.fromtimestamp(published_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        is_private = title == "Private video"
        items.append(
            {
                "kind": "youtube#playlistItem",
                "id": f"item {number}",
                "snippet": {
                    "publishedAt": moment, "channelId": channel_id, "channelTitle": channel, "title": title,
                    "description": "", "playlistId": query["playlistId"], "position": number,
                    "resourceId": {"kind": "youtube#video", "videoId": video_id},
                } | ({} if is_private else {"videoOwnerChannelId": channel_id, "videoOwnerChannelTitle": channel}),
                "contentDetails": {"videoId": video_id} | ({} if is_private else {"videoPublishedAt": moment}),
            }
        )  # fmt: skip
    following = {"nextPageToken": f"page{first + size}"} if first + size < len(uploads) else {}
    return {"kind": "youtube#playlistItemListResponse", "items": items, **following}


def error(status: int, reason: str, message: str) -> web.Response:
    """Answer with an error in Google's form."""
    one = {"message": message, "domain": "youtube", "reason": reason}
    return web.json_response({"error": {"code": status, "message": message, "errors": [one]}}, status=status)
