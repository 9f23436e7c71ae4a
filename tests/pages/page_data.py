"""The data YouTube's pages are rendered from, in its real shape, for made-up videos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.pages.catalogue import Clip, age_text, clip, clock_text, count_text

Json = dict[str, Any]
FEED = 24  # entries per page, as on a wide home page
AD_AT, MIX_AT, SECTION_AT, PLAYLIST_AT, LIVE_AT, UPCOMING_AT, POST_AT = 3, 6, 9, 13, 15, 17, 20
MEMBERS_AT, COLLABORATION_AT, MOVIE_AT, SHORT_AT = 1, 4, 7, 8
"""Where the rarer kinds stand in a batch that has them."""


def home(first: int = FEED, *, start: int = 0, plain: bool = False, rare: bool = False) -> Json:
    """`ytInitialData` of the home page: `first` entries, then a continuation.

    plain: videos only, without an ad, a shelf, a mix and the other kinds; rare: with a video for members, one of several channels,
    a film and a Short in a cell of its own as well. Without entries YouTube invites to search instead.
    """
    if not first:
        return _tab(
            "FEwhat_to_watch", [{"richSectionRenderer": {"content": {"feedNudgeRenderer": {"title": "Try searching"}}}}]
        )
    entries = feed(start, first, plain=plain)
    if rare:
        kinds = {MEMBERS_AT: members_only, COLLABORATION_AT: collaboration, MOVIE_AT: movie, SHORT_AT: short_in_a_cell}
        for place, kind in kinds.items():
            entries[place] = rich_item(kind(clip(start + place)))
    return _tab("FEwhat_to_watch", [*entries, continuation(start + first)])


def subscriptions() -> Json:
    """`ytInitialData` of the subscriptions page: the same grid, newest first, and it all fits."""
    return _tab("FEsubscriptions", feed(200, FEED, plain=True))


HISTORY: dict[str, int] = {"Today": 700, "Yesterday": 710, "Once upon a time": 720}
"""The first video of each day of history; nobody can know which day the last is."""


BARS: tuple[int | None, ...] = (100, 60, 35, 2, None)
"""How much of each of a day's videos was watched, in percent, as its bar says; the last has none."""


def history() -> Json:
    """`ytInitialData` of the history page: a section for each day, five videos each."""
    sections = [
        _day(name, [_barred(lockup(clip(start + i)), percent) for i, percent in enumerate(BARS)])
        for name, start in HISTORY.items()
    ]
    tab = {"tabRenderer": {"selected": True, "content": {"sectionListRenderer": {"contents": sections}}}}
    return {"contents": {"twoColumnBrowseResultsRenderer": {"tabs": [tab]}}}


def _barred(entry: Json, percent: int | None) -> Json:
    """The entry with a red bar of this length, or with none."""
    overlay = entry["lockupViewModel"]["contentImage"]["thumbnailViewModel"]["overlays"][0]
    badges = overlay["thumbnailBottomOverlayViewModel"]
    badges.pop("progressBar", None)
    if percent is not None:
        badges["progressBar"] = _progress(percent)
    return entry


def _progress(percent: int) -> Json:
    return {"thumbnailOverlayProgressBarViewModel": {"startPercent": percent}}


def _day(name: str, contents: list[Json]) -> Json:
    header = {"itemSectionHeaderRenderer": {"title": {"runs": [{"text": name}]}}}
    return {"itemSectionRenderer": {"header": header, "contents": contents}}


def channel(handle: str, count: int = FEED) -> Json:
    """`ytInitialData` of a channel's videos: the second tab, and cards that do not name their channel."""
    known = uploads(handle)
    entries = [*_unsigned(known[:count]), continuation(count, of=handle)]
    tabs = [
        {"tabRenderer": {"title": "Home"}},
        {"tabRenderer": {"selected": True, "content": {"richGridRenderer": {"contents": entries}}}},
    ]
    owner = {"title": known[0].channel_name, "externalId": known[0].channel_id}
    metadata = {"channelMetadataRenderer": {**owner, "vanityChannelUrl": f"http://www.youtube.com{handle}"}}
    return {"contents": {"twoColumnBrowseResultsRenderer": {"tabs": tabs}}, "metadata": metadata}


