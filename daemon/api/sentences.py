"""Sentences for the person, which a program may say in another language."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web
from pydantic import BaseModel

from daemon.jobs.allowed import paused_until
from daemon.keys import CLOCK, RECOMMENDER, RESCUE, SETTINGS, STORE
from daemon.recommender.person import Person
from daemon.recommender.slates import Feed
from daemon.recommender.states import Sentence, State
from daemon.rescue import Rescue


class SentenceOut(BaseModel):
    """`text` is the sentence in English; `form` tells which one it is (empty: it has no other words), `names` what stands in it."""

    text: str
    form: str = ""
    names: list[str] = []


async def said_of(app: web.Application, person: Person, feed: Feed) -> tuple[State, list[SentenceOut]]:
    """Return the state of a feed, and what there is to say of it."""
    until = None if feed.items else await paused_until(app[SETTINGS], app[STORE], app[CLOCK])
    state, said = await app[RECOMMENDER].state(person, feed, until)
    return state, sentences_out(app[RESCUE], said)


def sentences_out(rescue: Rescue | None, said: Iterable[Sentence]) -> list[SentenceOut]:
    """Return what there is to say of a feed: first that data were rescued, if they were."""
    first = [SentenceOut(text=rescue.sentence)] if rescue else []
    return first + [SentenceOut(text=each.text, form=each.form, names=list(each.names)) for each in said]
