"""The words of three languages that sentences for rules are made of; each entry is a regular expression without groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """One language."""

    language: str
    block: str
    """What opens a wish not to see something."""
    only: str
    demote: str
    boost: str
    much: str
    at_most: str
    """What opens a wish for so many at most; a number follows."""
    filler: str
    """Words that say nothing: articles, "please", "videos", "show me"."""
    stop: str
    """Words that point at something only the speaker sees, or begin what the grammar does not know: a question is asked."""
    beyond: str
    """Words that turn or bind what is said: a name with one of them was not understood."""
    joint: str
    """What joins two wishes."""
    channel: str
    """What stands before a channel's name."""
    about: str
    """What stands before a topic."""
    until: str
    lasting: str
    """"for {span}"; `{span}` stands for a number and a unit of time."""
    today: str
    longer: str
    shorter: str
    up_to: str
    older: str
    fewer: str
    """What stands before the fewest views."""
    views: str
    short: str
    live: str
    numbers: Mapping[str, int]
    units: Mapping[str, int]
    """Regular expression of a unit of time → seconds."""
    days: Mapping[str, int]
    """Regular expression of a weekday → Monday 0."""
    weekdays: str
    weekend: str
    on_days: str
    """What stands before a weekday that is meant every week."""
    surfaces: Mapping[str, str]
    languages: Mapping[str, str]


HOUR, DAY = 3_600, 86_400

ENGLISH: Final = Vocabulary(
    language="en",
    block=r"no more|no|never again|never|nothing|none|hide|block|stop showing|don'?t show|do not show|without",
    only=r"only|just",
    demote=r"less|fewer",
    boost=r"more",
    much=r"much|a lot|lots|way|far",
    at_most=r"at most|no more than|up to|max(?:imum)?",
    filler=r"please|show|me|any|anything|videos?|clips?|things?|stuff|that|which|are|is|with|the|of|a|an|in|again",
    stop=r"than|this|these|those|it|them|he|she|series|something|before|last|in the (?:evening|morning|afternoon)|at night",
    beyond=r"but|not|except|unless|starting|who|whose|when|while|if|because|instead|recommend(?:ing)?",
    joint=r"and|but",
    channel=r"(?:from|by|of) (?:the )?channel|(?:the )?channel|from|by",
    about=r"about|on|concerning",
    until=r"until|till|through",
    lasting=r"for (?:the next )?{span}",
    today=r"today",
    longer=r"(?:longer|more) than|over|above|exceeding",
    shorter=r"(?:shorter|less) than|under|below",
    up_to=r"up to|at most|of at most",
    older=r"older than",
    fewer=r"(?:with )?(?:(?:fewer|less) than|under|below)",
    views=r"views",
    short=r"(?:youtube )?shorts",
    live=r"live ?(?:streams?|videos?|broadcasts?)|streams",
    numbers={"an?": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12},
    units={
        r"seconds?|secs?|s": 1, r"minutes?|mins?|m": 60, r"hours?|hrs?|h": HOUR, r"days?": DAY, r"weeks?": 7 * DAY,
        r"months?": 30 * DAY, r"years?": 365 * DAY,
    },
    days={
        "mondays?": 0, "tuesdays?": 1, "wednesdays?": 2, "thursdays?": 3, "fridays?": 4, "saturdays?": 5, "sundays?": 6,
    },
    weekdays=r"(?:on |during )?(?:weekdays|work ?days|the week)",
    weekend=r"(?:at|on|during) (?:the )?week-?ends?",
    on_days=r"on",
    surfaces={
        "home": r"(?:on|in) (?:the |my )?(?:home ?page|home|start ?page)",
        "search": r"(?:in|on) (?:the )?search(?: results)?",
        "watch_next": r"next to (?:the |a )?videos?|beside (?:the |a )?videos?|in (?:the )?sidebar",
        "subscriptions": r"(?:in|on|among) (?:my |the )?subscriptions",
    },
    languages={
        "en": "english", "de": "german", "es": "spanish", "fr": "french", "pt": "portuguese", "it": "italian", "ru": "russian",
        "ja": "japanese", "ko": "korean", "hi": "hindi", "ar": "arabic", "zh": "chinese", "tr": "turkish", "pl": "polish",
    },
)  # fmt: skip

