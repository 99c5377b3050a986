"""What bureaus may read: nothing in it leads to a person, whatever the services tell one another."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints

import jsonschema_rs
import msgspec
import pytest

from deploy.event_schemas import exported
from deploy.examples import as_read
from shared.contracts.cloudevents import CloudEvent, Recorded, envelope
from shared.contracts.membership import members
from shared.contracts.petitions import intake
from shared.contracts.public import DISCLOSURES, Disclosure, PublicEvent
from tests.contracts.golden import PUBLISHERS

SCHEMAS = exported()
BY_SERVICE = {each.service: each for each in DISCLOSURES}
SAMPLES = [(each.name, file) for each in PUBLISHERS for file in each.messages]
every_sample = pytest.mark.parametrize(
    ("service", "sample"), SAMPLES, ids=lambda one: str(one)[-40:]
)
every_disclosure = pytest.mark.parametrize("disclosure", DISCLOSURES, ids=lambda one: one.service)

OF_PERSONS = {
    "member_id",
    "member_ids",
    "petition_id",
    "transfer_id",
    "birth_date",
    "gender",
    "education",
    "join_date",
    "letter",
    "registered_at",
    "post",
    "representative_post",
    "title",
    "by",
    "correlationid",
    "causationid",
    "streamversion",
    "organisationpath",
}
"""Words that stand for a person, lead to one, or tie messages together that are about the same one."""
AGREEMENT_OVER = "public.resources.agreement-over.v1"
OFFICIAL = {"task"}
"""What carries a title that is a document's, not a person's matter."""


def told(service: str, sample: Path) -> tuple[CloudEvent[Any], PublicEvent[Any] | None]:
    """A golden message, and what everybody may know of it."""
    message = as_read(service, json.loads(sample.read_bytes()))
    return message, BY_SERVICE[service].disclosed(message)


@every_disclosure
def test_no_public_message_has_a_field_that_stands_for_a_person(disclosure: Disclosure) -> None:
    for name, cls in disclosure.messages.items():
        assert not _fields_of(cls) & OF_PERSONS, name
    assert not {field.name for field in fields(PublicEvent)} & OF_PERSONS


@every_sample
def test_no_id_of_a_person_or_of_his_matter_is_in_a_public_message(
    service: str, sample: Path
) -> None:
    message, public = told(service, sample)
    if public is None:
        return
    text = msgspec.json.encode(public).decode()
    ids = [getattr(message.data, name, None) for name in ("member_id", "petition_id")]
    assert not [one for one in ids if one and one in text]
    assert not message.subject.startswith(("member-", "petition-")) or message.subject not in text


@every_sample
def test_a_public_message_keeps_to_its_schema(service: str, sample: Path) -> None:
    _, public = told(service, sample)
    if public is not None:
        document = json.loads(msgspec.json.encode(public))
        jsonschema_rs.validate(json.loads(SCHEMAS["public-cloudevent.json"]), document)
        jsonschema_rs.validate(json.loads(SCHEMAS[f"{public.type}.json"]), document["data"])


@every_disclosure
def test_every_public_message_is_told_by_some_message(disclosure: Disclosure) -> None:
    public = [told(*one)[1] for one in SAMPLES if one[0] == disclosure.service]
    known = {one.type for one in public if one}
    assert set(disclosure.messages) <= known


@pytest.mark.parametrize(
    ("sample", "stage", "kind"),
    [
        ("AgreementEndedV1", "draft", None),
        ("AgreementEndedV1.in-force", "in_force", AGREEMENT_OVER),
    ],
)
def test_the_end_of_an_agreement_is_told_when_it_was_in_force(
    sample: str, stage: str, kind: str | None
) -> None:
    message, public = told("resources", next(file for _, file in SAMPLES if file.stem == sample))

    assert message.data.stage_before == stage
    assert (public.type if public else None) == kind
    assert public is None or public.data.agreement_id == message.data.agreement_id


FACTS = members.MemberFactsV1(
    "branch", "city/district/street/branch", "full", "retired", "college", date(1950, 2, 3), "male"
)
ELSEWHERE = replace(FACTS, organisation_path="city/district/other/branch")
RECORD = Recorded(
    event_id="member-m@7",
    stream="member-m",
    version=7,
    position=42,
    recorded_at=datetime(2026, 3, 9, 6, 30, tzinfo=UTC),
    effective_date=date(2026, 3, 9),
    correlation_id="c",
    causation_id="member-m@6",
)


def _moved(after: members.MemberFactsV1) -> PublicEvent[Any] | None:
    data = members.AffiliationTransferredV1("m", "t", FACTS, after, date(2026, 3, 9))
    kind = "membership.affiliation-transferred.v1"
    return BY_SERVICE["membership"].disclosed(envelope("/membership", kind, data, RECORD))


def test_a_member_who_moves_is_one_less_in_a_street_and_one_more_in_another() -> None:
    public = _moved(ELSEWHERE)
    assert public is not None
    assert msgspec.to_builtins(public.data) == {
        "before": "city/district/street",
        "after": "city/district/other",
        "effective_date": "2026-03-09",
    }
    assert (public.subject, public.id) == ("city/district/other", "00000000000000000042")


def test_what_changes_within_a_street_is_not_told() -> None:
    assert _moved(replace(FACTS, organisation_path="city/district/street/other")) is None


def test_an_appeal_is_counted_by_street_and_day() -> None:
    sample = next(file for name, file in SAMPLES if file.stem == "PetitionRegisteredV1")
    message, public = told("petitions", sample)
    assert isinstance(message.data, intake.PetitionRegisteredV1)
    assert public is not None
    assert public.data.before is None
    assert public.data.after.registered_on == message.data.about.registered_at.date()
    assert len(public.data.after.place_path.split("/")) <= 3


def _fields_of(cls: Any) -> set[str]:
    """The names of all fields in a contract, and in what it holds."""
    found: set[str] = set()
    for part in get_args(cls):
        found |= _fields_of(part)
    if is_dataclass(cls):
        for name, kind in get_type_hints(cls).items():
            found |= {name} | (set() if name in OFFICIAL else _fields_of(kind))
    return found
