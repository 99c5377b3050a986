"""A record becomes a message whatever it is; what is wrong with it is told, never thrown."""

from typing import Any

import pytest
from aiokafka import ConsumerRecord
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.kafka.records import headers_of, message_of, milliseconds, plain
from shared.messaging.parts import part_of
from shared.messaging.promise import Message, OutgoingMessage
from shared.subscription.promise import NO_SEQUENCE
from tests.support.events import NOW

CONTENT = ("content-type", b"application/cloudevents+json; charset=UTF-8")
SEVEN = ("ce_sequence", b"00000000000000000007")
NAMES = st.sampled_from(["content-type", "ce_sequence", "unreadable", "", "trace"])


def record(
    headers: Any, value: bytes | None = b"{}", key: bytes | None = b"a", time: int = 0
) -> Any:
    return ConsumerRecord("t.v1", 2, 6, time, 0, key, value, None, -1, -1, tuple(headers))


@given(st.text(), st.binary(min_size=1), st.integers(0, 2**63 - 1))
def test_what_we_publish_we_read(key: str, value: bytes, sequence: int) -> None:
    key = key.encode(errors="ignore").decode()
    told = OutgoingMessage("t.v1", key, value, sequence, NOW)

    read = message_of("t.v1", record(headers_of(told), value, key.encode(), milliseconds(NOW)))

    assert read == Message("t.v1", 7, key, value, sequence, NOW)


@given(
    st.lists(st.tuples(NAMES, st.none() | st.binary() | st.just(SEVEN[1]) | st.just(CONTENT[1]))),
    st.none() | st.binary(),
    st.none() | st.binary(),
    st.integers(-(2**63), 2**63 - 1),
)
def test_no_record_breaks_the_parser(
    headers: list[tuple[str, bytes | None]], key: bytes | None, value: bytes | None, time: int
) -> None:
    read = message_of("t.v1", record(headers, value, key, time))

    assert (read.position, read.value) == (7, value or b"")
    assert read.fault or (read.sequence >= 0 and read.value)


@given(
    st.lists(
        st.lists(
            st.tuples(NAMES, st.none() | st.binary() | st.sampled_from([SEVEN[1], CONTENT[1]])),
            max_size=3,
        )
        | st.just([CONTENT, SEVEN])
        | st.just([CONTENT, ("ce_sequence", b"9" * 20)]),
        max_size=4,
    )
)
def test_sequences_taken_together_are_those_taken_one_by_one(
    headers: list[list[tuple[str, bytes | None]]],
) -> None:
    found = plain([record(each) for each in headers])

    one_by_one = [message_of("t.v1", record(each)) for each in headers]
    if found is not None:
        assert [int(text) for text in found.sequences] == [m.sequence for m in one_by_one]
        assert found.values == [message.value for message in one_by_one]
        assert not any(message.fault for message in one_by_one)
    ours = bool(headers) and all(each == [CONTENT, SEVEN] for each in headers)
    assert (found is not None) or not ours


@pytest.mark.parametrize(
    ("headers", "fault"),
    [
        ([], "header content-type (none) is no CloudEvent in JSON"),
        ([SEVEN], "header content-type (none) is no CloudEvent in JSON"),
        (
            [("content-type", b"\xff\xfe"), SEVEN],
            r"header content-type '\xff\xfe' is no CloudEvent",
        ),
        ([("content-type", b""), SEVEN], "header content-type '' is no CloudEvent"),
        ([CONTENT], "header ce_sequence (none) is not a position"),
        ([CONTENT, ("ce_sequence", b"")], "header ce_sequence '' is not a position"),
        ([CONTENT, ("ce_sequence", None)], "header ce_sequence (none) is not a position"),
        ([CONTENT, ("ce_sequence", b"\xff7")], r"header ce_sequence '\xff7' is not a position"),
        ([CONTENT, ("ce_sequence", b"-7")], "header ce_sequence '-7' is not a position"),
        ([CONTENT, ("ce_sequence", b"9" * 20)], f"header ce_sequence '{'9' * 20}' is not"),
    ],
)
def test_headers_that_are_not_ours_are_a_fault(
    headers: list[tuple[str, bytes | None]], fault: str
) -> None:
    assert fault in message_of("t.v1", record(headers)).fault


@pytest.mark.parametrize("foreign", [("trace", b"\xff"), ("trace", None), ("", b"")])
def test_headers_of_others_do_not_matter(foreign: tuple[str, bytes | None]) -> None:
    for headers in ([foreign, CONTENT, SEVEN], [SEVEN, foreign, CONTENT]):
        assert message_of("t.v1", record(headers)) == message_of("t.v1", record([CONTENT, SEVEN]))


def test_a_value_that_is_empty_or_too_large_is_a_fault() -> None:
    assert message_of("t.v1", record([CONTENT, SEVEN], None)).fault == "the value is empty"
    assert message_of("t.v1", record([CONTENT, SEVEN], b"x" * 1_000_000)).fault == ""
    told = message_of("t.v1", record([CONTENT, SEVEN], b"x" * 1_000_001))
    assert told.fault == "the value has 1,000,001 bytes, 1,000,000 are allowed"
    assert told.sequence == 7


def test_of_one_header_twice_the_first_counts() -> None:
    assert message_of("t.v1", record([CONTENT, SEVEN, ("ce_sequence", b"9")])).sequence == 7
    assert message_of("t.v1", record([CONTENT])).sequence == NO_SEQUENCE


def test_keys_are_dealt_out_evenly_and_for_ever() -> None:
    dealt = [part_of(f"member-{number}", 6) for number in range(6000)]
    assert all(900 < dealt.count(partition) < 1100 for partition in range(6))
    assert [part_of(key, 6) for key in ("organisation-tree", "territory", "党")] == [5, 4, 1]
