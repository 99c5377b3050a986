"""What the petition report reads of `petitions.v1`: only what it counts."""

import msgspec

from services.reporting.projections.hearing import Heard, Hearing, alike
from shared.contracts.petitions import MESSAGES
from shared.messaging.hearing import known_types


class About(msgspec.Struct, gc=False):
    channel: str
    kind: str
    category_path: str
    place_path: str
    mode: str
    registered_at: str


class Standing(msgspec.Struct, gc=False):
    status: str
    unit_id: str
    response: str
    handling: str
    resolved: str
    satisfaction: str
    card: str


class Registration(msgspec.Struct, gc=False):
    petition_id: str
    effective_date: str
    about: About
    after: Standing


class PetitionRegistered(Heard, gc=False, tag="petitions.petition-registered.v1"):
    data: Registration


class Change(msgspec.Struct, gc=False):
    petition_id: str
    effective_date: str
    about: About
    before: Standing
    after: Standing


class PetitionCounted(Heard, gc=False):
    data: Change


class PetitionClosed(Heard, gc=False, tag="petitions.petition-closed.v1"):
    data: Change


class Recategorisation(msgspec.Struct, gc=False):
    petition_id: str
    effective_date: str
    about_before: About
    about: About
    before: Standing
    after: Standing


class PetitionRecategorised(Heard, gc=False, tag="petitions.petition-recategorised.v1"):
    data: Recategorisation


class Step(msgspec.Struct, gc=False):
    petition_id: str
    effective_date: str
    about: About
    before: Standing
    after: Standing
    stage: str


class StepTaken(Heard, gc=False):
    data: Step


class Entrance(msgspec.Struct, gc=False):
    unit_id: str
    name: str
    level: str
    division_code: str
    superior_id: str | None
    effective_date: str


class UnitEntered(Heard, gc=False, tag="petitions.unit-entered.v1"):
    data: Entrance


class UnitChange(msgspec.Struct, gc=False):
    unit_id: str
    name: str
    superior_id: str | None
    effective_date: str


class UnitChanged(Heard, gc=False, tag="petitions.unit-changed.v1"):
    data: UnitChange


class Category(msgspec.Struct, gc=False):
    category_id: str
    name: str
    effective_date: str


class CategorySet(Heard, gc=False, tag="petitions.category-set.v1"):
    data: Category


STEPS = {
    "promise-warned": "warned",
    "yellow-card-given": "yellow",
    "red-card-given": "red",
    "petition-escalated": "escalated",
}
"""What time does to promises: each once and in order."""

COUNTING = (
    "petition-accepted",
    "petition-refused",
    "duplicate-linked",
    "repeat-marked",
    "petition-dispatched",
    "order-signed-for",
    "order-returned",
    "unit-on-site",
    "petition-in-hand",
    "petition-handed-over",
    "extension-requested",
    "extension-granted",
    "extension-refused",
    "handling-paused",
    "handling-resumed",
    "petition-resolved",
    "result-fed-back",
    "appellant-called-back",
    "petition-rated",
    "redo-ordered",
    "petition-reopened",
    "petition-listed",
)
"""The other messages that carry how an appeal stood and stands."""

STEP_MESSAGES = alike(StepTaken, "petitions", STEPS)
COUNTED_MESSAGES = alike(PetitionCounted, "petitions", COUNTING)
OTHER_MESSAGES: tuple[type[Heard], ...] = (
    PetitionRegistered,
    PetitionRecategorised,
    PetitionClosed,
    UnitEntered,
    UnitChanged,
    CategorySet,
)
heard = Hearing(
    known_types("petitions", MESSAGES),
    (*COUNTED_MESSAGES, *STEP_MESSAGES, *OTHER_MESSAGES),
)
