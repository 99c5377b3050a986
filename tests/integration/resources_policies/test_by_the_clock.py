"""What comes due by the clock is done once, also after a standstill."""

from datetime import date

import pytest

from services.resources.domain.booking.commands import JoinWaitlist
from services.resources.projections import due
from tests.integration.resources_policies.acts import agreement, book, check_in
from tests.support.town_hall import TownHall
from tests.unit.resources.scene import ONE, asked, at, found, offer, register, slot

BOOK = "book-hall-2026-03"


def given(hall: TownHall) -> None:
    hall.when(register("forestry"), register("school"), found("forestry", "school"), offer())


def test_who_does_not_come_in_time_gives_the_slot_to_who_waits(hall: TownHall) -> None:
    given(hall)
    told = {"purpose": "讲座", "unit_id": "forestry", **asked()}
    hall.when(book())
    hall.when(JoinWaitlist(entry_id="w", wanted=slot(at(3, 10), 1), **told))
    hall.now = at(3, 9, 29)
    assert hall.look() == 0

    hall.now = at(3, 9, 30)
    assert hall.look() == 1

    bookings = hall.state(BOOK).bookings
    assert (bookings["b"].status, bookings["w"].status) == ("no_show", "confirmed")
    assert hall.look() == 0


def test_who_did_not_say_when_he_left_used_it_to_the_end(hall: TownHall) -> None:
    given(hall)
    hall.when(book(hour=9))
    hall.now = at(3, 9)
    hall.when(check_in())
    hall.now = at(4, 12)

    assert hall.look() == 1

    completed = hall.store.read_stream(BOOK)[-1]
    assert (completed.type, completed.effective_date) == ("booking-completed", date(2026, 3, 3))
    assert '"minutes":120' in completed.data


def test_a_round_of_the_chair_is_always_published_ahead(hall: TownHall) -> None:
    given(hall)
    rotation = hall.state(f"conference-{ONE}").rotation
    assert hall.look() == 0
    hall.now = at(2, 9, month=9)  # the second of two turns of six months begins

    assert hall.look() == 1

    after = hall.state(f"conference-{ONE}").rotation
    assert len(after.upcoming(date(2026, 9, 2))) >= 2
    assert after.terms[-1].begins > rotation.terms[-1].begins
    assert hall.look() == 0


def test_an_agreement_ends_with_its_last_day(hall: TownHall) -> None:
    given(hall)
    hall.when(*agreement("forestry"))
    hall.now = at(31, 23, month=12)
    hall.look()
    assert hall.happened("agreement-a")["agreement-ended"] == 0

    hall.now = at(9, 9, month=12).replace(year=2027)
    hall.look()
    hall.look()

    ended = hall.store.read_stream("agreement-a")[-1]
    assert (ended.type, ended.effective_date) == ("agreement-ended", date(2027, 1, 1))


def test_what_a_rule_refuses_does_not_hide_what_comes_after(
    hall: TownHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "_AT_A_TIME", 1)
    given(hall)
    hall.when(*(book(f"b{hour}", hour) for hour in (9, 12, 15)))
    hall.catch_up()
    hall.now = at(3, 9)
    hall.when(check_in("b9"))  # the view still shows it as to come
    hall.now = at(3, 20)

    with hall.engine.connect():
        found = list(due.no_shows(hall.engine, hall.now))

    assert [each.told["booking"].booking_id for each in found] == ["b9", "b12", "b15"]
