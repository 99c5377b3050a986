"""Every view is rebuilt from the log row by row alike, after a bit of everything happened."""

from typing import Any

from services.resources.domain.assessment.decider import IssueYearlySheet
from services.resources.domain.booking import commands as b
from services.resources.domain.conference import commands as c
from services.resources.domain.fund.commands import CloseFund, DrawDown, ReturnMoney
from services.resources.domain.listing.commands import WithdrawClaim
from services.resources.domain.meeting import commands as m
from services.resources.domain.pairing import commands as p
from services.resources.domain.pairing.events import ScorerRole
from services.resources.domain.unit.commands import DepartUnit
from tests.integration.resources_policies.acts import (
    agreement,
    book,
    check_in,
    claimed,
    complete,
    pledge,
    publish,
    ref,
    withdraw,
)
from tests.support.town_hall import TownHall
from tests.unit.resources.scene import ONE, TODAY, asked, at, found, offer, register

OF_MEETING: dict[str, Any] = {"meeting_id": "m", "conference_id": ONE, **asked()}
OF_PAIRING: dict[str, Any] = {"pairing_id": "p", **asked()}
SHEET = IssueYearlySheet(unit_id="forestry", year=2026, agreement_ids=("a",), **asked())


def much_happened(hall: TownHall) -> None:
    hall.when(*map(register, ("forestry", "school", "firm")), found("forestry", "school"))
    hall.when(*agreement("forestry"), offer(), SHEET)
    hall.when(publish(), *claimed("school"), withdraw())
    hall.when(publish("l2"), *claimed("firm", "c2", "l2"))
    hall.when(WithdrawClaim(listing_id="l2", claim_id="c2", cause_text="改期", **asked()))
    meeting_and_pairing(hall)
    hall.when(book(agreement_id="a"), book("b2", 14))
    hall.when(b.CancelBooking(booking=ref("b2"), cause_text="改期", **asked()))
    hall.now = at(3, 9)
    hall.when(check_in(), complete(), pledge(agreement_id="a"))
    hall.when(DrawDown(fund_id="f", voucher="v", fen=300_000, **asked()))
    hall.when(ReturnMoney(fund_id="f", voucher="v", receipt="r", fen=50_000, **asked()))
    hall.react()
    hall.when(SHEET, CloseFund(fund_id="f", **asked()))
    hall.when(
        c.JoinConference(conference_id=ONE, member=c.Delegation("firm", 1, "总经理"), **asked())
    )
    hall.when(DepartUnit(unit_id="firm", cause_text="迁出", **asked()))
    hall.react()


def meeting_and_pairing(hall: TownHall) -> None:
    starts = at(12, 9)
    point = m.Point("停车难", "school")
    hall.when(
        m.ConveneMeeting(
            chair="forestry", starts=starts, venue="社区会议室", agenda=(point,), **OF_MEETING
        ),
        m.AddAgendaItem(item=m.Point("夜校"), **OF_MEETING),
        p.PairDepartment(unit_id="forestry", community_code=ONE, year=2026, **OF_PAIRING),
        p.PromiseDeed(number=1, text="修缮步道", due=TODAY, **OF_PAIRING),
        p.ReportDeedDone(number=1, **OF_PAIRING),
        p.ScoreDeed(number=1, role=ScorerRole.COMMUNITY_OFFICER, points=90, **OF_PAIRING),
    )
    before, hall.now = hall.now, starts
    hall.when(m.RecordAttendance(present=("forestry", "school"), **OF_MEETING))
    resolved: dict[str, Any] = {"text": "开放车位", "owner": "school", "due": starts.date()}
    hall.when(m.PassResolution(number=1, **resolved, **OF_MEETING))
    hall.when(m.FollowUpResolution(number=1, note="已开放", done=True, **OF_MEETING))
    hall.when(m.FileMinutes(reference="纪要〔2026〕1号", **OF_MEETING))
    hall.now = before


def test_every_view_is_rebuilt_row_by_row_alike(hall: TownHall) -> None:
    much_happened(hall)
    assert hall.rebuilt() == dict.fromkeys(hall.views, True)


def test_a_rebuilt_view_goes_on(hall: TownHall) -> None:
    much_happened(hall)
    hall.rebuilt()
    hall.when(register("hospital"), p.EndPairing(cause_text="调整", **OF_PAIRING))
    assert hall.rebuilt() == dict.fromkeys(hall.views, True)
