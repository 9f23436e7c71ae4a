"""Groups of vectors: the heavy half of making personas, which runs in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys.arrays import FloatArray, IntArray, unit_rows

MIN_POSITIVES = 30
"""Positives from which on clusters mean something."""
MIN_PERSONAS, MAX_PERSONAS = 2, 12
VIDEOS_EACH = 5
"""Positives a persona must rest on, on average, before so many of them are searched for."""
SILHOUETTE_NOISE = 0.03
"""Silhouettes so near to the best are as good: the fewest personas win, for a person has to live with them."""

_SILHOUETTE_SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Clustering:
    """k groups of m vectors."""

    centroids: FloatArray
    """(k, d) of length 1."""
    assignment: IntArray
    """(m,) group of each vector."""
    silhouette: float
    """Mean silhouette by cosine in [-1, 1]."""


def cluster(vectors: FloatArray, weights: FloatArray, *, k: int | None, rng: np.random.Generator) -> Clustering:
    """Group (m, d) unit vectors by k-means; without k, by the least k in 2 … 12 whose silhouette is as good as the best.

    Raises:
        ValueError: fewer vectors than MIN_POSITIVES, or k outside 2 … 12.
    """
    if len(vectors) < MIN_POSITIVES:
        raise ValueError(f"personas need at least {MIN_POSITIVES} liked or watched videos, there are {len(vectors)}")
    if k is not None and not MIN_PERSONAS <= k <= MAX_PERSONAS:
        raise ValueError(f"k must lie between {MIN_PERSONAS} and {MAX_PERSONAS}, it is {k}")
    seed = int(rng.integers(2**31))
    if k is not None:
        return _kmeans(vectors, weights, k, seed)
    most = min(MAX_PERSONAS, len(vectors) // VIDEOS_EACH)
    tried = [_kmeans(vectors, weights, n, seed) for n in range(MIN_PERSONAS, most + 1)]
    least = max(clustering.silhouette for clustering in tried) - SILHOUETTE_NOISE
    return next(clustering for clustering in tried if clustering.silhouette >= least)


def _kmeans(vectors: FloatArray, weights: FloatArray, k: int, seed: int) -> Clustering:
    # Imported here: 2.8 s and 160 MB that only the clustering process pays.
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    model = KMeans(n_clusters=k, n_init=4, random_state=seed).fit(vectors, sample_weight=weights)
    assignment = np.asarray(model.labels_, dtype=np.int64)
    sampled = np.random.RandomState(seed).permutation(len(vectors))[:_SILHOUETTE_SAMPLE]
    silhouette = -1.0  # of many copies of one video, or where a group is too small to be met in the sample
    if len(np.unique(assignment[sampled])) > 1:
        silhouette = float(silhouette_score(vectors[sampled], assignment[sampled], metric="cosine"))
    return Clustering(unit_rows(model.cluster_centers_.astype(np.float32)), assignment, silhouette)