def more_uploads(handle: str, start: int, count: int = FEED) -> Json:
    """The answer to the continuation of a channel's videos: it does not say whose they are either."""
    items = _unsigned(uploads(handle)[start : start + count])
    return {"onResponseReceivedActions": [{"appendContinuationItemsAction": {"continuationItems": items}}]}


def uploads(handle: str) -> list[Clip]:
    """A channel's videos."""
    return [made for made in map(clip, range(1500)) if made.handle == handle]


def _unsigned(made: Iterable[Clip]) -> list[Json]:
    """Grid entries without the channel's line and picture."""
    entries = [rich_item(lockup(each)) for each in made]
    for entry in entries:
        metadata = entry["richItemRenderer"]["content"]["lockupViewModel"]["metadata"]["lockupMetadataViewModel"]
        metadata["metadata"]["contentMetadataViewModel"]["metadataRows"].pop(0)
        del metadata["image"]
    return entries


def _tab(identifier: str, entries: list[Json]) -> Json:
    grid = {"richGridRenderer": {"contents": entries}}
    tab = {"tabRenderer": {"tabIdentifier": identifier, "selected": True, "content": grid}}
    return {"contents": {"twoColumnBrowseResultsRenderer": {"tabs": [tab]}}}


def more(start: int, count: int, *, last: bool, plain: bool = False) -> Json:
    """The answer of `/youtubei/v1/browse` to a continuation."""
    items = feed(start, count, plain=plain) + ([] if last else [continuation(start + count)])
    return {"onResponseReceivedActions": [{"appendContinuationItemsAction": {"continuationItems": items}}]}


def reloaded(start: int, count: int) -> Json:
    """The answer to a click on a chip: the grid is filled anew, without a navigation."""
    items = [*feed(start, count, plain=True), continuation(start + count)]
    return {"onResponseReceivedActions": [{"reloadContinuationItemsCommand": {"continuationItems": items}}]}


def feed(start: int, count: int, *, plain: bool) -> list[Json]:
    """`count` grid entries for the videos from number `start` on, other kinds strewn in."""
    if plain:
        return [rich_item(lockup(clip(start + i))) for i in range(count)]
    return [_strewn(start + i, i) for i in range(count)]


def _strewn(number: int, place: int) -> Json:
    """The entry at `place` of its batch: mostly a video, at fixed places something else."""
    made = clip(number)
    other = {
        AD_AT: lambda: rich_item(advert(made, disguised=number % 48 < FEED)),
        MIX_AT: lambda: rich_item(playlist(made, "RD" + made.video_id, "Mix – " + made.title)),
        SECTION_AT: lambda: shorts_shelf(number),
        PLAYLIST_AT: lambda: rich_item(playlist(made, "PL" + made.video_id * 2, "Course: " + made.title)),
        LIVE_AT: lambda: rich_item(lockup(made, live=True)),
        UPCOMING_AT: lambda: rich_item(lockup(made, upcoming=True)),
        POST_AT: lambda: rich_item({"postRenderer": {"text": made.title}}),
    }.get(place)
    return other() if other else rich_item(lockup(made))


def rich_item(content: Json) -> Json:
    """One cell of the home grid."""
    return {"richItemRenderer": {"content": content}}


def continuation(start: int, *, of: str = "start") -> Json:
    """The last child of a list: seeing it loads what comes from number `start` on, of a channel where its handle is given."""
    command = {"continuationCommand": {"token": f"{of}-{start}"}}
    return {"continuationItemRenderer": {"continuationEndpoint": command}}


def lockup(made: Clip, *, live: bool = False, upcoming: bool = False) -> Json:
    """A video's new card."""
    rows = _rows(made, live=live, upcoming=upcoming)
    label = f"{made.title} {made.duration_seconds // 60} minutes, {made.duration_seconds % 60} seconds"
    return {
        "lockupViewModel": {
            "contentId": made.video_id,
            "contentType": "LOCKUP_CONTENT_TYPE_VIDEO",
            "contentImage": {"thumbnailViewModel": {"overlays": [_badges(made, live=live, upcoming=upcoming)]}},
            "metadata": {
                "lockupMetadataViewModel": {
                    "title": {"content": made.title},
                    "image": {"decoratedAvatarViewModel": {"rendererContext": _tap(_browse(made))}},
                    "metadata": {"contentMetadataViewModel": {"metadataRows": rows}},
                    "menuButton": _menu(made),
                }
            },
            "rendererContext": {
                "accessibilityContext": {"label": label},
                **_tap({"watchEndpoint": {"videoId": made.video_id}}),
            },
        }
    }


