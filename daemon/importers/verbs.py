"""How a row's sentence is built round a title: `Watched X`, `X angesehen`, `X を視聴しました`, or in a language not listed here.

JSON rows hold the whole sentence. The words round the title are the same in every row of a file, so a file tells them
itself: exactly, by its rows for unavailable videos, whose title is the row's own address; else by what all rows share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from .phrases import KNOWN, Doing, Phrase

_SAMPLE: Final = 2000
_LONGEST: Final = 1000
"""Characters; a longer sentence teaches nothing and would only fill the memory."""
_ENOUGH: Final = 5
"""Distinct titles from which what they share is taken for the sentence, not for chance."""
_MANY: Final = 20
"""From here on single letters are no chance either, as in scripts that set no space there."""
_SHARED: Final = 0.9
_TOLD: Final = 0.3
"""The share of rows a sentence must fit: all it needs be where told or listed, nearly all where it is a guess. In My Activity
likes and saved videos stand between the watches."""


@dataclass(slots=True)
class Verbs:
    """What one file's rows say round their titles; `hear` all rows, then `settle`, then ask.

    watching: the sentence of this file's watches. elsewhere: those of the files beside it, for one too small to tell.
    """

    watching: Phrase | None = None
    elsewhere: tuple[Phrase, ...] = ()
    _titles: set[str] = field(default_factory=set)
    _exact: Counter[Phrase] = field(default_factory=Counter)

    def hear(self, sentence: str, url: str) -> None:
        """Take in the sentence of a row that links to a video."""
        if len(sentence) > _LONGEST:
            return
        sentence = _even(sentence)
        if len(self._titles) < _SAMPLE:
            self._titles.add(sentence)
        before, found, after = sentence.partition(url)
        if found:
            self.hear_words(before, after)

    def hear_words(self, before: str, after: str) -> None:
        """Take in the words round a link to a video, as HTML keeps them apart."""
        phrase = Phrase("watch", _even(before), _even(after))
        if phrase in self._exact or len(self._exact) < _SAMPLE:
            self._exact[phrase] += 1

    def settle(self) -> None:
        """Choose the sentence most rows fit: told exactly, listed, or what the rows share."""
        titles = list(self._titles)
        spoken = [phrase for phrase, _ in self._exact.most_common(_ENOUGH) if any(phrase[1:]) and not _is_else(phrase)]
        if not titles:
            self.watching = next(iter(spoken), None)
            return
        listed = [phrase for phrase in KNOWN if phrase.doing == "watch"]
        candidates = [*spoken, *listed]
        best = max(candidates, key=lambda phrase: (_fitting(phrase, titles), len(phrase.before + phrase.after)))
        if _fitting(best, titles) >= _TOLD * len(titles):
            self.watching = best
        elif len(titles) >= _ENOUGH:
            self.watching = _shared(titles)

    @property
    def heard(self) -> int:
        """How many different sentences there were to learn from, up to the size of a sample."""
        return len(self._titles)

    def agree(self, spoken: tuple[Phrase, ...]) -> None:
        """Take over the first sentence of other files that fits this file as well as its own."""
        self.elsewhere = spoken
        if self.watching is not None:
            own = _fitting(self.watching, self._titles)
            self.watching = next((phrase for phrase in spoken if _fitting(phrase, self._titles) >= own), self.watching)

    def split(self, sentence: str) -> tuple[Doing | None, str]:
        """Return what was done, None where the words are unknown, and the bare title."""
        even = _even(sentence)
        own = () if self.watching is None else (self.watching,)
        for phrase in chain(own, self.elsewhere, KNOWN):
            if phrase.fits(even):
                return phrase.doing, phrase.title_in(sentence)
        return None, sentence

    def doing(self, before: str, after: str) -> Doing | None:
        """Say what the words round a link mean, as HTML keeps them apart; None where they are unknown."""
        words = _even(before).strip(), _even(after).strip()
        if self.watching and words == (self.watching.before.strip(), self.watching.after.strip()):
            return "watch"
        return _BY_WORDS.get(words)

    def speaks_of_watching(self, sentence: str) -> bool:
        """Whether a row without a link tells of a video all the same: one that was removed."""
        known = (self.watching,) if self.watching else [phrase for phrase in KNOWN if phrase.doing == "watch"]
        words = [(phrase.before.strip(_AROUND), phrase.after.strip(_AROUND)) for phrase in known]
        return any(before in sentence and after in sentence for before, after in words)


_AROUND: Final = ' "“”„«»「」:'
_BY_WORDS: Final = {(phrase.before.strip(), phrase.after.strip()): phrase.doing for phrase in KNOWN}


def _even(text: str) -> str:
    return text.replace("\u00a0", " ")


def _is_else(phrase: Phrase) -> bool:
    return _BY_WORDS.get((phrase.before.strip(), phrase.after.strip()), "watch") != "watch"


def _fitting(phrase: Phrase, titles: Iterable[str]) -> int:
    return sum(phrase.fits(title) for title in titles)


def _shared(titles: Sequence[str]) -> Phrase | None:
    before = _common_start(titles)
    after = _common_start([title[::-1] for title in titles])
    if len(titles) < _MANY:
        before, after = _whole_words(before), _whole_words(after)
    return Phrase("watch", before, after[::-1]) if before or after else None


def _common_start(texts: Sequence[str]) -> str:
    """Return the longest start that nearly all texts share."""
    start = ""
    while True:
        following = Counter(text[len(start)] for text in texts if len(text) > len(start) and text.startswith(start))
        letter, count = following.most_common(1)[0] if following else ("", 0)
        if count < _SHARED * len(texts):
            return start
        start += letter


def _whole_words(start: str) -> str:
    """Cut behind the last space: a few titles may share their first letters by chance."""
    return start[: start.rfind(" ") + 1]
