"""People who come from outside: by one transfer at a time, whoever asks, and warned of when it stands still."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.application import PersonalData
from services.membership.domain.member.warnings import WarningReason
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import (
    ExpireTransfer,
    PresentOutsideLetter,
    RequestTransfer,
    WithdrawTransfer,
)
from services.membership.domain.transfer.events import inside
from services.membership.domain.transfer.people import MemberNamedTwice, TransferAlreadyOpen
from services.membership.projections import warnings
from tests.integration.membership_views.sights import CITY, ELSEWHERE, STREET
from tests.support.gate import Gate
from tests.support.office import Office, open_office, person_of
from tests.unit.membership.register_scene import DETAILS, TODAY, on
from tests.unit.membership.transfer_scene import SHENZHEN

DAY = TODAY - timedelta(days=30)
LAST = DAY + timedelta(days=10)
SOMEBODY, ANOTHER = person_of(1, "王一"), person_of(2, "李二")


@pytest.fixture
def other(office: Office, database_url: str) -> Iterator[Office]:
    """What a second process of the service has: it shares nothing with the first but the database."""
    assert office.membership.organisations().living("b1")
    with open_office(database_url) as other:
        yield other


def ask(
    office: Office, transfer_id: str, receiving: str, *people: PersonalData, day: date = DAY
) -> None:
    whole = len(people) > 1
    command = RequestTransfer(
        transfer_id=transfer_id,
        kind=TransferKind.WHOLE_ORGANISATION if whole else TransferKind.CROSS_PROVINCE,
        reason=TransferReason.RESIDENCE_CHANGED,
        releasing=SHENZHEN,
        receiving=inside(receiving),
        **on(day),
    )
    incoming = [(person, DETAILS) for person in people]
    acting = replace(office.acting(), command_id=f"ask-{transfer_id}")  # two processes give two ids
    office.people.request_transfer(command, acting, incoming)


def ended(office: Office, transfer_id: str) -> None:
    office.when(WithdrawTransfer(transfer_id=transfer_id, **on(DAY)))


@pytest.mark.parametrize("known", [False, True], ids=["under two new ids", "under the same id"])
@pytest.mark.parametrize("whole", [False, True], ids=["alone", "with others"])
def test_of_two_who_ask_at_once_one_is_refused(
    office: Office, other: Office, database_url: str, *, known: bool, whole: bool
) -> None:
    if known:
        ask(office, "t0", "b1", SOMEBODY)
        ended(office, "t0")
    companions = ((ANOTHER,), (person_of(3, "张三"),)) if whole else ((), ())
    with Gate(database_url, "event_log.claims") as gate, ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, office, "t1", "b1", *companions[0], SOMEBODY)
        second = pool.submit(ask, other, "t2", "be1", *companions[1], SOMEBODY)
        gate.wait_for(2)
        gate.open()
        faults = [each.exception() for each in (first, second)]

    assert [type(fault) for fault in faults if fault] == [TransferAlreadyOpen]
    holder = office.people.member_with(SOMEBODY.identity_number)
    assert holder is not None
    asked = "t1" if faults[0] is None else "t2"
    assert office.membership.member(holder).open_transfer == asked
    ended(office, asked)
    ask(other, "t3", "be1", SOMEBODY)
    assert office.people.member_with(SOMEBODY.identity_number) == holder
    assert office.membership.member(holder).open_transfer == "t3"


def test_nobody_is_named_twice_by_one_request(office: Office) -> None:
    with pytest.raises(MemberNamedTwice):
        ask(office, "t1", "b1", SOMEBODY, ANOTHER, SOMEBODY)
    assert office.people.member_with(SOMEBODY.identity_number) is None


def test_who_carries_an_expired_letter_from_outside_is_shown_to_the_receiver(
    office: Office,
) -> None:
    ask(office, "t1", "b1", SOMEBODY, ANOTHER)
    lettered: dict[str, Any] = {
        "by": "s1",
        "number": "深组转 77",
        "issued_on": DAY,
        "valid_until": LAST,
    }
    office.when(PresentOutsideLetter(transfer_id="t1", **lettered, **on(DAY)))
    look = warnings.Look(TODAY, office.membership.rules())
    with office.looking() as db:
        assert warnings.listed(db, CITY, look).items == []
    office.when(ExpireTransfer(transfer_id="t1", **on(LAST + timedelta(days=1))))

    with office.looking() as db:
        first = warnings.listed(db, STREET, look, limit=1)
        second = warnings.listed(db, STREET, look, after=first.following, limit=1)
        shown = [*first.items, *second.items]
        assert second.following is None
        assert [(one.organisation_id, one.path) for one in shown] == [("b1", "d/s1/g1/b1")] * 2
        assert {each.reason for one in shown for each in one.warnings} == {
            WarningReason.POCKET_MEMBER
        }
        names = [office.sealer.unseal(one.member_id, one.sealed) for one in shown]
        assert {name["name"] for name in names if name} == {"王一", "李二"}
        assert warnings.listed(db, ELSEWHERE, look).items == []
        other_reason = warnings.Look(TODAY, look.rules, WarningReason.LOST_CONTACT_OVERDUE)
        assert warnings.listed(db, CITY, other_reason).items == []

    ask(office, "t2", "be1", SOMEBODY, day=TODAY)
    with office.looking() as db:
        [left] = warnings.listed(db, CITY, look).items
        assert left.member_id == office.people.member_with(ANOTHER.identity_number)
    office.when(WithdrawTransfer(transfer_id="t1", **on(TODAY)))
    with office.looking() as db:
        assert warnings.listed(db, CITY, look).items == []
    assert office.rebuilt() == dict.fromkeys(office.views, True)
