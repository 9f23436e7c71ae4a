"""Words as a sparse matrix: which videos share rare words.

Vectors blur names; words do not. On real videos words are worth as much as vectors, on other scripts than Latin more.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from recsys.arrays import BoolArray, FloatArray, IntArray

# Han, kana, hangul and Thai are written without (or with few) spaces: pairs of characters stand in for words.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
# Python's \w leaves out the vowel signs of Indic and Arabic scripts, which would cut words to pieces.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
_WORDS = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}_])[\w{_MARKS}])+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")

_EVERYWHERE = 0.8
"""Share of the videos from which on a word says nothing about any of them …"""
_FEW_ROWS = 5
"""… which cannot be known from so few videos: so many without the word are added."""


def folded(text: str) -> str:
    """Return a text without case, and without other ways of writing the same: bold letters, wide ones, accents apart, ’ for '."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def words(text: str) -> list[str]:
    """Return the words of a text, folded; a run of writing without spaces is one."""
    return _WORDS.findall(folded(text))


def is_unspaced(word: str) -> bool:
    """Return whether a word is of writing without spaces, of which `tokens` makes pairs."""
    return _IS_UNSPACED.match(word) is not None


def tokens(text: str) -> list[str]:
    """Return the `words` of a text, runs without spaces as pairs; single letters and bare numbers are left out."""
    found: list[str] = []
    for word in words(text):
        if not _IS_UNSPACED.match(word):
            found += [word] if len(word) > 1 and not word.isdigit() else []
        else:
            found += [word[i : i + 2] for i in range(max(len(word) - 1, 1))]
    return found


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase in a `folded` text: whole words, where the script sets words apart."""
    phrase = folded(phrase)
    start, end = ("" if _IS_UNSPACED.match(edge) or not edge.isalnum() else guard for edge, guard in _guards(phrase))
    between = r"\W+".join(re.escape(part) for part in phrase.split())
    return re.compile(f"{start}{between}{end}")


def _guards(phrase: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the characters at the two ends of a phrase, and what may not stand beside a letter there."""
    return (phrase.strip()[:1] or " ", r"(?<!\w)"), (phrase.strip()[-1:] or " ", r"(?!\w)")


@dataclass(frozen=True, slots=True)
class Terms:
    """The weighted terms of n texts, one run each: a sparse matrix without what scipy does to make one."""

    bounds: IntArray
    """(n + 1,) where the run of each text begins, and where the last ends."""
    ids: Any
    """(z,) the terms, one run after the other."""
    weights: FloatArray
    """(z,) float32, their TF-IDF; each run is of length 1."""
    count: int
    """Terms there are, or more."""

    def matrix(self) -> Any:
        """Return the same as an (n, count) scipy CSR matrix."""
        shape = (len(self.bounds) - 1, self.count)
        return sparse.csr_matrix((self.weights, self.ids, self.bounds), shape=shape)


