"""When a resource can be had: its opening hours, less what is held and when nothing is lent.

Pure, so that the same functions answer a refused booking and, over rows of a view, a year's calendar.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from services.resources.domain.calendar import at_minute, city_day
from services.resources.domain.intervals import Span, joined, widened, within, without
from services.resources.domain.resource.events import ResourceTerms


def open_spans(terms: ResourceTerms, first: date, last: date, as_of: datetime) -> Iterator[Span]:
    """The opening hours of the days ``first`` to ``last``, joined where one runs into the next."""
    return joined(_hours(terms, first, last, as_of))


def _hours(terms: ResourceTerms, first: date, last: date, as_of: datetime) -> Iterator[Span]:
    of_weekday = [
        [
            (_minutes(each.opens), _minutes(each.closes))
            for each in terms.opening
            if each.weekday == n
        ]
        for n in range(1, 8)
    ]
    day = first
    while day <= last:
        midnight = at_minute(day, 0, as_of)
        for opens, closes in of_weekday[day.weekday()]:
            yield Span(midnight + opens, midnight + closes)
        day += _DAY


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def is_open(terms: ResourceTerms, span: Span) -> bool:
    """Whether the opening hours cover ``span``."""
    first, last = city_day(span.begins), city_day(span.ends)
    return any(each.covers(span) for each in open_spans(terms, first, last, span.begins))


def blocked(terms: ResourceTerms, taken: Iterable[Span]) -> Iterator[Span]:
    """When the resource cannot be used because of each span that is ``taken``.

    ``taken`` are held slots (buffers included) and blackouts: what is out of use is not set up or
    cleared away either. Between two uses lie the after-buffer of the first and the before-buffer of
    the second.
    """
    return widened(taken, terms.buffer_after, terms.buffer_before)


def near(terms: ResourceTerms, wish: Span) -> Span:
    """Where to look for what is taken: elsewhere it blocks nothing within ``wish``."""
    buffers = terms.buffer_before + terms.buffer_after
    return wish.widened(buffers, buffers)


def free_spans(terms: ResourceTerms, taken: Iterable[Span], wish: Span) -> Iterator[Span]:
    """When the resource can be used within ``wish``: open and not blocked by what is ``taken``."""
    opening = open_spans(terms, city_day(wish.begins), city_day(wish.ends), wish.begins)
    return without(within(opening, wish), joined(blocked(terms, taken)))


def next_free(
    terms: ResourceTerms, taken: Iterable[Span], wish: Span, minutes: int, most: int = 3
) -> tuple[Span, ...]:
    """The first slots of ``minutes`` within ``wish``, at most ``most``, one after the other."""
    found: list[Span] = []
    length = timedelta(minutes=minutes)
    step = timedelta(minutes=minutes + terms.buffer_before + terms.buffer_after)
    for span in free_spans(terms, taken, wish):
        begins = span.begins
        while begins + length <= span.ends:
            found.append(Span(begins, begins + length))
            if len(found) == most:
                return tuple(found)
            begins += step
    return tuple(found)


_DAY = timedelta(days=1)
