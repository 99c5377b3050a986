"""An agreement to decide about: the forestry department lends its hall for 720 minutes a term."""

from datetime import date
from typing import Any

from services.resources.domain.agreement import commands as agreement
from services.resources.domain.agreement.events import Obligation
from services.resources.domain.terms import ShareKind
from tests.unit.resources.scene import (
    FORESTRY,
    ONE,
    SCHOOL,
    TODAY,
    Scene,
    asked,
    found,
    on,
    street,
)

OF_AGREEMENT: dict[str, Any] = {"agreement_id": "a", **asked()}
HALL, MONEY = (
    Obligation(1, FORESTRY, ShareKind.VENUE, "提供礼堂", 720),
    Obligation(2, FORESTRY, ShareKind.FUND, "助学", 500_000),
)


def draft(**given: Any) -> agreement.DraftAgreement:
    """A year from today, unless something else is given."""
    asked_for: dict[str, Any] = {
        "conference_id": ONE,
        "title": "共建协议",
        "parties": (FORESTRY,),
        "obligations": (HALL,),
        "begins": TODAY,
        "ends": date(2027, 3, 1),
        **OF_AGREEMENT,
        **given,
    }
    return agreement.DraftAgreement(**asked_for)


def signed(**given: Any) -> Scene:
    scene = street().given(found(FORESTRY, SCHOOL), draft(**given))
    return scene.given(agreement.SignAgreement(unit_id=FORESTRY, **OF_AGREEMENT))


def of(day: date) -> dict[str, Any]:
    """The agreement, asked about on that day."""
    return {"agreement_id": "a", **on(day)}


def fulfil(amount: int, source: str = "booking:b1", **given: Any) -> agreement.RecordFulfilment:
    asked_for: dict[str, Any] = {
        "unit_id": FORESTRY,
        "kind": ShareKind.VENUE,
        **OF_AGREEMENT,
        **given,
    }
    return agreement.RecordFulfilment(amount=amount, source=source, **asked_for)
