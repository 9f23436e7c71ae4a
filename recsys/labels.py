"""Names for clusters of videos, from the words that set them apart (as in c-TF-IDF, a cluster is one document), as they are said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from recsys.arrays import FloatArray, IntArray
from recsys.catalog import Catalog, Video
from recsys.lexical import is_unspaced, tokens, words
from recsys.steps import Steps

_TERMS = 3
_BETWEEN = " · "
_MIN_LETTERS = 3
_FEWEST = 2
_FEW_VOTES = 3
_MORE_THAN_ONE = 1.5
"""Votes of two channels, be they rounded."""
_LONGEST_WORDS, _LONGEST_CHARACTERS = 3, 8
_READ = 200
"""Videos whose texts are read for how a word is said."""
_WHOLE_IN_TWO = re.compile("[\u3400-\u9fff\uac00-\ud7af]{2}")
"""Han and hangul may be a word in two characters; pairs of other unspaced writing are pieces of one."""
# Words that set nothing apart, in the languages most titles are written in. Rare words win anyway; this is for small data.
_STOPWORDS = frozenset(
    tokens(
        "the and for with from this that you your how what why are was not all can our out new official video "
        "part full episode der die das und mit für von ist ein eine nicht wie les des une pour dans avec est sur "
        "que del los las por con una para como uma com não mais "
        "videos vídeo live shorts short viral trending oficial officiel offiziell "
        "topic"  # the channels YouTube makes of music are called "Somebody - Topic"
    )
)


def label_clusters(catalog: Catalog, members: Sequence[IntArray]) -> Steps[tuple[str, ...]]:
    """Return a label such as "rust · compiler · borrow" for each cluster of rows; "interest 1" where words are missing."""
    labels = list[str]()
    for rows in members:
        phrases = yield from telling_phrases(catalog, rows, _TERMS)
        labels.append(_BETWEEN.join(phrases) or f"interest {len(labels) + 1}")
    return tuple(labels)


def is_of_terms(label: str) -> bool:
    """Return whether a label was made here, and nobody has given the cluster a name since."""
    return _BETWEEN in label or re.fullmatch(r"interest \d+( \(\d+\))?", label) is not None


def telling_terms(catalog: Catalog, rows: IntArray, most: int) -> list[str]:
    """Return the terms of the greatest share of the cluster × rarity in the catalogue, each said once, the most telling first.

    What many channels say outweighs what is rarer and said by one: their votes count to the third power (docs/evaluation.md).
    """
    chosen: list[str] = []
    for term, _ in _by_telling(catalog, rows):
        if len(chosen) == most:
            break
        if not any(_overlap(term, other) for other in chosen):
            chosen.append(term)
    return chosen


def telling_phrases(catalog: Catalog, rows: IntArray, most: int) -> Steps[list[str]]:
    """Return the most telling terms as they are said: "league of legends", not "league" and "legends"; no word comes twice.

    What one channel alone says, or what is said beside a chosen phrase as a rule, comes only where there would be less than
    two. Of two or three channels nobody can tell so what is theirs alone: there it is the words of their names.
    """
    chosen, spare = list[str](), list[str]()
    most_votes = float(_votes(catalog.channel[rows]).sum())
    for term, votes in _by_telling(catalog, rows):
        if len(chosen) == most:
            break
        yield
        if any(_overlap(term, word) for phrase in chosen for word in phrase.split()):
            continue
        if votes < _MORE_THAN_ONE and (most_votes > _FEW_VOTES or _is_a_name(catalog, rows, term)):
            spare.append(term)
            continue
        phrase = _as_said(catalog, rows, term)
        if not _is_whole(phrase) or any(_share_a_word(phrase, other) for other in chosen):
            spare.append(term)
        else:
            chosen.append(phrase)
    left = [term for term in spare if not any(_share_a_word(term, phrase) for phrase in chosen)]
    return chosen + left[: max(min(most, _FEWEST) - len(chosen), 0)]


def _by_telling(catalog: Catalog, rows: IntArray) -> Iterator[tuple[str, float]]:
    """Yield the terms that tell anything, the most telling first, each with the votes it has."""
    matrix, votes = catalog.lexicon.matrix(rows), _votes(catalog.channel[rows])
    said_by = (matrix > 0).T @ votes
    sums = (matrix.T @ votes) * np.square(said_by)
    for term_id in np.argsort(-sums, kind="stable"):
        if sums[term_id] <= 0:
            return
        term = catalog.lexicon.term(int(term_id))
        if _tells(term):
            yield term, float(said_by[term_id])


def _as_said(catalog: Catalog, rows: IntArray, term: str) -> str:
    """Return the term with the neighbours that half of those who say it give it, in titles and tags; a channel has one vote."""
    said = rows[catalog.lexicon.containing([term], rows)][:_READ]
    votes = _votes(catalog.channel[said])
    runs = [_runs(catalog.video(int(row)), term) for row in said]
    phrase = tuple(term) if is_unspaced(term) else (term,)
    longest = _LONGEST_CHARACTERS if is_unspaced(term) else _LONGEST_WORDS
    while len(phrase) < longest:
        longer = Counter[tuple[str, ...]]()
        for of_one, vote in zip(runs, votes.tolist(), strict=True):
            for each in {grown for run in of_one for grown in _grown(run, phrase)}:
                longer[each] += vote
        best = max(longer, key=lambda each: (longer[each], each), default=phrase)
        if longer[best] < votes.sum() / 2:
            break
        phrase = best
    return "".join(phrase) if is_unspaced(term) else " ".join(_trimmed(phrase))


def _is_a_name(catalog: Catalog, rows: IntArray, term: str) -> bool:
    """Return whether the term is of a channel's name, and of no title or tag."""
    said = [catalog.video(int(row)) for row in rows[catalog.lexicon.containing([term], rows)][:_READ]]
    is_named = any(term in tokens(video.channel_name or "") for video in said)
    return is_named and not any(term in tokens(text) for video in said for text in (video.title, *video.tags))


