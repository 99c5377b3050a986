"""What was really used and spent fulfils what was promised, each source once, as it stands in the end."""

from datetime import date, timedelta

from sqlalchemy import select

from services.resources.domain.agreement.commands import EndAgreement, RenewAgreement
from services.resources.domain.booking.commands import RecordUse
from services.resources.domain.fund.commands import DrawDown, ReturnMoney
from services.resources.policies.fulfilment import NAME
from services.resources.projections.agreements import OBLIGATIONS
from tests.integration.resources_policies.acts import (
    agreement,
    book,
    check_in,
    complete,
    pledge,
)
from tests.support.town_hall import TownHall
from tests.unit.resources.scene import TODAY, asked, at, found, offer, register, slot

UNITS = (register("forestry"), register("school"))
VENUE, FUND = 1, 2
"""The obligations of the forestry department."""


def given(hall: TownHall) -> None:
    hall.when(*UNITS, found("forestry", "school"), *agreement("forestry"), offer())


def used(hall: TownHall, booking_id: str = "b") -> None:
    """Booked for 9 to 11, and left at half past ten."""
    hall.when(book(booking_id, agreement_id="a"))
    hall.now = at(3, 9)
    hall.when(check_in(booking_id))
    hall.now = at(3, 10, 30)
    hall.when(complete(booking_id))


def fulfilled(hall: TownHall, number: int) -> int:
    done: int = hall.state("agreement-a").fulfilled(number)
    return done


def test_minutes_of_real_use_count_for_the_promised_venue(hall: TownHall) -> None:
    given(hall)
    used(hall)

    hall.react(NAME)

    assert fulfilled(hall, VENUE) == 90


def test_a_use_put_on_record_counts_and_one_without_agreement_does_not(hall: TownHall) -> None:
    given(hall)
    hall.now = at(4, 9)
    told = {"unit_id": "school", "purpose": "讲座", **asked()}
    for number, agreement_id in enumerate(("a", ""), 8):
        wanted = slot(at(3, number * 2 - 8), 1)
        command = RecordUse(
            booking_id=f"u{number}", wanted=wanted, agreement_id=agreement_id, **told
        )
        hall.when(command)

    hall.react(NAME)

    assert fulfilled(hall, VENUE) == 60


def test_a_voucher_counts_less_what_was_returned_of_it(hall: TownHall) -> None:
    given(hall)
    hall.when(
        pledge(agreement_id="a"),
        DrawDown(fund_id="f", voucher="v", fen=300_000, **asked()),
        ReturnMoney(fund_id="f", voucher="v", receipt="r", fen=50_000, **asked()),
    )

    hall.react(NAME)

    assert fulfilled(hall, FUND) == 250_000
    assert hall.happened("agreement-a")["fulfilment-recorded"] == 2


def test_it_counts_from_the_day_of_the_use_also_when_it_is_noticed_later(hall: TownHall) -> None:
    given(hall)
    used(hall)
    hall.now = at(9, 9)

    hall.react(NAME)

    recorded = hall.store.read_stream("agreement-a")[-1]
    assert (recorded.type, recorded.effective_date.day) == ("fulfilment-recorded", 3)


def test_what_was_spent_too_late_is_reported_and_stops_nobody_else(hall: TownHall) -> None:
    given(hall)
    hall.when(pledge(agreement_id="a"))
    used(hall)
    hall.when(EndAgreement(agreement_id="a", cause_text="场地改建", **asked()))
    hall.now = at(4, 9)
    hall.when(DrawDown(fund_id="f", voucher="v", fen=1, **asked()))

    hall.react(NAME)

    assert (fulfilled(hall, VENUE), fulfilled(hall, FUND)) == (90, 0)


def test_a_use_put_on_record_in_the_new_year_counts_for_the_old_one(hall: TownHall) -> None:
    given(hall)
    hall.now = at(3, 9) + timedelta(days=365)
    wanted = slot(at(3, 9))
    told = {"unit_id": "school", "purpose": "讲座", "agreement_id": "a", **asked()}
    hall.when(RecordUse(booking_id="u", wanted=wanted, **told))

    hall.react(NAME)

    [counted] = hall.state("agreement-a").counted.values()
    assert (counted.used_on, counted.amount) == (date(2026, 3, 3), 120)


def test_each_term_of_an_obligation_is_shown_by_itself(hall: TownHall) -> None:
    given(hall)
    used(hall)
    hall.react(NAME)
    ends = date(2027, 12, 31)
    hall.when(RenewAgreement(agreement_id="a", ends=ends, **asked()))

    c = OBLIGATIONS.c
    of_the_hall = select(c.term, c.begins, c.ends, c.fulfilled).where(c.number == VENUE)
    with hall.looking() as connection:
        shown = [tuple(row) for row in connection.execute(of_the_hall.order_by(c.term))]

    first, second = (1, TODAY, date(2026, 12, 31), 90), (2, date(2027, 1, 1), ends, 0)
    assert shown == [first, second]


def test_twice_or_after_a_kill_each_counts_once(hall: TownHall) -> None:
    given(hall)
    used(hall)
    hall.when(pledge(agreement_id="a"), DrawDown(fund_id="f", voucher="v", fen=300_000, **asked()))

    hall.react(NAME, dies=True)
    for _ in range(2):
        hall.react(NAME)

    assert (fulfilled(hall, VENUE), fulfilled(hall, FUND)) == (90, 300_000)
    assert hall.happened("agreement-a")["fulfilment-recorded"] == 2
