"""The months as exported dates spell them, in some fifty languages; beginnings, so that `aug` knows August too."""

from __future__ import annotations

import unicodedata
from typing import Final

_BEGINNINGS: Final = (
    "ene gen ian jaa jan led oca sau sij sty tam urt xan yan ιαν січ янв яну јан ינו جان جنو ينا जन जनव ม.ค มกร",
    "feb fev hel lut ots peb sub uno vas vee vel φεβ лют феб фев פבר فبر فرو فيف फ़र ก.พ กุม",
    "bre kov maa mac mar marc mare mars mart marz mrt ozu μαρ бер мар מרץ مار मार มี. มีน",
    "abr api apr avr bal dub huh kwi nis tra απρ апр кві אפר أبر أفر اپر अप् เม. เมษ",
    "geg kve mag mai maj may mei svi tou μαι маи мая мај тра מאי مئی ماي मई พ.ค พฤษ",
    "bir cerven cervn cvn cze eka giu haz hun iun iyn iyun juin jun juun kes lipa lipn xun ιουν июн чер юни јун יונ "
    "جوا جون يون जून มิ. มิถ",
    "cervenc cervene cvc hei hul iul iyl iyul juil jul juul lie lip lipc lipi lug srpa srpnj tem uzt xul ιουλ июл лип "
    "юли јул יול جول جوي يول जुल ก.ค กรก",
    "abu ag ago agu aou aug avg avq elo kol ogo rugp sie srp srpe srpna αυγ авг сер אוג أغس أوت اگس غشت अग अगस ส.ค สิง",
    "eyl ira rugs ruj sen sep set syy sze wrz zar σεπ вер сен сеп ספט سبت ستم شتن सित ก.ย กัน",
    "eki lok oct okt ott out paz rij spa urr οκτ жов окт אוק أكت اکت अक् ต.ค ตุล",
    "aza kas lap lis marr nob noi nov noy stu νοε лис нов ное ноя נוב نوف نوم نون नव नवं พ.ย พฤศ",
    "abe ara dec dek des det dez dic dis gru jou pro δεκ гру дек дец דצמ دجن دسم ديس दिस ธ.ค ธัน",
)
"""January to December. Spelled as ICU prints CLDR's medium and long dates; each cut to what no other month begins with."""

_MONTHS: Final = {word: month for month, words in enumerate(_BEGINNINGS, start=1) for word in words.split()}
_CROATIAN: Final = {"lip": 6, "srp": 7, "lis": 10}
"""June, July and October; in Polish and Czech the same letters are July, August and November."""
_LONGEST: Final = max(map(len, _MONTHS))


def month_of(word: str, *, after_dot: bool = False) -> int | None:
    """Return 1 to 12, or None when `word` begins like no month; the longest beginning counts.

    after_dot: the day before it ends in a dot (`13. lip`), as Croatian and not as Polish writes it.
    """
    plain = _plain(word)
    if after_dot and plain[:3] in _CROATIAN:
        return _CROATIAN[plain[:3]]
    for length in range(min(len(plain), _LONGEST), 0, -1):
        if month := _MONTHS.get(plain[:length]):
            return month
    return None


def _plain(word: str) -> str:
    """Fold case and the accents of Latin, Greek and Cyrillic (other scripts' marks are letters and stay).

    The particles written onto a month go: Catalan d’, Hebrew ב.
    """
    letters = unicodedata.normalize("NFD", word.casefold())
    kept = "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f")
    plain = unicodedata.normalize("NFC", kept).replace("ı", "i").replace("ł", "l")
    return plain.removeprefix("d’").removeprefix("d'").removeprefix("ב")