def members_only(made: Clip) -> Json:
    """A video for the members of its channel: it says so instead of views."""
    model, metadata = _opened(lockup(made))
    badge = {"badgeViewModel": {"badgeText": "Members only", "badgeStyle": "BADGE_MEMBERS_ONLY"}}
    metadata["metadataRows"][1:] = [{"metadataParts": [{"text": {"content": "3 weeks ago"}}]}, {"badges": [badge]}]
    return model


def collaboration(made: Clip) -> Json:
    """A video of several channels: no link to one, but a dialog that lists them, the uploader first."""
    model, metadata = _opened(lockup(made))
    other = clip(made.number + 1)
    listed = [
        {"listItemViewModel": {"title": {"content": each.channel_name}, "rendererContext": _tap(_browse(each))}}
        for each in (made, other)
    ]
    dialog = {"dialogViewModel": {"customContent": {"listViewModel": {"listItems": listed}}}}
    command = {"showDialogCommand": {"panelLoadingStrategy": {"inlineContent": dialog}}}
    metadata["metadataRows"][0] = {
        "metadataParts": [{"text": {"content": f"{made.channel_name} and {other.channel_name}"}}]
    }
    stack = {"avatarStackViewModel": {"avatars": [{}, {}], "rendererContext": _tap(command)}}
    model["lockupViewModel"]["metadata"]["lockupMetadataViewModel"]["image"] = stack
    return model


def movie(made: Clip) -> Json:
    """A film that YouTube sells or shows with advertisements."""
    model, metadata = _opened(lockup(made))
    model["lockupViewModel"]["contentType"] = "LOCKUP_CONTENT_TYPE_MOVIE"
    badge = {"badgeViewModel": {"badgeText": "Free with ads", "badgeStyle": "BADGE_COMMERCE"}}
    kind = {"metadataParts": [{"text": {"content": "Comedy"}}, {"text": {"content": "2014"}}]}
    metadata["metadataRows"][1:] = [kind, {"badges": [badge]}]
    return model


def short_in_a_cell(made: Clip) -> Json:
    """A Short outside a shelf of Shorts: the card of any video, but a tap opens it among the Shorts, and no length stands on it."""
    model = lockup(made)
    inside = model["lockupViewModel"]
    inside["rendererContext"] |= _tap({"reelWatchEndpoint": {"videoId": made.video_id}})
    badge = {"text": "SHORTS", "badgeStyle": "THUMBNAIL_OVERLAY_BADGE_STYLE_DEFAULT"}
    overlay = {"badges": [{"thumbnailBadgeViewModel": badge}]}
    inside["contentImage"]["thumbnailViewModel"]["overlays"] = [{"thumbnailBottomOverlayViewModel": overlay}]
    return model


def _opened(model: Json) -> tuple[Json, Json]:
    """A card's data, and the part of it that holds the rows of metadata."""
    inside = model["lockupViewModel"]["metadata"]["lockupMetadataViewModel"]
    return model, inside["metadata"]["contentMetadataViewModel"]


def _menu(made: Clip) -> Json:
    """The menu of a new card: what its entries tell YouTube, and what would undo it."""
    listed = {"listViewModel": {"listItems": [_entry(made, "NOT_INTERESTED"), _entry(made, "REMOVE")]}}
    sheet = {"inlineContent": {"sheetViewModel": {"content": listed}}}
    command = {"showSheetCommand": {"panelLoadingStrategy": sheet}}
    return {"buttonViewModel": {"onTap": {"innertubeCommand": command}}}


def _entry(made: Clip, symbol: str) -> Json:
    undo = {"undoFeedbackEndpoint": {"undoToken": f"undo {symbol} {made.video_id}"}}
    notice = {"notificationMultiActionRenderer": {"buttons": [{"buttonRenderer": {"serviceEndpoint": undo}}]}}
    feedback = {
        "feedbackToken": f"{symbol} {made.video_id}",
        "actions": [{"replaceEnclosingAction": {"item": notice}}],
    }
    image = {"sources": [{"clientResource": {"imageName": symbol}}]}
    context = _tap({"feedbackEndpoint": feedback})
    return {"listItemViewModel": {"leadingImage": image, "rendererContext": context}}


