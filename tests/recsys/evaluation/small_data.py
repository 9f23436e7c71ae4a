"""A made-up data set whose right answers are plain: people who want either bread or stars, and pages biased by place."""

from __future__ import annotations

from pathlib import Path

import numpy as np

SUBJECTS = {
    "bread": ("sourdough", "baguette", "flour", "oven", "yeast", "dough", "rye", "croissant"),
    "stars": ("telescope", "galaxy", "planet", "orbit", "comet", "nebula", "moon", "eclipse"),
}
EACH = 16
NIGHT = 86_400
SLATES, CARDS = 10, 8


def write_people(folder: Path) -> Path:
    """Write items and events: four people for each subject watch all but one of its videos, in different orders."""
    items = ["item_id,title,view_count"]
    events = ["user_id,item_id,timestamp"]
    for subject, words in SUBJECTS.items():
        items += [f"{subject}{n},{subject} {words[n % 8]} and {words[(n + n // 8 + 1) % 8]},100" for n in range(EACH)]
        for person in range(4):
            watched = [(n * 5 + person * 3) % EACH for n in range(EACH - 1)]
            events += [f"{subject}{person},{subject}{n},{place * NIGHT}" for place, n in enumerate(watched)]
    (folder / "items.csv").write_text("\n".join(items))
    (folder / "events.csv").write_text("\n".join(events))
    return folder


def write_parts(folder: Path) -> Path:
    """Write users: even numbers are for development."""
    users = [
        f"{subject}{person},{('development', 'held_out')[person % 2]}" for subject in SUBJECTS for person in range(4)
    ]
    (folder / "users.csv").write_text("\n".join(["user_id,part", *users]))
    return folder


def write_truth(folder: Path) -> Path:
    """Write how much each person wants each item: 0.9 of their own subject, 0.1 of the other."""
    people = [f"{subject}{person}" for subject in SUBJECTS for person in range(4)]
    items = [f"{subject}{n}" for subject in SUBJECTS for n in range(EACH)]
    wanted = [[0.9 if person[:5] == item[:5] else 0.1 for item in items] for person in people]
    np.savez(folder / "truth.npz", user_id=people, item_id=items, utilities=np.array(wanted, dtype=np.float16))
    return folder


def write_slates(folder: Path) -> Path:
    """Write impressions: half of each page is unwanted and stands first, where each time one card is clicked and watched.

    The wanted ones stand behind, where hardly anybody looks; one of them is clicked all the same.
    """
    rows = ["user_id,slate_id,position,item_id,timestamp,clicked,watched_fraction,examination,utility"]
    for subject, other in (("bread", "stars"), ("stars", "bread")):
        for person in range(4):
            for slate in range(SLATES):
                at = (EACH - 1 - SLATES + slate) * NIGHT + 60
                for place in range(CARDS):
                    wanted = place >= CARDS // 2
                    item = f"{subject if wanted else other}{(place * 3 + slate + person) % EACH}"
                    clicked = place in (0, CARDS - 1 - slate % 3)
                    row = (f"{subject}{person}", f"{subject}{person}-{slate}", place, item, at, int(clicked))
                    rows.append(
                        ",".join(map(str, (*row, 0.8 if clicked else "", 1 / (1 + place**2), 0.9 if wanted else 0.1)))
                    )
    (folder / "impressions.csv").write_text("\n".join(rows))
    return folder
