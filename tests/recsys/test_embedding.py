"""The packaged model, as the product loads it: no network, unit rows, and a zero row where nothing is known."""

from __future__ import annotations

import socket
from pathlib import Path

import numpy as np
import pytest

from recsys.catalog import Video
from recsys.embedding import STATIC_MODEL_DIR, Embedder, video_text

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_every_text_gets_a_vector_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed(["How to build a server rack", "Sourdough bread for beginners"])
    assert vectors.shape == (2, embedder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_like_titles_are_nearer_than_unlike_ones(embedder: Embedder) -> None:
    rack, storage, speedrun = embedder.embed(
        ["How to build a homelab server rack", "Rack mounting a NAS at home", "Minecraft speedrun world record"]
    )
    assert rack @ storage > rack @ speedrun + 0.2


@pytest.mark.parametrize(
    "text", ["", "   \n", "\u1234\u1235", "🜁🜂"], ids=["empty", "blank", "unknown script", "unknown signs"]
)
def test_a_text_without_a_known_word_gets_a_zero_row(embedder: Embedder, text: str) -> None:
    vectors = embedder.embed([text, "a known word"])
    assert not vectors[0].any()
    assert vectors[1].any()


def test_no_text_gives_no_row(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_rows_stand_in_the_order_of_the_texts_whatever_their_length(embedder: Embedder) -> None:
    texts = ["cats and dogs " * length for length in range(150, 0, -1)]
    texts[70] = "quantum physics lecture"
    vectors = embedder.embed(texts)
    assert np.argmin(vectors @ vectors[0]) == 70


def test_a_vector_does_not_depend_on_its_neighbours_in_the_batch(embedder: Embedder) -> None:
    alone = embedder.embed(["chess"])[0]
    together = embedder.embed(["chess", "a much longer title that makes the batch wider than one word"])[0]
    np.testing.assert_allclose(alone, together, atol=1e-6)


def test_the_default_model_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Embedder().embed(["offline"]).any()


def test_a_folder_with_a_model_is_a_model_too(embedder: Embedder) -> None:
    """Anybody may pool the rows themselves; the sum inside the packaged model points the same way."""
    from_folder = Embedder(str(STATIC_MODEL_DIR))
    texts = ["jazz piano improvisation", "cats"]
    np.testing.assert_allclose(from_folder.embed(texts), embedder.embed(texts), atol=1e-5)


def test_a_model_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no-such-model"):
        Embedder("no-such-model")


def test_a_folder_without_a_model_is_refused_and_looked_for_nowhere_else(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(ValueError, match=r"no model\.onnx"):
            Embedder(str(folder))


def test_the_packaged_model_stays_small(embedder: Embedder) -> None:
    assert sum(path.stat().st_size for path in Path(STATIC_MODEL_DIR).iterdir()) <= 10 * MEGABYTE
    assert embedder.dimensions <= 256


def test_a_video_is_embedded_by_title_channel_tags_and_the_heads_of_its_texts() -> None:
    video = Video(
        "a" * 11, "Rust in 100 seconds", channel_name="Fireship", tags=("rust", "code"), description="About " * 90
    )
    text = video_text(video, transcript="hello " * 90)
    assert text.startswith("Rust in 100 seconds. Fireship. rust, code. About About")
    assert text.count("About") == 50
    assert text.count("hello") == 50


def test_what_is_not_known_of_a_video_leaves_no_trace() -> None:
    assert video_text(Video("a" * 11, "Only a title")) == "Only a title"
    assert video_text(Video("a" * 11)) == ""
