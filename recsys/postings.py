"""An inverted index: which of m texts hold each term, made for the cosines of a few further texts to all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from recsys.arrays import FloatArray, IntArray
from recsys.lexical import Terms

_COMMON = 1 / 32
"""Share of the texts from which on a term stands as a dense row: following its postings would take longer than a product."""

_RARE, _NOWHERE = -1, -2
"""Places of a term that is followed, and of one that is in none of the texts."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The TF-IDF of m texts, term by term."""

    matrix: Any
    """(terms, m) scipy CSR, each column of length 1; an empty one for a text without words."""
    counts: IntArray
    """(terms,) in how many of the texts each term is."""
    common: FloatArray
    """(h, m) the rows of the h commonest terms once more, as they are multiplied."""
    places: IntArray
    """(terms + 1,) row of each term in `common`, or one of the two below; the last is of terms that came later."""

    @classmethod
    def of(cls, texts: Any) -> Postings:
        """Return the postings of (m, terms) TF-IDF rows, scipy sparse."""
        matrix = texts.T.tocsr()
        counts = np.diff(matrix.indptr)
        common = np.flatnonzero(counts >= max(_COMMON * matrix.shape[1], 1))
        places = np.append(np.where(counts > 0, _RARE, _NOWHERE), _NOWHERE)
        places[common] = np.arange(len(common))
        return cls(matrix, counts, matrix[common].toarray(), places)

    def with_text(self, text: Any, place: int) -> Postings:
        """Return the postings with a (1, terms) TF-IDF row, scipy CSR, inserted as the text of that place."""
        texts, terms = self.matrix.T.tocsr(), max(self.matrix.shape[0], text.shape[1])
        texts.resize((texts.shape[0], terms))
        text = sparse.csr_matrix((text.data, text.indices, text.indptr), shape=(1, terms))
        return Postings.of(sparse.vstack([texts[:place], text, texts[place:]]))

    def cosines(self, texts: Terms) -> FloatArray:
        """Return (n, m) float32 cosines of n texts to these; terms newer than these match nothing."""
        n = len(texts.bounds) - 1
        owners = np.repeat(np.arange(n), np.diff(texts.bounds))
        places = self.places[np.minimum(texts.ids, len(self.places) - 1)]
        common = np.flatnonzero(places >= 0)
        dense = np.zeros((n, len(self.common)), dtype=np.float32)
        dense[owners[common], places[common]] = texts.weights[common]
        cosines = dense @ self.common
        rare = np.flatnonzero(places == _RARE)
        self._follow(cosines, texts.ids[rare], texts.weights[rare], owners[rare])
        return cosines

    def _follow(self, cosines: FloatArray, terms: IntArray, weights: FloatArray, owners: IntArray) -> None:
        """Add to (n, m) cosines what rare terms, held with these weights by the texts in rows `owners`, say."""
        starts, counts = self.matrix.indptr[terms], self.counts[terms]
        ends = np.cumsum(counts)
        postings = np.arange(counts.sum()) + np.repeat(starts - (ends - counts), counts)
        cells = np.repeat(owners * cosines.shape[1], counts) + self.matrix.indices[postings]
        np.add.at(cosines.reshape(-1), cells, np.repeat(weights, counts) * self.matrix.data[postings])
