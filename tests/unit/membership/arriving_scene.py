"""People who come from outside: n1 from Shenzhen to the street (t1) or to the enterprise (any other)."""

from datetime import date, timedelta
from typing import Any

from services.membership.domain.transfer.commands import PresentOutsideLetter, RequestTransfer
from tests.unit.membership.register_scene import on, person, request
from tests.unit.membership.transfer_scene import CROSS, SHENZHEN

DAY = date(2026, 3, 2)
LAST = DAY + timedelta(days=20)
LATE = LAST + timedelta(days=1)


def asking(transfer_id: str = "t1", day: date = DAY, **given: Any) -> RequestTransfer:
    """The street (t1), or the enterprise (any other), asks for n1 from Shenzhen."""
    receiving = "b1" if transfer_id == "t1" else "e"
    asked = {"kind": CROSS, "incoming": (person(),), "transfer_id": transfer_id, **on(day)}
    return request(SHENZHEN, receiving, **{**asked, **given})


def letter(
    number: str = "深组转 77", until: date = LAST, transfer_id: str = "t1", **given: Any
) -> PresentOutsideLetter:
    by, asked = "s1" if transfer_id == "t1" else "e", {**on(DAY), **given}
    day = asked["effective_date"]
    return PresentOutsideLetter(
        transfer_id=transfer_id, by=by, number=number, issued_on=day, valid_until=until, **asked
    )