GERMAN: Final = Vocabulary(
    language="de",
    block=r"keine?[nrsm]?|nie(?:mals)? wieder|nie(?:mals)?|nichts(?: mehr)?|verbirg|verstecke?|blockiere?|sperre?|ohne",
    only=r"nur|ausschließlich",
    demote=r"weniger",
    boost=r"mehr",
    much=r"viel|deutlich|sehr viel",
    at_most=r"höchstens|maximal|nicht mehr als",
    filler=r"bitte|zeig(?:e|t)?|mir|irgendwelche|videos?|filme?|clips?|die|der|das|den|dem|sind|ist|mit|ein(?:e|en)?|in|auf|wieder|lang",
    stop=r"als|diese[rsmn]?|jene[rsmn]?|es|sie|ihn|serie|etwas|vor|letzte[rsn]?|abends|morgens|nachts|am abend|besser",
    beyond=r"aber|nicht|außer|ab|wer|wenn|weil|statt|auf|mehr|empfiehl|empfehle",
    joint=r"und|aber",
    channel=r"vo[nm] (?:dem )?kanal|(?:den |der |dem )?kanal|vo[nm]",
    about=r"über|zum thema|zu",
    until=r"bis(?: zum| einschließlich)?",
    lasting=r"für (?:die nächsten )?{span}|{span} lang",
    today=r"heute",
    longer=r"länger als|über|mehr als",
    shorter=r"kürzer als|unter|weniger als",
    up_to=r"bis(?: zu)?|höchstens|von höchstens",
    older=r"älter als",
    fewer=r"(?:mit )?(?:weniger als|unter)",
    views=r"aufrufen?",
    short=r"shorts",
    live=r"live-?(?:streams?|videos?|übertragungen)",
    numbers={
        "eine?[nrms]?": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10, "zwölf": 12,
    },
    units={
        r"sekunden?": 1, r"minuten?|min": 60, r"stunden?|std": HOUR, r"tage?n?": DAY, r"wochen?": 7 * DAY,
        r"monate?n?": 30 * DAY, r"jahre?n?": 365 * DAY,
    },
    days={
        "montags?": 0, "dienstags?": 1, "mittwochs?": 2, "donnerstags?": 3, "freitags?": 4, "samstags?|sonnabends?": 5,
        "sonntags?": 6,
    },
    weekdays=r"(?:an |unter der )?(?:werktagen?|wochentagen?|woche)|werktags|wochentags",
    weekend=r"am wochenende|an wochenenden",
    on_days=r"am|an|jeden",
    surfaces={
        "home": r"auf (?:der |meiner )?startseite",
        "search": r"in (?:der )?suche|bei der suche",
        "watch_next": r"neben (?:dem |den )?videos?",
        "subscriptions": r"(?:in|bei) (?:den |meinen )?(?:abos|abonnements)",
    },
    languages={
        "en": "(?:auf )?englisch(?:e[nrs]?)?", "de": "(?:auf )?deutsch(?:e[nrs]?)?", "es": "(?:auf )?spanisch(?:e[nrs]?)?", "fr": "(?:auf )?französisch(?:e[nrs]?)?",
        "pt": "(?:auf )?portugiesisch(?:e[nrs]?)?", "it": "(?:auf )?italienisch(?:e[nrs]?)?", "ru": "(?:auf )?russisch(?:e[nrs]?)?", "ja": "(?:auf )?japanisch(?:e[nrs]?)?",
        "ko": "(?:auf )?koreanisch(?:e[nrs]?)?", "ar": "(?:auf )?arabisch(?:e[nrs]?)?", "zh": "(?:auf )?chinesisch(?:e[nrs]?)?", "tr": "(?:auf )?türkisch(?:e[nrs]?)?",
        "pl": "(?:auf )?polnisch(?:e[nrs]?)?",
    },
)  # fmt: skip

SPANISH: Final = Vocabulary(
    language="es",
    block=r"nada|ningún|ninguna|nunca más|nunca|no (?:me )?(?:muestres|enseñes)|oculta|bloquea|sin|no quiero(?: ver)?|no más",
    only=r"solo|sólo|solamente",
    demote=r"menos",
    boost=r"más",
    much=r"mucho|muchos|mucha|muchas",
    at_most=r"como máximo|a lo sumo|no más de",
    filler=r"por favor|muestra(?:me)?|muéstrame|nada|vídeos?|videos?|que|sean?|son|con|de|el|la|los|las|un|una|en|ver",
    stop=r"est[aeo]s?|es[aeo]s?|serie|algo|antes|último|última|por la (?:noche|mañana|tarde)|mejor",
    beyond=r"pero|no|excepto|salvo|desde|quien|cuando|si|porque|recomiendes|muestres",
    joint=r"y|e|pero",
    channel=r"(?:del|el) canal",
    about=r"sobre|acerca de",
    until=r"hasta(?: el)?",
    lasting=r"(?:durante|por) (?:las? próxim[ao]s? )?{span}",
    today=r"hoy",
    longer=r"(?:de )?más de|más largos? que|más largas? que",
    shorter=r"(?:de )?menos de|más cortos? que|más cortas? que",
    up_to=r"(?:de )?hasta|de como máximo",
    older=r"(?:de )?hace más de|más antigu[ao]s? (?:de|que)|más viej[ao]s? (?:de|que)",
    fewer=r"(?:con |de )?menos de",
    views=r"visitas|vistas|visualizaciones",
    short=r"shorts",
    live=r"(?:vídeos? |videos? )?(?:en )?directos?|transmisiones en vivo",
    numbers={
        "un[ao]?": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "ocho": 8, "diez": 10, "doce": 12,
    },
    units={
        r"segundos?": 1, r"minutos?|min": 60, r"horas?": HOUR, r"días?": DAY, r"semanas?": 7 * DAY, r"mes(?:es)?": 30 * DAY,
        r"años?": 365 * DAY,
    },
    days={"lunes": 0, "martes": 1, "miércoles": 2, "jueves": 3, "viernes": 4, "sábados?": 5, "domingos?": 6},
    weekdays=r"entre semana|en días laborables",
    weekend=r"(?:los fines|el fin|en fines) de semana",
    on_days=r"los|cada",
    surfaces={
        "home": r"en (?:la )?(?:página (?:de inicio|principal)|portada|inicio)",
        "search": r"en (?:la |las )?búsquedas?",
        "watch_next": r"junto a (?:los )?vídeos?|al lado de (?:los )?vídeos?",
        "subscriptions": r"en (?:mis |las )?suscripciones",
    },
    languages={
        "en": "(?:en )?ingl[eé]s(?:es)?", "de": "(?:en )?alem[aá]n(?:es)?", "es": "(?:en )?español(?:es)?",
        "fr": "(?:en )?franc[eé]s(?:es)?", "pt": "(?:en )?portugu[eé]s(?:es)?", "it": "(?:en )?italian[oa]s?",
        "ru": "(?:en )?rus[oa]s?", "ja": "(?:en )?japon[eé]s(?:es)?", "ar": "(?:en )?árabes?", "zh": "(?:en )?chin[oa]s?",
    },
)  # fmt: skip

VOCABULARIES: Final = (ENGLISH, GERMAN, SPANISH)
