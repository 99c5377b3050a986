"""Who left the city leaves its conferences, and what hangs on it ends, once, also what came too late."""

from typing import Any

from services.resources.domain.booking.commands import JoinWaitlist
from services.resources.domain.pairing.commands import PairDepartment
from services.resources.domain.unit.commands import DepartUnit
from services.resources.policies.departures import NAME
from shared.event_store import Metadata, NewEvent, StreamAppend
from tests.integration.resources_policies.acts import (
    DAY,
    agreement,
    book,
    check_in,
    claimed,
    pledge,
    publish,
)
from tests.support.town_hall import TownHall
from tests.unit.resources.scene import ONE, asked, at, found, offer, register, slot

GOES = DepartUnit(unit_id="forestry", cause_text="迁出", **asked())
STREAMS = [
    f"conference-{ONE}",
    "agreement-a",
    "pairing-p",
    "listing-own",
    "listing-l",
    "resource-hall",
    "resource-room",
    "book-hall-2026-03",
    "book-room-2026-03",
    "fund-f",
]
ENDS = {
    "conference-member-left": 1,
    "agreement-ended": 1,
    "pairing-ended": 1,
    "listing-withdrawn": 1,
    "claim-withdrawn": 1,
    "resource-withdrawn": 1,
    "booking-cancelled": 2,
    "waitlist-left": 1,
    "fund-closed": 1,
}


def given(hall: TownHall) -> None:
    """Of everything something hangs on the forestry department."""
    hall.when(register("forestry"), register("school"), found("forestry", "school"))
    hall.when(*agreement("forestry", "school"), offer(), offer("room", owner_unit_id=""))
    hall.when(publish("own", "forestry"), publish(), *claimed("forestry"), pledge())
    hall.when(book("lent", 9), book("used", 14, "forestry", wanted=slot(at(DAY, 14), 2, "room")))
    hall.when(book("other", 18, wanted=slot(at(DAY, 18), 2, "room")))
    waits = slot(at(DAY, 18), 2, "room")
    told: dict[str, Any] = {"purpose": "讲座", "unit_id": "forestry", **asked()}
    hall.when(JoinWaitlist(entry_id="waits", wanted=waits, **told))
    pair: dict[str, Any] = {
        "pairing_id": "p",
        "unit_id": "forestry",
        "community_code": ONE,
        "year": 2026,
    }
    hall.when(PairDepartment(**pair, **asked()))


def ended(hall: TownHall) -> dict[str, int]:
    happened = hall.happened(*STREAMS)
    return {name: happened[name] for name in ENDS}


def test_what_hangs_on_a_unit_ends_when_it_departs(hall: TownHall) -> None:
    given(hall)
    hall.when(GOES)

    hall.react(NAME)

    assert ended(hall) == ENDS
    chairs = hall.state(f"conference-{ONE}").rotation
    assert chairs.sitting(hall.acting().today).unit_id == "school"
    assert hall.state("book-room-2026-03").bookings["other"].status == "confirmed"
    assert hall.state("fund-f").balance == 0


def test_what_is_in_use_stays_and_the_last_member_takes_the_conference_along(
    hall: TownHall,
) -> None:
    hall.when(register("forestry"), register("school"), found("forestry"), offer(), book())
    hall.now = at(DAY, 9)
    hall.when(check_in(), GOES)

    hall.react(NAME)

    assert hall.state("book-hall-2026-03").bookings["b"].status == "in_use"
    assert hall.happened(f"conference-{ONE}")["conference-dissolved"] == 1


def test_what_was_decided_while_it_left_ends_too(hall: TownHall) -> None:
    """A decision that still saw the unit is stored behind its departure."""
    hall.when(register("forestry"), register("school"), offer("room", owner_unit_id=""))
    hall.when(book("late", 14, "forestry", wanted=slot(at(DAY, 14), 2, "room")))
    [made] = hall.store.read_stream("book-room-2026-03")
    hall.when(GOES)
    hall.react(NAME)
    later = NewEvent(
        made.type, made.schema_version, made.data.replace("late", "later"), made.effective_date
    )
    append = StreamAppend(made.stream, 2, [later], Metadata(command_id="later"))
    hall.store.append([append], hall.now)

    hall.react(NAME)

    bookings = hall.state("book-room-2026-03").bookings
    assert {each.status for each in bookings.values()} == {"cancelled"}


def test_who_was_registered_anew_meanwhile_keeps_what_it_had(hall: TownHall) -> None:
    given(hall)
    hall.when(GOES, register("forestry"))

    hall.react(NAME)

    assert ended(hall) == dict.fromkeys(ENDS, 0)


def test_twice_or_after_a_kill_everything_ends_once(hall: TownHall) -> None:
    given(hall)
    hall.when(GOES)

    hall.react(NAME, dies=True)
    for _ in range(2):
        hall.react(NAME)

    assert ended(hall) == ENDS
