"""A year of a street's units: they confer, change the chair, make agreements, lend and give."""

from datetime import UTC, date, datetime
from typing import Any

from services.resources.domain.agreement import commands as agreement
from services.resources.domain.agreement.events import Obligation
from services.resources.domain.booking.commands import RecordUse
from services.resources.domain.conference import commands as conference
from services.resources.domain.fund import commands as fund
from services.resources.domain.terms import ShareKind, UnitClass
from services.resources.domain.unit import commands as unit
from tests.support.told_by_resources import Sharing
from tests.unit.resources.scene import ONE, STREET, TWO, at, found, offer, on, register, slot

AUTUMN = datetime(2026, 9, 30, 4, tzinfo=UTC)
"""When the year has been told."""
FUND: dict[str, Any] = {"fund_id": "f"}
AGREED: dict[str, Any] = {"agreement_id": "a"}


def use(number: int, month: int, day: int, **given: Any) -> RecordUse:
    """A past use of the forestry department's hall, put on record the day after."""
    wanted = slot(at(day, 9, month=month))
    asked = {"unit_id": "", "purpose": "居民议事会", **on(date(2026, month, day + 1)), **given}
    return RecordUse(booking_id=f"u{number}", wanted=wanted, **asked)


def year() -> Sharing:
    """2 March: two communities and the street found their conferences; terms are six months.

    In ONE forestry, school and hospital confer, forestry chairs first. The firm joins in June, the
    hospital leaves the city in August. Forestry lends its hall three times and gives 5,000 yuan, of which
    1,000 come back. The firm and the school confer in TWO, where the firm resides too.
    """
    order = ("forestry", "school", "hospital")
    told = Sharing().when(
        register("forestry", name="林业局", organisation_id="e"),
        register("school", name="小学", unit_class=UnitClass.INSTITUTION),
        register("hospital", name="医院", unit_class=UnitClass.INSTITUTION, premises=(ONE, TWO)),
        register("firm", name="公司", unit_class=UnitClass.NEW_ECONOMIC, premises=(TWO,)),
        found(*order, term_months=6),
        found("firm", "school", conference_id=TWO, division_code=TWO, name="高桥社区党建联席会"),
        found(
            "hospital",
            "forestry",
            conference_id=STREET,
            division_code=STREET,
            name="街道党建联席会",
        ),
        offer(),
        offer("room", owner_unit_id="", name="社区活动室"),
    )
    return _shared(_conferred(told))


def _conferred(told: Sharing) -> Sharing:
    here: dict[str, Any] = {"conference_id": ONE}
    firm = conference.Delegation("firm", 2, "总经理")
    draft = agreement.DraftAgreement(
        title="场地共享协议",
        conference_id=ONE,
        parties=("forestry", "school"),
        obligations=(Obligation(1, "forestry", ShareKind.VENUE, "提供礼堂", 720),),
        begins=date(2026, 4, 1),
        ends=date(2026, 9, 30),
        **AGREED,
        **on(date(2026, 3, 10)),
    )
    signed = {**AGREED, **on(date(2026, 3, 11))}
    return told.when(
        draft,
        agreement.SignAgreement(unit_id="forestry", **signed),
        agreement.SignAgreement(unit_id="school", **signed),
        conference.AllotSeats(unit_id="school", seats=3, **here, **on(date(2026, 4, 1))),
        unit.NameLiaison(unit_id="forestry", post="工会主席", sealed="s", **on(date(2026, 5, 4))),
        conference.JoinConference(member=firm, **here, **on(date(2026, 6, 1))),
        conference.SwapChairTurns(
            unit_id="school",
            with_unit_id="hospital",
            begins=date(2026, 9, 2),
            cause_text="校庆",
            **here,
            **on(date(2026, 7, 1)),
        ),
    )


def _shared(told: Sharing) -> Sharing:
    gone = on(date(2026, 8, 1))
    told.when(
        use(1, 3, 10),
        use(2, 4, 10),
        use(3, 6, 10),
        RecordUse(
            booking_id="own",
            wanted=slot(at(11, 9, month=6), resource_id="room"),
            unit_id="school",
            purpose="家长会",
            **on(date(2026, 6, 12)),
        ),
        fund.PledgeFund(
            unit_id="forestry",
            community_code=ONE,
            purpose="助学",
            fen=500_000,
            **FUND,
            **on(date(2026, 3, 20)),
        ),
        fund.DrawDown(voucher="v1", fen=500_000, **FUND, **on(date(2026, 4, 20))),
        fund.ReturnMoney(voucher="v1", receipt="r1", fen=100_000, **FUND, **on(date(2026, 6, 20))),
        unit.DepartUnit(unit_id="hospital", cause_text="搬迁", **gone),
    )
    for each in (ONE, STREET):
        left: dict[str, Any] = {"unit_id": "hospital", "cause_text": "搬迁", "departed": True}
        told.when(conference.LeaveConference(conference_id=each, **left, **gone))
    return told
