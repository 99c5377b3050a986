"""When a resource can be had: the quick answer is the one that the definition gives."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.resources.domain.booking.slots import free_spans
from services.resources.domain.calendar import CITY_TIME
from services.resources.domain.intervals import Span, joined, without
from services.resources.domain.resource.events import OpeningHours, ResourceTerms

STEP, STEPS = timedelta(minutes=30), 4 * 48
MONDAY = datetime(2026, 3, 2, tzinfo=CITY_TIME).astimezone(UTC)


def at(step: int) -> datetime:
    return MONDAY + step * STEP


@st.composite
def spans(draw: st.DrawFn, most: int = 8) -> list[Span]:
    """In any order; they may meet, cover and repeat each other."""
    begins = draw(st.lists(st.integers(-48, STEPS + 47), max_size=most))
    return [Span(at(first), at(first + draw(st.integers(1, 30)))) for first in begins]


@st.composite
def hours(draw: st.DrawFn) -> tuple[OpeningHours, ...]:
    told = []
    for weekday in draw(st.lists(st.integers(1, 7), max_size=8)):
        opens = draw(st.integers(0, 47))
        told.append(OpeningHours(weekday, opens * 30, draw(st.integers(opens + 1, 48)) * 30))
    return tuple(told)


def instants(found: list[Span]) -> set[datetime]:
    """The beginnings of the half hours that lie in them."""
    return {
        at(step)
        for step in range(-100, STEPS + 100)
        if any(each.begins <= at(step) < each.ends for each in found)
    }


def is_free(instant: datetime, terms: ResourceTerms, taken: list[Span], wish: Span) -> bool:
    """By the rule: wished for, open, and far enough from all that is taken."""
    local = instant.astimezone(CITY_TIME)
    minute = local.hour * 60 + local.minute
    opened = any(
        each.weekday == local.isoweekday() and each.opens <= minute < each.closes
        for each in terms.opening
    )
    after, before = (timedelta(minutes=m) for m in (terms.buffer_after, terms.buffer_before))
    blocked = any(each.begins - after <= instant < each.ends + before for each in taken)
    return wish.begins <= instant < wish.ends and opened and not blocked


@given(
    hours(), spans(), st.integers(0, STEPS), st.integers(1, 60), st.sampled_from([(0, 0), (30, 60)])
)
@settings(max_examples=200)
def test_free_is_what_is_wished_for_open_and_not_taken(
    opening: tuple[OpeningHours, ...],
    taken: list[Span],
    first: int,
    length: int,
    buffers: tuple[int, int],
) -> None:
    before, after = buffers
    terms = ResourceTerms(opening, 10, buffer_before=before, buffer_after=after)
    wish = Span(at(first), at(first + length))

    found = list(free_spans(terms, taken, wish))

    assert instants(found) == {
        at(step) for step in range(STEPS + 61) if is_free(at(step), terms, taken, wish)
    }
    assert all(each.begins < each.ends for each in found)
    assert found == list(joined(found)), "in order, and as few as can be"


@given(spans())
def test_joined_spans_are_the_same_instants_in_order_and_apart(told: list[Span]) -> None:
    found = list(joined(told))

    assert instants(found) == instants(told)
    assert all(one.ends < other.begins for one, other in pairwise(found))


@given(spans(), spans())
def test_what_is_left_over_by_others(told: list[Span], taken: list[Span]) -> None:
    left = list(without(joined(told), joined(taken)))

    assert instants(left) == instants(told) - instants(taken)