def _runs(video: Video, term: str) -> list[list[str]]:
    """Return title and tags as runs of words, or of characters for a term of unspaced writing."""
    texts = [words(text) for text in (video.title, *video.tags)]
    return [list(word) for text in texts for word in text if is_unspaced(word)] if is_unspaced(term) else texts


def _grown(run: Sequence[str], phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield what a phrase becomes with its neighbour before and behind, wherever it stands in a run."""
    for start in range(len(run) - len(phrase) + 1):
        end = start + len(phrase)
        if tuple(run[start:end]) == phrase:
            if start > 0:
                yield (run[start - 1], *phrase)
            if end < len(run):
                yield (*phrase, run[end])


def _trimmed(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """Return the phrase without filler at its ends; a number may stand there ("gta 5")."""
    telling = [place for place, word in enumerate(phrase) if _tells(word) or word.isdigit()]
    return phrase[telling[0] : telling[-1] + 1] if telling else phrase


def _is_whole(phrase: str) -> bool:
    return len(phrase) >= _MIN_LETTERS or not is_unspaced(phrase) or _WHOLE_IN_TWO.fullmatch(phrase) is not None


def _share_a_word(phrase: str, other: str) -> bool:
    telling = [[word for word in each.split() if _tells(word)] for each in (phrase, other)]
    return any(_overlap(one, two) for one in telling[0] for two in telling[1])


def _votes(channels: IntArray) -> FloatArray:
    """Return (n,) weights that give each channel one vote, lest its own name become the label; unknown ones count one each."""
    _, group, sizes = np.unique(channels, return_inverse=True, return_counts=True)
    return np.where(channels < 0, 1.0, 1.0 / sizes[group])


def _overlap(term: str, other: str) -> bool:
    """Return whether two terms say the same: one within the other, or neighbouring pairs of unspaced writing."""
    return term in other or other in term or (not term.isascii() and len(term) == 2 and bool(set(term) & set(other)))


def _tells(term: str) -> bool:
    return term not in _STOPWORDS and not term.isdigit() and (len(term) >= _MIN_LETTERS or not term.isascii())
