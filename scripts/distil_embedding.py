"""Distil a sentence transformer into the static token table that ships with the product.

    python -m scripts.distil_embedding --teacher FOLDER --data FOLDER --cache FOLDER [--out recsys/static_model]

Needs the packages of requirements-dev.txt, the data described in docs/embedding.md, and about ten minutes of two cores,
nearly all of them the teacher's; its vectors are kept in the cache folder.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from scipy import sparse

from recsys.arrays import BoolArray, FloatArray
from recsys.embedding import STATIC_MODEL_DIR
from scripts.distillation import fit
from scripts.distillation.model_file import write_model
from scripts.distillation.teacher import Teacher, cached
from scripts.distillation.texts import Text, read_texts

DIMENSIONS: Final = 256
RIDGES: Final = (0.3, 1.0, 3.0)
"""Strengths tried; the one whose cosine with the teacher is best on the texts kept for choosing is used."""


def main() -> None:
    """Read, encode, fit, write, report."""
    arguments = _arguments()
    left_out = {video_id for path in arguments.without for video_id in json.loads(path.read_text())["video_ids"]}
    texts = read_texts(arguments.data, left_out)
    teacher = Teacher(arguments.teacher, arguments.threads)
    tokens = teacher.tokens([text.text for text in texts])
    vectors = cached(arguments.cache, "texts", [text.text for text in texts], teacher, tokens)
    counts = fit.count_matrix(tokens, teacher.vocabulary_size, teacher.special)
    table = _distil(texts, counts, vectors, teacher)
    write_model(table, arguments.teacher, arguments.out)
    size = sum(path.stat().st_size for path in arguments.out.iterdir())
    print(f"{arguments.out}: {size / 1e6:.2f} MB")


def _distil(texts: Sequence[Text], counts: sparse.csr_matrix, vectors: FloatArray, teacher: Teacher) -> FloatArray:
    known = np.asarray(counts.sum(axis=1)).ravel() > 0  # a text in a script the vocabulary lacks teaches nothing
    parts = np.array([text.part for text in texts])
    fitted, chosen = (parts == "fit") & known, (parts == "choose") & known
    axes = fit.principal_axes(vectors[fitted], DIMENSIONS)
    targets = vectors @ axes
    first = fit.zero_rows(fit.first_table(teacher.token_vectors() @ axes, counts[fitted]), teacher.special)
    print(f"{len(texts)} texts, {fitted.sum()} of them fitted; {DIMENSIONS} axes keep {_energy(targets[fitted]):.3f}")
    tables = {ridge: fit.fit_table(counts[fitted], targets[fitted], first, ridge) for ridge in RIDGES}
    scores = {ridge: fit.cosines(counts[chosen], table, targets[chosen]).mean() for ridge, table in tables.items()}
    best = max(scores, key=lambda ridge: scores[ridge])
    print("cosine on the texts for choosing:", {ridge: round(float(score), 4) for ridge, score in scores.items()})
    _report(texts, parts, known, {"before fitting": first, f"ridge {best}": tables[best]}, counts, targets)
    return tables[best]


def _energy(targets: FloatArray) -> float:
    """Return how much of the teacher's unit vectors is left in the axes, 0 to 1."""
    return float(np.einsum("nd,nd->", targets, targets) / len(targets))


def _report(
    texts: Sequence[Text],
    parts: np.ndarray[tuple[int, ...], np.dtype[np.str_]],
    known: BoolArray,
    tables: dict[str, FloatArray],
    counts: sparse.csr_matrix,
    targets: FloatArray,
) -> None:
    """Print the mean cosine with the teacher's whole vector, what the axes lose included, for each part and source."""
    sources = np.array([text.source for text in texts])
    for name, table in tables.items():
        cosines = fit.cosines(counts, table, targets)
        for part in np.unique(parts):
            here = (parts == part) & known
            by_source = {
                str(s): round(float(cosines[here & (sources == s)].mean()), 3) for s in np.unique(sources[here])
            }
            print(f"{name:>15} {part:18} {cosines[here].mean():.4f} of {here.sum()} {by_source}")


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Distil a sentence transformer into a static token table.")
    parser.add_argument("--teacher", type=_folder, required=True, help="folder with model.onnx and tokenizer.json")
    parser.add_argument("--data", type=_folder, required=True, help="folder of the data sets")
    parser.add_argument("--cache", type=Path, required=True, help="where the teacher's vectors are kept")
    parser.add_argument("--out", type=Path, default=STATIC_MODEL_DIR, help="folder to write (the package's own)")
    parser.add_argument(
        "--without",
        type=Path,
        nargs="*",
        default=[],
        help="JSON files whose `video_ids` are left out, such as reports of scripts/evaluate",
    )
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
