"""Identifiers: fresh ones begin with their time, derived ones always are the same."""

import time
import uuid

import pytest

from shared.clock import derived_id, new_id

EXAMPLE = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
"""Of RFC 9562, A.6: 2022-02-22 14:22:22 -05:00."""
EXAMPLE_TIME = 1645557742000


def milliseconds(identifier: str) -> int:
    return uuid.UUID(identifier).int >> 80


def test_a_fresh_identifier_is_of_version_7_and_of_now() -> None:
    before = time.time_ns() // 1_000_000
    found = new_id()

    assert (uuid.UUID(found).version, uuid.UUID(found).variant) == (7, uuid.RFC_4122)
    assert found == str(uuid.UUID(found))
    assert before <= milliseconds(found) <= time.time_ns() // 1_000_000


def test_fresh_identifiers_differ_within_a_millisecond() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_an_identifier_derived_from_one_with_a_time_takes_it_over() -> None:
    found = derived_id("appeal", EXAMPLE)

    assert (uuid.UUID(found).version, uuid.UUID(found).variant) == (7, uuid.RFC_4122)
    assert milliseconds(found) == milliseconds(EXAMPLE) == EXAMPLE_TIME
    assert found == derived_id("appeal", EXAMPLE)
    assert found != derived_id("contact", EXAMPLE)
    assert milliseconds(derived_id("of the derived one", found)) == EXAMPLE_TIME


@pytest.mark.parametrize("of", ["", "c-11", derived_id("row 1"), str(uuid.UUID(int=7 << 76))[:-1]])
def test_without_a_time_it_is_the_names_alone(of: str) -> None:
    assert derived_id("appeal", of) == derived_id("appeal")
    assert uuid.UUID(derived_id("appeal")).version == 5
