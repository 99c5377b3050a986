"""Transfers, letters and warnings as the views show them."""

from datetime import timedelta

import pytest

from services.membership.domain.member.commands import (
    RecordFloating,
    ReportLostContact,
)
from services.membership.domain.member.warnings import WarningReason
from services.membership.domain.transfer.commands import WithdrawTransfer
from services.membership.domain.transfer.transfer import Stage
from services.membership.projections import letters, warnings
from services.membership.projections.transfers import queries as transfers
from services.membership.projections.transfers.queries import TransferFilter
from services.membership.projections.transfers.table import Side
from tests.integration.membership_views.sights import CITY, ELSEWHERE, NOBODY, STREET
from tests.support.office import Office
from tests.unit.membership.register_scene import (
    ENTERED,
    TODAY,
    on,
    released,
    request,
)


def test_a_transfer_is_seen_from_both_sides_and_from_nowhere_else(office: Office) -> None:
    one = office.register(1, "be1")
    office.when(request(member_ids=(one,)), *released())
    with office.looking() as db:
        for roots in (CITY, STREET, ("d/s2/e/be1",), ("d/s2/e",)):
            row = transfers.get(db, "t1", roots)
            assert row is not None
            assert row.stage is Stage.AWAITING_ACCEPTANCE
            assert [t.member_id for t in transfers.travellers(db, "t1", roots)] == [one]
        assert transfers.get(db, "t1", ("d/s2/e/be2",)) is None
        assert transfers.travellers(db, "t1", ("d/s2/e/be2",)) == []
        assert transfers.listed(db, NOBODY).items == []


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (TransferFilter(), 1),
        (TransferFilter(stages=(Stage.REQUESTED, Stage.AWAITING_ACCEPTANCE)), 1),
        (TransferFilter(stages=(Stage.WITHDRAWN,)), 0),
        (TransferFilter(within="d/s2", side=Side.RELEASING), 1),
        (TransferFilter(within="d/s1", side=Side.RELEASING), 0),
        (TransferFilter(within="d/s1"), 1),
        (TransferFilter(requested_from=TODAY, requested_to=TODAY), 1),
        (TransferFilter(requested_to=ENTERED), 0),
        (TransferFilter(member_id="nobody"), 0),
    ],
)
def test_transfers_are_chosen_by_stage_side_and_period(
    office: Office, which: TransferFilter, found: int
) -> None:
    one = office.register(1, "be1")
    office.when(request(member_ids=(one,)), *released())
    with office.looking() as db:
        assert len(transfers.listed(db, CITY, which).items) == found
        assert len(transfers.listed(db, CITY, TransferFilter(member_id=one)).items) == 1


def test_transfers_come_in_pages_the_latest_first(office: Office) -> None:
    for number in range(1, 6):
        one = office.register(number, "be1")
        asked = {**on(TODAY - timedelta(days=number // 2)), "transfer_id": f"t{number}"}
        office.when(request(member_ids=(one,), **asked))
    with office.looking() as db:
        first = transfers.listed(db, CITY, limit=3)
        second = transfers.listed(db, CITY, after=first.following, limit=3)
        assert [row.transfer_id for row in first.items] == ["t1", "t3", "t2"]
        assert [row.transfer_id for row in second.items] == ["t5", "t4"]


def test_counterfoils_are_seen_by_who_issues_them(office: Office) -> None:
    one = office.register(1, "be1")
    office.when(request(member_ids=(one,)), *released())
    office.when(WithdrawTransfer(transfer_id="t1", **on(TODAY)))
    with office.looking() as db:
        (letter,) = letters.listed(db, ELSEWHERE).items
        assert (letter.organisation_id, letter.number, letter.void_cause) == ("e", 1, "withdrawn")
        assert letters.listed(db, STREET).items == []
        assert letters.listed(db, CITY, letters.LetterFilter(text=letter.text)).items == [letter]
        assert letters.listed(db, CITY, letters.LetterFilter(year=1999)).items == []


def test_warnings_are_drawn_for_the_members_one_sees(office: Office) -> None:
    lost, away = office.register(1, "b1"), office.register(2, "be1")
    office.register(3, "b1")
    half_a_year_ago = TODAY - timedelta(days=200)
    office.when(
        ReportLostContact(member_id=lost, since=half_a_year_ago, **on(TODAY)),
        RecordFloating(member_id=away, since=half_a_year_ago, place="深圳市", **on(TODAY)),
    )
    look = warnings.Look(TODAY, office.membership.rules())
    with office.looking() as db:
        found = {
            w.member_id: {x.reason for x in w.warnings}
            for w in warnings.listed(db, CITY, look).items
        }
        assert found == {
            lost: {WarningReason.LOST_CONTACT_OVERDUE},
            away: {WarningReason.FLOATING_CONTACT_OVERDUE, WarningReason.AWAY_NOT_TRANSFERRED},
        }
        assert [w.member_id for w in warnings.listed(db, STREET, look).items] == [lost]
        first = warnings.listed(db, CITY, look, limit=1)
        second = warnings.listed(db, CITY, look, after=first.following, limit=1)
        assert [w.member_id for w in (*first.items, *second.items)] == [lost, away]
        assert second.following is None
        only = warnings.Look(TODAY, look.rules, WarningReason.AWAY_NOT_TRANSFERRED)
        assert [len(w.warnings) for w in warnings.listed(db, CITY, only).items] == [1]
