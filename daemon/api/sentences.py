"""Sentences for the person, which a program may say in another language."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from daemon.recommender.states import Sentence
from daemon.rescue import Rescue


class SentenceOut(BaseModel):
    """`text` is the sentence in English; `form` tells which one it is (empty: it has no other words), `names` what stands in it."""

    text: str
    form: str = ""
    names: list[str] = []


def sentences_out(rescue: Rescue | None, said: Iterable[Sentence]) -> list[SentenceOut]:
    """Return what there is to say of a feed: first that data were rescued, if they were."""
    first = [SentenceOut(text=rescue.sentence)] if rescue else []
    return first + [SentenceOut(text=each.text, form=each.form, names=list(each.names)) for each in said]
