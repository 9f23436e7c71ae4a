"""Why a card stands where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from recsys.slate import Reason

from .sentences import SentenceOut


class EvidenceOut(BaseModel):
    """What a reason rests on; taking it away lowers the card."""

    video_ids: list[str] = []
    channel_id: str | None = None
    persona: int | None = None
    rule_id: str | None = None


class ReasonOut(SentenceOut):
    """One reason in words, with its evidence and how much it adds to the score."""

    kind: str
    evidence: EvidenceOut
    contribution: float


def reasons_out(reasons: Iterable[Reason]) -> list[ReasonOut]:
    """Return reasons as they go out."""
    return [
        ReasonOut(
            kind=reason.kind,
            text=reason.text,
            evidence=EvidenceOut(
                video_ids=list(reason.video_ids),
                channel_id=reason.channel_id,
                persona=reason.persona,
                rule_id=reason.rule_id,
            ),
            contribution=float(reason.contribution),
            form=reason.form or reason.kind,
            names=list(reason.names),
        )
        for reason in reasons
    ]
