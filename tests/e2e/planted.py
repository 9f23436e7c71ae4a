"""Two interests that nobody confuses, for tests whose right answer is plain: baking bread, and programming in Rust."""

from __future__ import annotations

from typing import Any, Final

BREAD: Final = (
    "Sourdough bread for beginners", "Baking a crusty baguette at home", "How to knead bread dough", "Rye bread with sourdough starter",
    "Oven temperature for baking bread", "The flour that makes better bread", "No-knead bread recipe", "Ciabatta dough hydration baking",
    "Brioche: rich bread dough recipe", "Why my bread dough does not rise",
)  # fmt: skip
RUST: Final = (
    "Rust borrow checker explained", "Async programming in Rust", "Writing a compiler in Rust", "Rust lifetimes for programmers",
    "Error handling in the Rust language", "Rust traits and generics code", "Programming a web server in Rust", "Unsafe Rust code review",
    "Rust macros programming tutorial", "Why programmers rewrite code in Rust",
)  # fmt: skip
LONGEST: Final = "rust__00001"


def cards() -> list[dict[str, Any]]:
    """Return the twenty videos, interests in turn, all equally new and equally often viewed; one is longer."""
    pairs = [pair for both in zip(BREAD, RUST, strict=True) for pair in zip(("bread", "rust"), both, strict=True)]
    return [
        {
            "video_id": f"{interest:_<6}{index:05d}",
            "title": title,
            "channel_name": f"{interest} channel {index % 4}",
            "duration_seconds": 600 + 60 * (title == RUST[0]),
            "view_count": 50_000,
            "published_at": "2026-11-01T12:00:00Z",
        }
        for index, (interest, title) in enumerate(pairs)
    ]


def share_of(interest: str, video_ids: list[str]) -> float:
    """Return which share of these videos is of the interest."""
    return sum(video_id.startswith(interest) for video_id in video_ids) / len(video_ids)
