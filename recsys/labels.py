"""Names for clusters of videos, from the words that set them apart (as in c-TF-IDF, a cluster is one document)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog
from recsys.lexical import tokens

_TERMS = 3
_BETWEEN = " · "
_MIN_LETTERS = 3
# Words that set nothing apart, in the languages most titles are written in. Rare words win anyway; this is for small data.
_STOPWORDS = frozenset(
    tokens(
        "the and for with from this that you your how what why are was not all can our out new official video "
        "part full episode der die das und mit für von ist ein eine nicht wie les des une pour dans avec est sur "
        "que del los las por con una para como uma com não mais "
        "videos vídeo live shorts short viral trending oficial officiel offiziell"
    )
)


def label_clusters(catalog: Catalog, members: Sequence[IntArray]) -> tuple[str, ...]:
    """Return a label such as "rust · compiler · borrow" for each cluster of rows; "interest 1" where words are missing."""
    return tuple(_label(catalog, rows) or f"interest {index + 1}" for index, rows in enumerate(members))


def _label(catalog: Catalog, rows: IntArray) -> str:
    return _BETWEEN.join(telling_terms(catalog, rows, _TERMS))


def is_of_terms(label: str) -> bool:
    """Return whether a label was made here, and nobody has given the cluster a name since."""
    return _BETWEEN in label or re.fullmatch(r"interest \d+( \(\d+\))?", label) is not None


def telling_terms(catalog: Catalog, rows: IntArray, most: int) -> list[str]:
    """Return the terms of the greatest share of the cluster × rarity in the catalogue, each said once, the most telling first.

    What many channels say outweighs what is rarer and said by one: their votes count to the third power (docs/evaluation.md).
    """
    words, votes = catalog.lexicon.matrix(rows), _votes(catalog.channel[rows])
    sums = (words.T @ votes) * np.square((words > 0).T @ votes)
    chosen: list[str] = []
    for term_id in np.argsort(-sums, kind="stable"):
        if sums[term_id] <= 0 or len(chosen) == most:
            break
        term = catalog.lexicon.term(int(term_id))
        if _tells(term) and not any(_overlap(term, other) for other in chosen):
            chosen.append(term)
    return chosen


def _votes(channels: IntArray) -> FloatArray:
    """Return (n,) weights that give each channel one vote, lest its own name become the label; unknown ones count one each."""
    _, group, sizes = np.unique(channels, return_inverse=True, return_counts=True)
    return np.where(channels < 0, 1.0, 1.0 / sizes[group])


def _overlap(term: str, other: str) -> bool:
    """Return whether two terms say the same: one within the other, or neighbouring pairs of unspaced writing."""
    return term in other or other in term or (not term.isascii() and len(term) == 2 and bool(set(term) & set(other)))


def _tells(term: str) -> bool:
    return term not in _STOPWORDS and not term.isdigit() and (len(term) >= _MIN_LETTERS or not term.isascii())
