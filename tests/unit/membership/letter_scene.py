"""Letters of one committee in March 2026: what the tests of letters begin with."""

from datetime import date, timedelta
from typing import Any

from services.membership.domain.transfer.commands import (
    IssueLetter,
    ReissueLetter,
)
from tests.unit.membership.register_scene import (
    on,
)

DAY = date(2026, 3, 2)
LAST = date(2026, 3, 12)
LATE = LAST + timedelta(days=1)
T1: dict[str, Any] = {"transfer_id": "t1", **on(DAY)}
NUMBER = "雨组转〔2026〕第000001号"


def issue(**given: Any) -> IssueLetter:
    return IssueLetter(**{**T1, "by": "e", "prefix": "雨组转", **given})


def reissue(**given: Any) -> ReissueLetter:
    asked = {**T1, **on(LATE), "by": "e", "prefix": "雨组转", "replaces": NUMBER}
    return ReissueLetter(**{**asked, **given})
