"""Two interests among a few dozen titles: the packaged model and the served pipeline put both before the rest."""

from __future__ import annotations

import numpy as np
import pytest

from recsys.catalog import Catalog, Video
from recsys.embedding import Embedder, video_text
from recsys.history import Event, EventKind, History
from recsys.metrics import precision
from recsys.personas import Personas
from recsys.pipeline import Pipeline
from recsys.slate import Context, Limits
from recsys.taste import learn

NOW = 1_800_000_000.0
LIKED = {
    "baking": [
        "No-knead sourdough bread for beginners",
        "Crispy baguettes in a home oven",
        "Why your pizza dough does not rise",
        "Cinnamon rolls with cream cheese frosting",
        "Flaky croissants from scratch",
        "Banana bread in one bowl",
    ],
    "astronomy": [
        "The James Webb telescope looks at the first galaxies",
        "How black holes bend light",
        "What is inside a neutron star?",
        "Watching Saturn's rings through a small telescope",
        "Why Venus spins backwards",
        "A night under the Milky Way: astrophotography basics",
    ],
}
ON_TOPIC = [
    "Soft dinner rolls everybody asks for",
    "Chocolate chip cookies: the science of brown butter",
    "Rye bread with a long fermentation",
    "Apple pie with a lattice crust",
    "Focaccia with rosemary and olive oil",
    "The expanding universe in ten minutes",
    "Jupiter's moons and where life could hide",
    "How stars die: supernova explained",
    "Mars rover finds ancient river bed",
    "Choosing your first telescope",
]
OFF_TOPIC = [
    "Fortnite season finale live event",
    "Premier League: all goals of the weekend",
    "Unboxing the new gaming laptop",
    "Ten minute abs workout at home",
    "Official music video: summer love",
    "Election night: what the polls say",
    "I bought a rusty motorcycle for 100 dollars",
    "Learn guitar chords in one day",
    "Funny cats falling off sofas",
    "Stock market crash explained by a trader",
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def catalogue_of(embedder: Embedder, titles: list[str]) -> Catalog:
    videos = [Video(f"planted{number:04d}", title) for number, title in enumerate(titles)]
    catalog = Catalog(embedder.dimensions)
    catalog.set_vectors(catalog.put(videos), embedder.embed([video_text(video) for video in videos]))
    return catalog


def test_two_interests_stand_in_the_upper_half_of_the_page(embedder: Embedder) -> None:
    liked = [title for titles in LIKED.values() for title in titles]
    catalog = catalogue_of(embedder, liked + ON_TOPIC + OFF_TOPIC)
    likes = [Event(catalog.video(row).video_id, EventKind.THUMBS_UP, NOW - 3600.0 * row) for row in range(len(liked))]
    history = History.from_events(likes, catalog)
    taste = learn(catalog, history, personas=Personas.none(embedder.dimensions), topics=(), now=NOW)
    rng = np.random.default_rng(0)
    cards = rng.permutation(np.arange(len(liked), len(catalog)))
    slate = Pipeline().rank(catalog, taste, cards, Limits(), Context(surface="home", now=NOW), rng)
    on_topic = slate.rows < len(liked) + len(ON_TOPIC)
    assert precision(on_topic, len(ON_TOPIC)) >= 0.8
