"""`scripts/evaluate wishes`: how well a rule's topic finds videos by meaning alone, at the threshold that rules use.

Real videos with English as their language, embedded by title and channel without their tags. For each word: "others" share no
word with it, neither in title, channel nor tags; "named" have it in title or channel; "tagged" have it as a tag alone, so that
only meaning could find them. Told is which share of each lies above the threshold. Held-out channels are not in the sample.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any, Final

import numpy as np

from recsys.catalog import Catalog
from recsys.embedding import Embedder, video_text
from recsys.lexical import tokens
from recsys.rules import TOPIC_MEANT, topic_cosines
from scripts.measurement_data import trending_videos

WORDS: Final = (
    "minecraft", "cooking", "football", "politics", "horror", "drama", "cricket", "space", "guitar", "makeup", "roblox", "cars",
    "news", "music", "comedy", "basketball",
)  # fmt: skip
"""Chosen before they were looked at; one with fewer than FEWEST videos of a kind is told without that kind."""
FEWEST: Final = 5
VIDEOS: Final = 12_000


def measure(arguments: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    """Return the report, and that nothing is demanded of it."""
    everything = [video for video in trending_videos(arguments.data) if (video.language or "").startswith("en")]
    chosen = np.random.default_rng(arguments.seed).permutation(len(everything))[:VIDEOS]
    videos = [everything[index] for index in chosen.tolist()]
    embedder = Embedder(arguments.model)
    catalog = Catalog(embedder.dimensions)
    bare = [replace(video, tags=()) for video in videos]
    rows = catalog.put(bare)
    catalog.set_vectors(rows, embedder.embed([video_text(video) for video in bare]))
    said = [set(tokens(f"{video.title} {video.channel_name or ''}")) for video in videos]
    tagged = [set(tokens(" ".join(video.tags))) for video in videos]
    report: dict[str, Any] = {"videos": len(videos), "threshold": TOPIC_MEANT, "words": {}}
    for word, vector in zip(WORDS, embedder.embed(list(WORDS)), strict=True):
        cosines = topic_cosines(vector, catalog, rows)
        is_named = np.array([word in each for each in said])
        is_tagged = np.array([word in each for each in tagged]) & ~is_named
        kinds = {"others": ~is_named & ~is_tagged, "named": is_named, "tagged": is_tagged}
        told = {
            name: float(np.mean(cosines[kind] >= TOPIC_MEANT)) for name, kind in kinds.items() if kind.sum() >= FEWEST
        }
        report["words"][word] = told
        print(
            f"{word:<12}"
            + "".join(f"  {name} {share:6.1%} of {int(kinds[name].sum()):>5}" for name, share in told.items())
        )
    print(f"{len(videos):,} videos, threshold {TOPIC_MEANT}")
    return report, True
