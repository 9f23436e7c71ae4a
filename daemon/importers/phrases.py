"""The sentences Takeout builds round titles, in the languages whose words are known: a first guess, never a condition."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Doing = Literal["watch", "like", "saved", "subscribe", "other"]


class Phrase(NamedTuple):
    """The words before and after a title, and what they say was done."""

    doing: Doing
    before: str
    after: str = ""

    def fits(self, text: str) -> bool:
        """Whether `text` is this sentence round something."""
        enough = len(text) > len(self.before) + len(self.after)
        return enough and text.startswith(self.before) and text.endswith(self.after)

    def title_in(self, text: str) -> str:
        """Return what stands between the words."""
        return text[len(self.before) : len(text) - len(self.after)]


KNOWN: Final = (
    Phrase("watch", "Watched "),
    Phrase("watch", "", " angesehen"),
    Phrase("watch", "Angesehen: "),
    Phrase("watch", "Vous avez regardé "),
    Phrase("watch", "Has visto "),
    Phrase("watch", "", " を視聴しました"),
    Phrase("watch", "", " を再生しました"),
    Phrase("watch", "", " bekeken"),
    Phrase("watch", "Assistiu a "),
    Phrase("watch", 'Assisti "', '"'),
    Phrase("watch", "Hai guardato "),
    Phrase("watch", "Hai visualizzato "),
    Phrase("like", "Liked "),
    Phrase("like", "", " positiv bewertet"),
    Phrase("like", "Vous avez aimé "),
    Phrase("like", "Te ha gustado "),
    Phrase("like", "Te gustó "),
    Phrase("like", "", " を高く評価しました"),
    Phrase("like", "", " leuk gevonden"),
    Phrase("like", "Gostou de "),
    Phrase("like", "Hai messo Mi piace a "),
    Phrase("saved", "Saved "),
    Phrase("saved", "", " gespeichert"),
    Phrase("saved", "Vous avez enregistré "),
    Phrase("saved", "Has guardado "),
    Phrase("saved", "Guardaste "),
    Phrase("saved", "", " を保存しました"),
    Phrase("saved", "", " opgeslagen"),
    Phrase("saved", "Salvou "),
    Phrase("saved", "Hai salvato "),
    Phrase("subscribe", "Subscribed to "),
    Phrase("subscribe", "", " abonniert"),
    Phrase("subscribe", "Vous vous êtes abonné à "),
    Phrase("subscribe", "Te has suscrito a "),
    Phrase("subscribe", "Te suscribiste a "),
    Phrase("subscribe", "", " をチャンネル登録しました"),
    Phrase("subscribe", "Geabonneerd op "),
    Phrase("subscribe", "Inscreveu-se em "),
    Phrase("subscribe", "Ti sei iscritto a "),
    Phrase("other", "Disliked "),
    Phrase("other", "Voted on "),
    Phrase("other", "Commented on "),
    Phrase("other", "Unsubscribed from "),
)
