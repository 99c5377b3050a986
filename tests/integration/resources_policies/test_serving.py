"""What is booked for an item of the lists falls with it, whichever came first and whatever is killed."""

from services.resources.domain.booking.commands import CancelBooking
from services.resources.policies.serving import NAME
from tests.integration.resources_policies.acts import (
    book,
    check_in,
    claimed,
    publish,
    ref,
    withdraw,
)
from tests.support.town_hall import TownHall
from tests.unit.resources.scene import asked, at, found, offer, register

UNITS = (register("forestry"), register("school"))
BOOK = "book-hall-2026-03"


def given(hall: TownHall) -> None:
    hall.when(*UNITS, found("forestry", "school"), offer(), publish(), *claimed("school"))


def status(hall: TownHall, booking_id: str = "b") -> str:
    return str(hall.state(BOOK).bookings[booking_id].status)


def test_a_booking_for_an_item_is_attached_to_it_until_it_is_given_back(hall: TownHall) -> None:
    given(hall)
    hall.when(book(listing_id="l"), book("other", 14))

    hall.react(NAME)
    assert hall.state("listing-l").bookings == (ref(),)

    hall.when(CancelBooking(booking=ref(), cause_text="改期", **asked()))
    hall.react(NAME)
    assert hall.state("listing-l").bookings == ()


def test_a_withdrawn_item_gives_back_its_bookings_and_its_points(hall: TownHall) -> None:
    given(hall)
    hall.when(book(listing_id="l"), book("other", 14))
    hall.react(NAME)

    hall.when(withdraw())
    hall.react(NAME)

    assert (status(hall), status(hall, "other")) == ("cancelled", "confirmed")
    withdrawn = hall.resources.commands.events("listing-l")
    [points] = next(each for each in withdrawn if hasattr(each, "taken_back")).taken_back
    assert (points.unit_id, points.points) == ("school", 20)


def test_a_booking_for_an_item_that_is_over_meanwhile_is_given_back(hall: TownHall) -> None:
    given(hall)
    hall.when(withdraw(), book("late", listing_id="l"), book("stray", 14, listing_id="nowhere"))

    hall.react(NAME)

    assert (status(hall, "late"), status(hall, "stray")) == ("cancelled", "cancelled")


def test_a_booking_in_use_stays(hall: TownHall) -> None:
    given(hall)
    hall.when(book(listing_id="l"))
    hall.react(NAME)
    hall.now = at(3, 9)
    hall.when(check_in(), withdraw())

    hall.react(NAME)

    assert status(hall) == "in_use"


def test_twice_or_after_a_kill_each_is_given_back_once(hall: TownHall) -> None:
    given(hall)
    hall.when(book(listing_id="l"), book("late", 14, listing_id="l"))
    hall.react(NAME)
    hall.when(withdraw())

    hall.react(NAME, dies=True)
    head = hall.log.head()
    for _ in range(3):
        hall.react(NAME)

    assert hall.happened(BOOK)["booking-cancelled"] == 2
    assert hall.log.head() == head + 2  # each is detached when it is seen as cancelled
