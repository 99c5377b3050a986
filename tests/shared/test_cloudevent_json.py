"""Messages are CloudEvents 1.0 in structured JSON; whatever is not one is named, never skipped."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.contracts.cloudevents import CloudEvent, data_schema, sequence_text
from shared.messaging.cloudevent_json import MalformedMessageError, Reader, decode, encode


@dataclass(frozen=True, slots=True)
class LampLitV1:
    lamp: str
    watts: int


MESSAGE = CloudEvent(
    id="lamp-1@7",
    source="/lamps",
    type="lamps.lamp-lit.v1",
    subject="lamp-1",
    time=datetime(2026, 3, 9, 6, 30, tzinfo=UTC),
    dataschema=data_schema("lamps.lamp-lit.v1"),
    sequence=sequence_text(42),
    correlationid="request-1",
    effectivedate=date(2026, 3, 1),
    streamversion=7,
    organisationpath="d/s1",
    data=LampLitV1("desk", 40),
)
READER = Reader({"lamps.lamp-lit.v1": LampLitV1})


def test_a_message_arrives_as_it_was_sent() -> None:
    read = decode(encode(MESSAGE))
    assert READER.data(read) == LampLitV1("desk", 40)
    for attribute in ("id", "source", "type", "subject", "time", "sequence", "effectivedate"):
        assert getattr(read, attribute) == getattr(MESSAGE, attribute)
    assert (read.position, read.streamversion, read.organisationpath) == (42, 7, "d/s1")
    assert (read.correlationid, read.causationid) == ("request-1", None)


def test_the_bytes_are_structured_json_with_lower_case_attributes() -> None:
    document = json.loads(encode(MESSAGE))
    assert document["specversion"] == "1.0"
    assert document["datacontenttype"] == "application/json"
    assert document["time"] == "2026-03-09T06:30:00Z"
    assert document["sequence"] == "00000000000000000042"
    assert all(name.isalnum() and name.islower() for name in document)


def test_positions_sort_as_text() -> None:
    positions = [3, 20, 100, 10**19]
    assert sorted(map(sequence_text, positions)) == [sequence_text(each) for each in positions]


def test_a_message_of_no_interest_is_passed_over() -> None:
    other = decode(encode(replace(MESSAGE, type="lamps.lamp-lost.v1")))
    assert READER.data(other) is None


def test_attributes_and_data_fields_of_later_releases_are_passed_over() -> None:
    document = json.loads(encode(MESSAGE))
    document["moonphase"] = "full"
    document["data"]["colour"] = "warm"
    assert READER.data(decode(json.dumps(document).encode())) == LampLitV1("desk", 40)


def changed(**attributes: Any) -> bytes:
    return json.dumps(json.loads(encode(MESSAGE)) | attributes).encode()


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (b"", "not a CloudEvent"),
        (b"\xff\xfe", "not a CloudEvent"),
        (b"[]", "not a CloudEvent"),
        (b'{"id": "\xff"}', "not a CloudEvent"),
        (changed(id=None), r"\$\.id"),
        (changed(effectivedate="soon"), r"\$\.effectivedate"),
        (changed(specversion="0.3"), "0.3"),
        (changed(sequence="4x"), "sequence"),
    ],
)
def test_what_is_no_cloudevent_is_refused_with_its_fault(value: bytes, named: str) -> None:
    with pytest.raises(MalformedMessageError, match=named):
        decode(value)


@pytest.mark.parametrize("data", [None, {"lamp": "desk"}, {"lamp": "desk", "watts": "40"}])
def test_data_that_breaks_its_contract_is_refused_with_message_and_field(data: object) -> None:
    with pytest.raises(MalformedMessageError, match=r"lamp-lit\.v1 lamp-1@7: "):
        READER.data(decode(changed(data=data)))
