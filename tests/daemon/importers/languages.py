"""The languages of the exports the tests make: dates, zones and words as Takeout writes them in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.daemon.importers.exports import Language

_SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sept oct nov dic",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
}


def _month(language: str, at: datetime) -> str:
    return _SHORT[language].split()[at.month - 1]


def _time(at: datetime) -> str:
    return f"{at:%H:%M:%S}"


def _half_day(at: datetime, am: str = "AM", pm: str = "PM") -> str:
    return f"{at.hour % 12 or 12}:{at:%M:%S}\u202f{am if at.hour < 12 else pm}"


def _en_us(at: datetime) -> str:
    return f"{_month('en', at)} {at.day}, {at.year}, {_half_day(at)}"


def _day_first(language: str) -> Callable[[datetime], str]:
    return lambda at: f"{at.day} {_month(language, at)} {at.year}, {_time(at)}"


def _pt(at: datetime) -> str:
    return f"{at.day} de {_month('pt', at)} de {at.year}, {_time(at)}"


def _de(at: datetime) -> str:
    return f"{at:%d.%m.%Y}, {_time(at)}"


def _ja(at: datetime) -> str:
    return f"{at:%Y/%m/%d} {_time(at)}"


def _zh(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日 {_time(at)}"


def _ko(at: datetime) -> str:
    return f"{at.year}. {at.month}. {at.day}. {'오전' if at.hour < 12 else '오후'} {at.hour % 12 or 12}:{at:%M:%S}"


def _ar(at: datetime) -> str:
    return f"{at.day:02}\u200f/{at.month:02}\u200f/{at.year}\u060c {_half_day(at, 'ص', 'م')}"


LANGUAGES = (
    Language("en-US", "Watched ", "", "Watched a video that has been removed", "From Google Ads", _en_us, "PDT", -7,
             "Takeout/YouTube and YouTube Music/history", "watch-history"),
    Language("en-GB", "Watched ", "", "Watched a video that has been removed", "From Google Ads", _day_first("en"), "BST", 1,
             "YouTube and YouTube Music/history", "watch-history"),
    Language("de", "", " angesehen", "Ein Video angesehen, das entfernt wurde", "Von Google Ads", _de, "MESZ", 2,
             "Takeout/YouTube und YouTube Music/Verlauf", "Wiedergabeverlauf"),
    Language("fr", "Vous avez regardé ", "", "Vous avez regardé une vidéo qui a été supprimée", "Annonces Google", _day_first("fr"), "HAEC", 2,
             "Takeout/YouTube et YouTube\u00a0Music/historique", "watch-history"),
    Language("es", "Has visto ", "", "Has visto un vídeo que se ha eliminado", "Desde Google Ads", _day_first("es"), "CEST", 2,
             "Takeout/YouTube y YouTube Music/historial", "historial de reproducciones"),
    Language("es-419", "Has visto ", "", "Has visto un video que se eliminó", "De los anuncios de Google", _day_first("es"), "GMT-6", -6,
             "Takeout/YouTube y YouTube\u00a0Music/historial de videos", "historial de reproducciones"),
    Language("ja", "", " を視聴しました", "削除された動画を視聴しました", "Google 広告から", _ja, "JST", 9,
             "Takeout/YouTube と YouTube Music/履歴", "再生履歴"),
    Language("nl", "", " bekeken", "Een video bekeken die is verwijderd", "Van Google Ads", _day_first("nl"), "CEST", 2,
             "Takeout/YouTube en YouTube Music/geschiedenis", "kijkgeschiedenis"),
    Language("pt-BR", "Assistiu a ", "", "Assistiu a um vídeo que foi removido", "Do Google Ads", _pt, "BRT", -3,
             "Takeout/YouTube e YouTube Music/histórico", "histórico-de-visualização"),
    Language("pt, older", 'Assisti "', '"', "Assisti um vídeo removido", "Anúncios do Google", _pt, "BRST", -2,
             "Takeout/YouTube/histórico", "histórico-de-visualização"),
    Language("it", "Hai guardato ", "", "Hai guardato un video che è stato rimosso", "Da annunci Google", _day_first("it"), "CEST", 2,
             "Takeout/YouTube e YouTube Music/cronologia", "cronologia visualizzazioni"),
    Language("zh-CN", "Watched ", "", "Watched a video that has been removed", "From Google Ads", _zh, "CEST", 2,
             "Takeout/YouTube 和 YouTube Music/历史记录", "观看记录"),
    Language("tr", "", " adlı videoyu izlediniz", "Kaldırılmış bir adlı videoyu izlediniz", "Google Ads'den", _day_first("tr"), "GMT+3", 3,
             "Takeout/YouTube ve YouTube Music/geçmiş", "izleme geçmişi"),
    Language("ar", "لقد شاهدت ", "", "لقد شاهدت فيديو تمت إزالته", "من إعلانات Google", _ar, "غرينتش+3", 3,
             "Takeout/YouTube وYouTube Music/السجلّ", "سجل المشاهدة"),
    Language("ko, in no table", "", "을(를) 시청했습니다.", "삭제된 동영상을(를) 시청했습니다.", "Google 광고", _ko, "GMT+9", 9,
             "Takeout/YouTube 및 YouTube Music/시청 기록", "시청 기록"),
    Language("pl, in no table", "Obejrzano: ", "", "Obejrzano: film usunięty", "Z reklam Google", _day_first("pl"), "CEST", 2,
             "Takeout/YouTube i YouTube Music/historia", "historia oglądania"),
    Language("before 2018", "Watched ", "", "Watched a video that has been removed", "From Google Ads", _en_us, "", 0,
             "Takeout/YouTube/history", "watch-history"),
)  # fmt: skip
ENGLISH = LANGUAGES[0]
