"""SIGKILL of resources' policies: nothing is half undone, and nothing counts twice, whenever they die."""

import os
import signal
from collections.abc import Iterator

import pytest

from services.resources.domain.fund.commands import DrawDown
from services.resources.domain.unit.commands import DepartUnit
from tests.integration.kill.test_policies import killed_twice
from tests.integration.resources_policies.acts import (
    agreement,
    book,
    check_in,
    claimed,
    complete,
    pledge,
    publish,
    withdraw,
)
from tests.support.gate import Gate
from tests.support.supervisor import KILLED, Supervisor
from tests.support.town_hall import TownHall, town_hall
from tests.support.victims import CLERK_STEPS, SAVING_STEPS
from tests.unit.resources.scene import ONE, asked, at, found, offer, register

HOURS = (9, 12, 15)
BOOK = "book-hall-2026-03"


@pytest.fixture
def hall(database_url: str) -> Iterator[TownHall]:
    with town_hall(database_url) as hall:
        hall.when(register("forestry"), register("school"), found("forestry", "school"), offer())
        yield hall


def booked(hall: TownHall, **given: str) -> None:
    hall.when(*(book(f"b{hour}", hour, **given) for hour in HOURS))


@pytest.mark.parametrize("step", [*CLERK_STEPS, *SAVING_STEPS])
def test_a_withdrawn_item_gives_back_all_its_bookings(
    hall: TownHall, supervisor: Supervisor, step: str
) -> None:
    hall.when(publish(), *claimed("school"))
    booked(hall, listing_id="l")
    hall.when(withdraw())
    hall.catch_up()

    killed_twice(supervisor, "serving", hall.url, step)

    assert hall.happened(BOOK) == {"booking-made": 3, "booking-cancelled": 3}


@pytest.mark.parametrize("step", [*CLERK_STEPS, "update subscription.checkpoints"])
def test_what_hangs_on_a_departed_unit_ends_whole(
    hall: TownHall, supervisor: Supervisor, step: str
) -> None:
    hall.when(*agreement("forestry"), pledge())
    booked(hall)
    hall.when(DepartUnit(unit_id="forestry", cause_text="迁出", **asked()))
    hall.catch_up()

    killed_twice(supervisor, "departures", hall.url, step)

    happened = hall.happened(BOOK, f"conference-{ONE}", "agreement-a", "resource-hall", "fund-f")
    ends = ("booking-cancelled", "conference-member-left", "agreement-ended", "fund-closed")
    assert [happened[each] for each in ends] == [3, 1, 1, 1]


@pytest.mark.parametrize("step", [*CLERK_STEPS, "after commit"])
def test_each_use_and_voucher_counts_once(
    hall: TownHall, supervisor: Supervisor, step: str
) -> None:
    hall.when(*agreement("forestry"), pledge(agreement_id="a"))
    booked(hall, agreement_id="a")
    for hour in HOURS:
        hall.now = at(3, hour)
        hall.when(check_in(f"b{hour}"))
        hall.now = at(3, hour + 1)
        hall.when(complete(f"b{hour}"))
    hall.when(DrawDown(fund_id="f", voucher="v", fen=300_000, **asked()))
    hall.catch_up()

    killed_twice(supervisor, "fulfilment", hall.url, step)

    done = [hall.state("agreement-a").fulfilled(number) for number in (1, 2)]
    assert done == [3 * 60, 300_000]
    assert hall.happened("agreement-a")["fulfilment-recorded"] == 4


@pytest.mark.parametrize("step", CLERK_STEPS)
def test_each_no_show_is_released_once(hall: TownHall, supervisor: Supervisor, step: str) -> None:
    booked(hall)
    hall.catch_up()

    killed_twice(supervisor, "clock", hall.url, step)

    assert hall.happened(BOOK) == {"booking-made": 3, "no-show-released": 3}


def whole(hall: TownHall) -> int:
    """How many bookings of the combination there are: none or both, in the log and among the slots."""
    made = hall.happened(BOOK, "book-projector-2026-03")["booking-made"]
    with hall.engine.connect() as connection:
        held = connection.exec_driver_sql("select count(*) from slots.held").scalar_one()
    assert made == held
    assert made in {0, 2}
    return made


@pytest.mark.parametrize("step", CLERK_STEPS)
def test_a_combination_is_never_half_booked(
    hall: TownHall, supervisor: Supervisor, step: str
) -> None:
    hall.when(offer("projector"))

    assert supervisor.run("combination", hall.url, step) == KILLED
    assert whole(hall) == (2 if step == "after append" else 0)
    assert supervisor.run("combination", hall.url) == 0

    assert whole(hall) == 2


def test_a_combination_is_never_half_booked_by_who_dies_while_it_is_stored(
    hall: TownHall, supervisor: Supervisor
) -> None:
    """The second slot is about to be taken: the events and the first slot are written, not committed."""
    hall.when(offer("projector"))
    with Gate(hall.url, "slots.held", "new.key = 'projector'") as gate:
        victim = supervisor.start("combination", hall.url)
        gate.wait_for_somebody()
        os.kill(victim, signal.SIGKILL)
        assert supervisor.wait(victim) == KILLED
        assert whole(hall) == 0
        gate.open()

    assert supervisor.run("combination", hall.url) == 0
    assert whole(hall) == 2