def _browse(made: Clip) -> Json:
    return {"browseEndpoint": {"browseId": made.channel_id, "canonicalBaseUrl": made.handle}}


def _tap(command: Json) -> Json:
    return {"commandContext": {"onTap": {"innertubeCommand": command}}}


def _rows(made: Clip, *, live: bool, upcoming: bool) -> list[Json]:
    channel = {"text": {"content": made.channel_name, "commandRuns": [{"onTap": {"innertubeCommand": _browse(made)}}]}}
    if live:
        return [{"metadataParts": [channel]}, {"metadataParts": [{"text": {"content": "158 watching"}}]}]
    if upcoming:
        return [
            {"metadataParts": [channel]},
            {"metadataParts": [{"text": {"content": "Scheduled for 11/30/26, 6:00 PM"}}]},
        ]
    views = {
        "text": {"content": f"{count_text(made.view_count)} views"},
        "accessibilityLabel": f"{made.view_count:,} views",
    }
    age = {"text": {"content": age_text(made.age_days)}, "accessibilityLabel": age_text(made.age_days)}
    return [{"metadataParts": [channel]}, {"metadataParts": [views, age]}]


def _badges(made: Clip, *, live: bool, upcoming: bool) -> Json:
    text, style = clock_text(made.duration_seconds), "THUMBNAIL_OVERLAY_BADGE_STYLE_DEFAULT"
    if live:
        text, style = "LIVE", "THUMBNAIL_OVERLAY_BADGE_STYLE_LIVE"
    elif upcoming:
        text = "UPCOMING"
    overlay: Json = {"badges": [{"thumbnailBadgeViewModel": {"text": text, "badgeStyle": style}}]}
    if made.number % 11 == 5 and not live:
        overlay["progressBar"] = _progress(35)
    return {"thumbnailBottomOverlayViewModel": overlay}


def playlist(made: Clip, list_id: str, title: str) -> Json:
    """A playlist's or mix's card; its link names only the first video."""
    return {
        "lockupViewModel": {
            "contentId": list_id,
            "contentType": "LOCKUP_CONTENT_TYPE_PLAYLIST",
            "contentImage": {"collectionThumbnailViewModel": {"firstVideoId": made.video_id}},
            "metadata": {"lockupMetadataViewModel": {"title": {"content": title}}},
            "rendererContext": _tap({"watchEndpoint": {"videoId": made.video_id, "playlistId": list_id}}),
        }
    }


def advert(made: Clip, *, disguised: bool) -> Json:
    """An ad; disguised, it holds a normal-looking card with a plain watch link."""
    card = lockup(made)["lockupViewModel"] if disguised else None
    return {"adSlotRenderer": {"lockupViewModel": card, "title": "Try our thing", "videoId": made.video_id}}


def shorts_shelf(number: int) -> Json:
    """A full-width row of Shorts among the cells."""
    shorts = [short(clip(1000 + number + i)) for i in range(5)]
    return {"richSectionRenderer": {"content": {"richShelfRenderer": {"title": "Shorts", "contents": shorts}}}}


def short(made: Clip) -> Json:
    """A Short's card: no channel, no duration, no age."""
    endpoint = {"reelWatchEndpoint": {"videoId": made.video_id}}
    texts = {
        "primaryText": {"content": made.title},
        "secondaryText": {"content": f"{count_text(made.view_count)} views"},
    }
    model = {"entityId": "shorts-shelf-item-" + made.video_id, "onTap": {"innertubeCommand": endpoint}}
    return rich_item({"shortsLockupViewModel": {**model, "overlayMetadata": texts}})


