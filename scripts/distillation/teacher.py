"""The teacher: a sentence transformer in a folder, asked for unit vectors of texts and of single tokens."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from recsys.arrays import FloatArray, unit_rows

LONGEST_TEXT: Final = 128  # tokens; hardly a text of ours is longer
BATCH_SIZE: Final = 64


class Teacher:
    """Encode token lists with `model.onnx` and `tokenizer.json` of a folder, by mean pooling."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST_TEXT)
        self.vocabulary_size: int = self._tokenizer.get_vocab_size()
        known = self._tokenizer.get_vocab()
        self.special: list[int] = [known[name] for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
        self._frame = (known["[CLS]"], known["[SEP]"])

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of each text, the two that frame it included."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def token_vectors(self) -> FloatArray:
        """Return the (vocabulary, d) vectors of texts that hold one token each."""
        first, last = self._frame
        return self.encode([[first, token, last] for token in range(self.vocabulary_size)])

    def encode(self, tokens: Sequence[Sequence[int]]) -> FloatArray:
        """Return (n, d) unit vectors; texts of like length share a batch, progress goes to stderr."""
        order = sorted(range(len(tokens)), key=lambda index: len(tokens[index]))
        batches = [order[start : start + BATCH_SIZE] for start in range(0, len(order), BATCH_SIZE)]
        encoded = []
        for number, batch in enumerate(batches):
            encoded.append(self._encode_batch([tokens[index] for index in batch]))
            if number % 50 == 0:
                print(f"\r{number * BATCH_SIZE:7d} of {len(tokens)}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        vectors = np.concatenate(encoded)
        vectors[order] = vectors.copy()
        return vectors

    def _encode_batch(self, tokens: Sequence[Sequence[int]]) -> FloatArray:
        ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(tokens):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(["last_hidden_state"], inputs)
        return unit_rows((states * mask[:, :, None]).sum(axis=1))


def cached(
    folder: Path, name: str, key: Sequence[str], teacher: Teacher, tokens: Sequence[Sequence[int]]
) -> FloatArray:
    """Return the teacher's vectors of `tokens`, from the cache when it holds those of just these texts (`key`)."""
    digest = hashlib.sha256("\0".join(key).encode()).hexdigest()[:16]
    path = folder / f"{name}-{digest}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.save(path, teacher.encode(tokens))
    vectors: FloatArray = np.load(path)
    return vectors
