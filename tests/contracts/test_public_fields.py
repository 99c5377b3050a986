"""Every field a bureau can ever read was decided about: one that is new stays out until it stands here."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, get_args, get_type_hints

import pytest

from shared.contracts.public import DISCLOSURES, Disclosure, ProofV1, PublicEvent

ENVELOPE = {
    "id",
    "source",
    "type",
    "subject",
    "time",
    "dataschema",
    "sequence",
    "effectivedate",
    "data",
    "specversion",
    "datacontenttype",
}
OF_ORGANISATIONS = {
    "department_id",
    "into_id",
    "into_path",
    "moved_with",
    "organisation_id",
    "organisation_path",
    "owner_unit_id",
    "parties",
    "path",
    "reviewer",
    "successor_id",
    "successor_path",
    "superior_id",
    "superior_id_before",
    "unit_id",
    "units",
}
OF_PLACES = {
    "code",
    "communities",
    "community_code",
    "division_code",
    "parent_code",
    "place_path",
    "premises",
}
OF_THINGS = {
    "agreement_id",
    "category_id",
    "category_path",
    "conference_id",
    "fund_id",
    "parent_id",
    "resource_id",
    "task_id",
}
"""Agreements, categories, conferences, funds, lists of things to lend, tasks: none of them is a person's."""
WORDS_OF_A_LIST = {
    "card",
    "channel",
    "credit",
    "debit",
    "form",
    "handling",
    "kind",
    "level",
    "mode",
    "month",
    "resolved",
    "response",
    "rule",
    "satisfaction",
    "status",
    "unit",
    "unit_class",
    "urgency",
}
OFFICIAL_TEXTS = {"name", "name_before", "source", "title", "basis"}
"""What offices are called and what documents say: of organisations, units, divisions, categories, rules,
and of outside tasks (a title elsewhere may name whom it is about)."""
COUNTED = {
    "amount",
    "balance",
    "fen",
    "hours_a_month",
    "may_transfer",
    "minutes",
    "number",
    "target",
    "term_years",
    "terminated",
    "value",
    "version",
    "year",
}
DAYS = {
    "begins",
    "effective_date",
    "ends",
    "holidays",
    "make_up_days",
    "registered_on",
    "term_ends_on",
}
HOLDING_OTHERS = {
    "after",
    "before",
    "chairs",
    "chairs_before",
    "entry",
    "fund",
    "obligations",
    "task",
}
"""Their own fields are looked at, too. As a text, `before` and `after` are paths of organisations."""
DECIDED = (
    OF_ORGANISATIONS
    | OF_PLACES
    | OF_THINGS
    | WORDS_OF_A_LIST
    | OFFICIAL_TEXTS
    | COUNTED
    | DAYS
    | HOLDING_OTHERS
)
Field = tuple[str, str, Any]
every_disclosure = pytest.mark.parametrize("disclosure", DISCLOSURES, ids=lambda one: one.service)


def fields_of(cls: Any) -> Iterator[Field]:
    """Each field of a contract, and of what it holds, with the contract it is of."""
    for part in get_args(cls):
        yield from fields_of(part)
    if isinstance(cls, type) and is_dataclass(cls):
        for name, kind in get_type_hints(cls).items():
            yield cls.__name__, name, kind
            yield from fields_of(kind)


@every_disclosure
def test_every_field_was_decided_about(disclosure: Disclosure) -> None:
    found = {
        f"{cls}.{name}"
        for message in disclosure.messages.values()
        for cls, name, _ in fields_of(message)
        if name not in DECIDED
    }
    assert not found, "may it lead to a person? If not, write it down above; else leave it out"


def test_nothing_stands_in_the_list_that_nobody_is_told() -> None:
    told = {
        name
        for disclosure in DISCLOSURES
        for message in disclosure.messages.values()
        for _, name, _ in fields_of(message)
    }
    assert told == DECIDED


def test_a_title_is_told_of_tasks_only() -> None:
    titled = {
        cls
        for disclosure in DISCLOSURES
        for message in disclosure.messages.values()
        for cls, name, _ in fields_of(message)
        if name in {"title", "basis"}
    }
    assert titled == {"TaskFactsV1"}


@every_disclosure
def test_no_field_can_hold_what_is_not_declared(disclosure: Disclosure) -> None:
    """Texts, numbers, days: nothing that would let in whatever comes along."""
    leaves = {str, int, bool, date, type(None), Ellipsis}
    for message in disclosure.messages.values():
        for cls, name, kind in fields_of(message):
            assert _leaves_of(kind) <= leaves, f"{cls}.{name}"


def test_the_envelope_and_the_proof_have_no_field_besides() -> None:
    assert {field.name for field in fields(PublicEvent)} == ENVELOPE
    assert {field.name for field in fields(ProofV1)} == {"partition", "count", "digest", "up_to"}
    assert get_type_hints(PublicEvent)["time"] is datetime


def _leaves_of(kind: Any) -> set[Any]:
    parts = get_args(kind)
    if parts:
        return set().union(*map(_leaves_of, parts))
    return set() if is_dataclass(kind) else {kind}
