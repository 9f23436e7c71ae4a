"""Sixty sentences people could say to their feed, and the typed rules they mean.

Written before the grammar. The first half of each language was looked at while the grammar was made (`SEEN`); the other half
(`HELD_OUT`) was frozen in the commit before it and looked at once, at the end. It is Wednesday, 25 November 2026, ten in the morning.
A sentence without rules has to be answered with a question.
"""

from __future__ import annotations

from typing import Any, Final

MON_FRI, SAT_SUN = [0, 1, 2, 3, 4], [5, 6]

Rules = list[dict[str, Any]]


def rule(action: str, /, **conditions: Any) -> dict[str, Any]:
    """A rule: what is named here holds, all else is empty."""
    around = ("weekdays", "surfaces", "ends", "amount")
    match = {name: value for name, value in conditions.items() if name not in around}
    return {"action": action, "match": match} | {name: conditions[name] for name in around if name in conditions}


SEEN: Final[dict[str, Rules]] = {
    # English
    "less drama": [rule("demote", topic="drama")],
    "more woodworking until Sunday": [rule("boost", topic="woodworking", ends="2026-11-30T00:00")],
    "less drama, more woodworking until Sunday": [
        rule("demote", topic="drama", ends="2026-11-30T00:00"),
        rule("boost", topic="woodworking", ends="2026-11-30T00:00"),
    ],
    "nothing longer than 40 minutes on weekdays": [rule("limit", max_seconds=2400, weekdays=MON_FRI)],
    "no Shorts": [rule("block", is_short=True)],
    "nothing from The Loud Channel": [rule("block", channel_name="The Loud Channel")],
    'never show me "Kitchen Nightmares"': [rule("block", phrase="Kitchen Nightmares")],
    "no videos older than 3 years": [rule("limit", max_age_days=1095)],
    "at most 2 videos about football": [rule("limit", topic="football", amount=2)],
    "no live streams on the home page": [rule("block", is_live=True, surfaces=["home"])],
    "never this series": [],
    "be nicer": [],
    # German
    "weniger Politik": [rule("demote", topic="Politik")],
    "mehr Holzarbeiten bis Sonntag": [rule("boost", topic="Holzarbeiten", ends="2026-11-30T00:00")],
    "keine Shorts": [rule("block", is_short=True)],
    "nichts länger als 40 Minuten an Werktagen": [rule("limit", max_seconds=2400, weekdays=MON_FRI)],
    "nichts von Lauter Kanal": [rule("block", channel_name="Lauter Kanal")],
    "keine Videos unter 1000 Aufrufen": [rule("limit", min_views=1000)],
    "nie wieder „Dschungelcamp“": [rule("block", phrase="Dschungelcamp")],
    "höchstens drei Videos über Fußball": [rule("limit", topic="Fußball", amount=3)],
    "mach es besser": [],
    # Spanish
    "menos política": [rule("demote", topic="política")],
    "más carpintería hasta el domingo": [rule("boost", topic="carpintería", ends="2026-11-30T00:00")],
    "sin Shorts": [rule("block", is_short=True)],
    "nada de más de 40 minutos entre semana": [rule("limit", max_seconds=2400, weekdays=MON_FRI)],
    "nada de Canal Ruidoso": [
        rule("block", phrase="Canal Ruidoso")
    ],  # a phrase is looked for in the channel's name too
    "nada del canal Canal Ruidoso": [rule("block", channel_name="Canal Ruidoso")],
    "nada con menos de 500 visitas": [rule("limit", min_views=500)],
    "como máximo dos vídeos sobre fútbol": [rule("limit", topic="fútbol", amount=2)],
    "nunca esta serie": [],
}
HELD_OUT: Final[dict[str, Rules]] = {
    # English
    "more cooking and less politics": [rule("boost", topic="cooking"), rule("demote", topic="politics")],
    "don't show me anything about crypto": [rule("block", topic="crypto")],
    "hide videos shorter than 5 minutes": [rule("limit", min_seconds=300)],
    "only videos under an hour in the evening": [],
    "no horror for two weeks": [rule("block", phrase="horror", ends="2026-12-09T10:00")],
    "block the channel MrNoise": [rule("block", channel_name="MrNoise")],
    "nothing with fewer than 10k views": [rule("limit", min_views=10_000)],
    "no Spanish videos": [rule("block", language="es")],
    "much more jazz at weekends": [rule("boost", topic="jazz", weekdays=SAT_SUN, amount=3.0)],
    "no shorts in search": [rule("block", is_short=True, surfaces=["search"])],
    "nothing longer than 1 hour 30 minutes": [rule("limit", max_seconds=5400)],
    "show me something else": [],
    # German
    "bitte weniger Gaming": [rule("demote", topic="Gaming")],
    "keine Livestreams": [rule("block", is_live=True)],
    "zeig mir nichts über Krypto": [rule("block", topic="Krypto")],
    "am Wochenende mehr Jazz": [rule("boost", topic="Jazz", weekdays=SAT_SUN)],
    "keine Videos, die älter als zwei Jahre sind": [rule("limit", max_age_days=730)],
    "nur Videos bis 20 Minuten": [rule("limit", max_seconds=1200)],
    "keine englischen Videos": [rule("block", language="en")],
    "zwei Wochen lang kein Fußball": [rule("block", phrase="Fußball", ends="2026-12-09T10:00")],
    "diese Serie nie wieder": [],
    # Spanish
    "más jazz los fines de semana": [rule("boost", topic="jazz", weekdays=SAT_SUN)],
    "no me muestres nada sobre cripto": [rule("block", topic="cripto")],
    "sin directos": [rule("block", is_live=True)],
    "nada de más de una hora": [rule("limit", max_seconds=3600)],
    "nada de hace más de dos años": [rule("limit", max_age_days=730)],
    "bloquea el canal MrRuido": [rule("block", channel_name="MrRuido")],
    "sin vídeos en inglés": [rule("block", language="en")],
    "mucho menos fútbol hasta el viernes": [rule("demote", topic="fútbol", ends="2026-11-28T00:00", amount=3.0)],
    "algo mejor": [],
}
