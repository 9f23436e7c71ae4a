"""What a zone's short name in an exported date means, as an offset from UTC.

An export writes every row in the zone that held when it was made, so the name alone decides: a row of January that says
BST is an hour ahead of UTC, and no summer-time rule may be applied to it.
"""

from __future__ import annotations

import re
from typing import Final

HOUR: Final = 3600

_HOURS: Final[dict[float, str]] = {
    -10: "HST",
    -9: "AKST HNAK",
    -8: "PST AKDT HNP HAAK",
    -7: "MST PDT HNR HAP",
    -6: "CST MDT HNC HAR GALT",
    -5: "EST CDT HNE HAC COT PET ECT ACT",
    -4: "AST EDT HNA HAE VET BOT CLT AMT",
    -3.5: "NST HNT",
    -3: "ADT HAA BRT ART UYT CLST GFT",
    -2.5: "NDT HAT",
    -2: "BRST FNT",
    -1: "AZOT CVT",
    0: "UTC GMT Z WET WEZ HNEO TMG غرينتش Гринвич",
    1: "CET BST WEST MEZ WESZ HNEC HAEO MET SEČ WAT",
    2: "CEST EET MEST MESZ OEZ HAEC HNEE SELČ CAT SAST",
    3: "EEST MSK OESZ HAEE МСК TRT TSİ IDT EAT",
    3.5: "IRST",
    4: "GST AZT GET SAMT MUT",
    4.5: "AFT",
    5: "PKT UZT YEKT TMT",
    5.5: "IST",
    5.75: "NPT",
    6: "OMST ALMT BTT",
    6.5: "MMT",
    7: "ICT WIB NOVT KRAT",
    8: "SGT HKT MYT PHT PHST AWST WITA IRKT",
    9: "JST KST WIT YAKT",
    9.5: "ACST",
    10: "AEST VLAT CHST",
    10.5: "ACDT",
    11: "AEDT MAGT SBT NCT",
    12: "NZST FJT PETT",
    13: "NZDT",
}
"""Short names in the languages that have their own: German M(ES)Z, French HN/HA (heure normale, avancée), Czech, Russian,
Turkish; everything else is English."""

_NAMED: Final[dict[str, int]] = {
    name.casefold(): round(hours * HOUR) for hours, names in _HOURS.items() for name in names.split()
}

_BY_SCRIPT: Final[dict[tuple[str, str], int]] = {
    ("cst", "han"): 8 * HOUR,
    ("ist", "hebrew"): 2 * HOUR,
    ("ast", "arabic"): 3 * HOUR,
}
"""The same letters elsewhere: China, Israel, Arabia; told apart by the writing of the rest of the date."""

AMBIGUOUS: Final = frozenset({"ist", "cst", "ast"})
"""Names of several zones; the person is told how one of them was read."""

_OFFSET: Final = re.compile(r"^\D{0,12}?\s*([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?$")


def zone_offset(name: str, script: str = "") -> int | None:
    """Return seconds to subtract from local time for UTC, or None for a name nobody told us.

    name: as after the time of day: `CEST`, `MEZ`, `GMT+3`, `GMT-06:00`; empty means UTC, as before 2018.
    script: `han`, `arabic`, `hebrew` or empty: the writing of the date it stands in.
    """
    if not name:
        return 0
    if given := _OFFSET.match(name):
        size = int(given[2]) * HOUR + int(given[3] or 0) * 60
        return None if size > 14 * HOUR else size if given[1] == "+" else -size
    key = name.casefold()
    return _BY_SCRIPT.get((key, script), _NAMED.get(key))