class Lexicon:
    """The words of each catalogue row, kept as runs in one pool that only grows.

    A run is `pool[start : start + length]`. A changed row gets a new run; its old one is left behind, which is
    cheap, because a video's words change once or twice in its life.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._terms: list[str] = []
        self._documents = np.zeros(1024, dtype=np.int64)  # videos that hold a term
        self._pool = np.zeros(4096, dtype=np.int32)
        self._counts = np.zeros(4096, dtype=np.float32)
        self._used = 0
        self._starts = np.zeros(1024, dtype=np.int64)
        self._lengths = np.zeros(1024, dtype=np.int64)
        self._rows = 0

    def __len__(self) -> int:
        """Return the number of different terms."""
        return len(self._terms)

    def term(self, term_id: int) -> str:
        """Return the word behind a column of `matrix`."""
        return self._terms[term_id]

    def set(self, row: int, text: str) -> None:
        """Replace the words of one catalogue row."""
        counted = Counter(tokens(text))
        ids = np.array([self._id(term) for term in counted], dtype=np.int64)
        self._starts, self._lengths = _room(self._starts, row + 1), _room(self._lengths, row + 1)
        self._documents[self._run(row)] -= 1
        self._documents[ids] += 1
        start, end = self._used, self._used + len(ids)
        self._pool, self._counts = _room(self._pool, end), _room(self._counts, end)
        self._pool[start:end] = ids
        self._counts[start:end] = list(counted.values())
        self._starts[row], self._lengths[row], self._used = start, len(ids), end
        self._rows = max(self._rows, row + 1)

    def matrix(self, rows: IntArray) -> Any:
        """Return the (n, terms) TF-IDF of rows as a scipy CSR matrix, each of length 1; 0 without words, or for row -1."""
        return self.weighted(rows).matrix()

    def weighted(self, rows: IntArray) -> Terms:
        """Return the same term by term."""
        lengths = np.where(rows >= 0, self._lengths[rows], 0)
        bounds = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=bounds[1:])
        places = np.arange(bounds[-1]) + np.repeat(self._starts[rows] - bounds[:-1], lengths)
        return self._weighted(self._pool[places], self._counts[places], bounds)

    def query(self, texts: Sequence[str]) -> Any:
        """Return the (n, terms) TF-IDF of texts that are no videos; words nobody has used are left out."""
        counted = [Counter(term for term in tokens(text) if term in self._ids) for text in texts]
        indptr = np.concatenate(([0], np.cumsum([len(terms) for terms in counted], dtype=np.int64)))
        ids = np.array([self._ids[term] for terms in counted for term in terms], dtype=np.int32)
        counts = np.array([count for terms in counted for count in terms.values()], dtype=np.float32)
        return self._weighted(ids, counts, indptr).matrix()

    def containing(self, words: Collection[str], rows: IntArray) -> BoolArray:
        """Return (n,) whether each row has all the words, which are as `tokens` returns them."""
        has = np.ones(len(rows), dtype=np.bool_)
        if words:
            terms, ends, lengths = self._terms_of(rows)
            for word in words:
                has &= _any_of_run(terms == self._ids.get(word, -1), ends, lengths)
        return has

    def having(self, character: str, rows: IntArray) -> BoolArray:
        """Return (n,) whether each row has a character of writing without spaces, alone or in a longer run."""
        terms, ends, lengths = self._terms_of(rows)
        with_it = np.fromiter((character in term for term in self._terms), np.bool_, len(self._terms))
        return _any_of_run(with_it[terms], ends, lengths)

    def _terms_of(self, rows: IntArray) -> tuple[Any, IntArray, IntArray]:
        """Return the terms of n rows, one run after the other, and (n,) where each run ends and how long it is."""
        lengths = np.where(rows >= 0, self._lengths[rows], 0)
        ends = np.cumsum(lengths)
        places = np.arange(int(lengths.sum())) + np.repeat(self._starts[rows] - (ends - lengths), lengths)
        return self._pool[places], ends, lengths

    def overlap(self, profile: FloatArray) -> FloatArray:
        """Return, for each row, the sum of a (≤ terms,) profile over its terms, times their rarity, by √ of their number."""
        weights = np.zeros(len(self._documents))
        weights[: len(profile)] = profile
        weights *= self.idf(np.arange(len(weights)))
        sums = np.concatenate(([0.0], np.cumsum(weights[self._pool[: self._used]])))
        starts, lengths = self._starts[: self._rows], self._lengths[: self._rows]
        return np.asarray((sums[starts + lengths] - sums[starts]) / np.sqrt(np.maximum(lengths, 1)))

    def idf(self, term_ids: IntArray) -> FloatArray:
        """Return log((1 + rows) / (1 + rows with the term)) + 1 for each term; 0 for one that nearly every row has."""
        documents = self._documents[term_ids]
        everywhere = documents > _EVERYWHERE * (self._rows + _FEW_ROWS)
        return np.where(everywhere, 0.0, np.log((1 + self._rows) / (1 + documents)) + 1)

    def _weighted(self, ids: Any, counts: FloatArray, bounds: IntArray) -> Terms:
        weights = ((1 + np.log(counts)) * self.idf(ids)).astype(np.float32)
        owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        norms = np.sqrt(np.bincount(owner, weights=weights**2, minlength=len(bounds) - 1))
        weights /= np.where(norms > 0, norms, 1)[owner]
        return Terms(bounds, ids, weights, len(self._documents))

    def _run(self, row: int) -> Any:
        return self._pool[self._starts[row] : self._starts[row] + self._lengths[row]]

    def _id(self, term: str) -> int:
        known = self._ids.get(term)
        if known is not None:
            return known
        self._ids[term] = len(self._terms)
        self._terms.append(term)
        self._documents = _room(self._documents, len(self._terms))
        return len(self._terms) - 1


def _any_of_run(hits: BoolArray, ends: IntArray, lengths: IntArray) -> BoolArray:
    """Return (n,) whether there is a hit in each run."""
    until = np.concatenate(([0], np.cumsum(hits)))
    return np.asarray(until[ends] > until[ends - lengths])


def _room(array: Any, size: int) -> Any:
    """Return the array, or a copy of twice its length (zeros behind) when `size` does not fit."""
    if size <= len(array):
        return array
    grown = np.zeros(max(size, 2 * len(array)), dtype=array.dtype)
    grown[: len(array)] = array
    return grown
