"""What of petitions is public: units, categories, rules, calendar, and how many appeals stand how."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.contracts import petitions
from shared.contracts.petitions import intake
from shared.contracts.petitions.counted import AboutV1, CountedV1, StandingV1
from shared.contracts.public.disclosure import About, Disclosure, down_to_street

_AS_THEY_STAND = (
    "petitions.unit-entered.v1",
    "petitions.unit-changed.v1",
    "petitions.unit-closed.v1",
    "petitions.category-set.v1",
    "petitions.category-retired.v1",
    "petitions.rule-set.v1",
    "petitions.calendar-year-set.v1",
)


@dataclass(frozen=True, slots=True)
class FigureV1:
    """Under what an appeal is counted.

    Attributes:
        place_path: division codes from the city down to the street, joined by `/`.
        category_path: category ids from the top down, joined by `/`.
        channel: how it came: `desk`, `mailbox`, `hotline`, `web` or `open311`.
        kind: what it asks for: `inquiry`, `help`, `complaint`, `report`, `suggestion` or `thanks`.
        mode: how fast it is handled: `immediate`, `urgent`, `express`, `normal` or `complex`.
        registered_on: the day (UTC) it was registered.
        status: how far it has come: `registered`, `accepted`, `refused`, `dispatched`,
            `signed_for`, `on_site`, `in_hand`, `resolved`, `fed_back`, `called_back`, `listed`,
            `linked` or `closed`; the backlog are those before `resolved` that are not `refused` or
            `linked`, and `listed`.
        response: of the promise to respond: `none`, `pending`, `kept` or `broken`.
        handling: of the promise to handle: the same words.
        resolved: the appellants' word: `unasked`, `yes` or `no`.
        satisfaction: how content the appellant is: `unasked`, `very_satisfied`, `satisfied`,
            `fairly_satisfied`, `dissatisfied` or `very_dissatisfied`.
        card: the severest supervision so far: `none`, `yellow` or `red`.
    """

    place_path: str
    category_path: str
    channel: str
    kind: str
    mode: str
    registered_on: date
    status: str
    response: str
    handling: str
    resolved: str
    satisfaction: str
    card: str


@dataclass(frozen=True, slots=True)
class AppealCountedV1:
    """One appeal less is counted under `before` (null: a new one), one more under `after`.

    Every figure of a street (backlog, response, resolution, satisfaction, on time, cards) is a sum over
    these. Which appeal it is, and whose, is not told, nor which unit handles it.
    """

    before: FigureV1 | None
    after: FigureV1
    effective_date: date


def _count(told: Any) -> About | None:
    match told:
        case intake.PetitionRegisteredV1():
            before = None
        case intake.PetitionRecategorisedV1():
            before = _figure(told.about_before, told.before)
        case CountedV1():
            before = _figure(told.about, told.before)
        case _:
            return None
    after = _figure(told.about, told.after)
    if before == after:
        return None
    return About(after.place_path, AppealCountedV1(before, after, told.effective_date))


def _figure(about: AboutV1, standing: StandingV1) -> FigureV1:
    return FigureV1(
        place_path=down_to_street(about.place_path),
        category_path=about.category_path,
        channel=about.channel,
        kind=about.kind,
        mode=about.mode,
        registered_on=about.registered_at.date(),
        status=standing.status,
        response=standing.response,
        handling=standing.handling,
        resolved=standing.resolved,
        satisfaction=standing.satisfaction,
        card=standing.card,
    )


DISCLOSURE = Disclosure(
    "petitions",
    {name: petitions.MESSAGES[name] for name in _AS_THEY_STAND},
    {"public.petitions.appeal-counted.v1": AppealCountedV1},
    _count,
)
