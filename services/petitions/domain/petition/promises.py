"""Which promises begin when, by the mode of the category (domain rule 2).

What the community itself handles at once is promised to the resident from his word on: somebody is
there in 10 minutes, and it is handled in 30. Everything else is promised step by step: it is
dispatched, the unit responds, the unit handles it. For thanks nothing is promised.
"""

from collections.abc import Iterable
from datetime import datetime

from services.petitions.domain.petition.case import Case, Surroundings
from services.petitions.domain.petition.facts import About
from services.petitions.domain.petition.words import Stage
from services.petitions.domain.rules.names import DISPATCH_RULE, HANDLE_RULE, RuleName
from services.petitions.domain.terms import Kind, Mode

Promise = tuple[Stage, RuleName]


def at_registration(about: About, around: Surroundings, at: datetime) -> tuple[Promise, ...]:
    """What is promised when an appeal is registered."""
    if about.kind is Kind.THANKS:
        return ()
    if about.mode is Mode.IMMEDIATE:
        return _order(about)
    return to_dispatch(about, around, at)


def to_dispatch(about: About, around: Surroundings, at: datetime) -> tuple[Promise, ...]:
    """What is promised when an appeal waits to be dispatched (again)."""
    if about.kind is Kind.THANKS:
        return ()
    urgency = around.categories.urgency(about.category_id, around.time.day(at))
    return ((Stage.DISPATCH, DISPATCH_RULE[urgency]),)


def of_order(about: About, case: Case) -> tuple[Promise, ...]:
    """What is promised when a unit gets the order, but for what runs already."""
    return tuple(_without_running(_order(about), case))


def of_redo(about: About) -> tuple[Promise, ...]:
    """What is promised when the unit has to do it again: as with a new order."""
    return _order(about)


def _order(about: About) -> tuple[Promise, ...]:
    if about.kind is Kind.THANKS:
        return ()
    first = (
        (Stage.ON_SITE, RuleName.ON_SITE)
        if about.mode is Mode.IMMEDIATE
        else (Stage.RESPOND, RuleName.RESPOND)
    )
    return (first, (Stage.HANDLE, HANDLE_RULE[about.mode]))


def _without_running(promises: Iterable[Promise], case: Case) -> Iterable[Promise]:
    return (promise for promise in promises if case.petition.clock(promise[0]) is None)