def watch_next(made: Clip, count: int = 12, *, playlist_id: str | None = None) -> Json:
    """`/youtubei/v1/next`: the sidebar beside a video, with an ad and a mix in it; and the playlist that it plays as part of."""
    results = [lockup(clip(made.number + 1 + i)) for i in range(count)]
    results.insert(2, advert(clip(made.number + 500), disguised=True))
    results.insert(5, playlist(made, "RD" + made.video_id, "Mix – " + made.title))
    sidebar = {"secondaryResults": {"secondaryResults": {"results": [*results, continuation(made.number + 1 + count)]}}}
    panel = {"playlist": {"playlist": _panel(made, playlist_id)}} if playlist_id else {}
    current = {"currentVideoEndpoint": {"watchEndpoint": {"videoId": made.video_id}}}
    return {"contents": {"twoColumnWatchNextResults": sidebar | panel}} | current


def _panel(made: Clip, playlist_id: str, count: int = 10) -> Json:
    """A playlist from this video on; its next is not the sidebar's first."""
    rows = [
        {
            "playlistPanelVideoRenderer": {
                "videoId": each.video_id,
                "title": {"simpleText": each.title},
                "selected": each == made,
            }
        }
        for each in (clip(made.number + 2 * i) for i in range(count))
    ]
    return {"playlistId": playlist_id, "contents": rows}


def shorts_after(made: Clip, count: int = 10) -> Json:
    """`/youtubei/v1/reel/reel_watch_sequence`: the Shorts that come as one scrolls on."""
    following = [clip(made.number + 1 + i) for i in range(count)]
    return {"entries": [{"command": {"reelWatchEndpoint": {"videoId": each.video_id}}} for each in following]}


def more_next(start: int, count: int = 12) -> Json:
    """The answer of `/youtubei/v1/next` to the sidebar's continuation."""
    items = [lockup(clip(start + i)) for i in range(count)]
    return {"onResponseReceivedEndpoints": [{"appendContinuationItemsAction": {"continuationItems": items}}]}


def player(made: Clip, *, live: bool = False) -> Json:
    """`/youtubei/v1/player`: what is played, with its tags."""
    details = {
        "videoId": made.video_id,
        "title": made.title,
        "lengthSeconds": str(made.duration_seconds),
        "channelId": made.channel_id,
        "author": made.channel_name,
        "keywords": [made.topic, *made.title.lower().split(",")[0].split()],
        "shortDescription": f"{made.title}. About {made.topic}.",
        "viewCount": str(made.view_count),
        **({"isLive": True, "lengthSeconds": "0"} if live else {}),
    }
    return {"videoDetails": details, "microformat": {"playerMicroformatRenderer": {"category": made.topic.title()}}}


def search(results: Iterable[Clip], *, deep: bool = False) -> Json:
    """`ytInitialData` of a search page: old cards, as search still has them; deep: there is more to load."""
    contents = [_section(results), *([continuation(RESULTS_FROM)] if deep else [])]
    return {
        "contents": {
            "twoColumnSearchResultsRenderer": {"primaryContents": {"sectionListRenderer": {"contents": contents}}}
        }
    }


RESULTS_FROM = 800
"""The first video of what a search loads later."""


def more_results(start: int, count: int = 12) -> Json:
    """The answer of `/youtubei/v1/search` to a continuation: a section of its own, and the next continuation."""
    items = [_section(clip(start + i) for i in range(count)), continuation(start + count)]
    return {"onResponseReceivedCommands": [{"appendContinuationItemsAction": {"continuationItems": items}}]}


def _section(results: Iterable[Clip]) -> Json:
    return {"itemSectionRenderer": {"contents": [{"videoRenderer": video_renderer(made)} for made in results]}}


def video_renderer(made: Clip) -> Json:
    """A video's old card."""
    owner = {"runs": [{"text": made.channel_name, "navigationEndpoint": _browse(made)}]}
    return {
        "videoId": made.video_id,
        "title": {"runs": [{"text": made.title}]},
        "ownerText": owner,
        "lengthText": {"simpleText": clock_text(made.duration_seconds)},
        "viewCountText": {"simpleText": f"{made.view_count:,} views"},
        "publishedTimeText": {"simpleText": age_text(made.age_days)},
    }


def found(query: str, clips: Sequence[Clip]) -> list[Clip]:
    """The clips whose title or topic holds a word of the query; all of them when none does."""
    words = query.lower().split()
    hits = [made for made in clips if any(word in f"{made.title} {made.topic}".lower() for word in words)]
    return hits or list(clips)
