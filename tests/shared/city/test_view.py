"""What the city view takes of `membership.v1`, passes over, and sets aside."""

import json
from typing import Any

import msgspec
import pytest

from shared.city.messages import ABOUT_THE_CITY, told
from shared.clock import utc_now
from shared.contracts import membership
from shared.messaging.hearing import UnknownMessage, described
from shared.messaging.promise import Message
from tests.support.told_by_membership import district


def value(kind: str, **data: Any) -> bytes:
    return json.dumps({"type": kind, "data": data}).encode()


@pytest.mark.parametrize("kind", sorted(membership.MESSAGES))
def test_all_that_this_release_publishes_is_read_or_passed_over(kind: str) -> None:
    found = told(value(kind, code="430111"))

    assert (found is not None) is (kind in ABOUT_THE_CITY)


def test_the_mark_of_how_far_the_log_is_told_is_passed_over() -> None:
    """A relay ends each batch with it: set aside, it would soon stop the view."""
    city = district()

    assert told(city.reached().value) is None


@pytest.mark.parametrize(
    "kind", ["membership.organisation-moved.v2", "membership.organisation-split.v1"]
)
def test_what_is_younger_than_this_release_is_not_passed_over(kind: str) -> None:
    """Passed over, the city would be another than membership's, and nobody would know."""
    with pytest.raises(UnknownMessage, match=kind):
        told(value(kind))


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff", b"[]", b'{"data": {}}'])
def test_what_is_no_message_is_said_to_be_none(broken: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        told(broken)


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b'{"type": "\xff"}', b'{"x":' + b"[" * 9_000 + b"]" * 9_000 + b"}"],
)
def test_whatever_it_is_it_can_be_described_to_be_set_aside(broken: bytes) -> None:
    found = described(Message("membership.v1", 1, "a", broken, 1, utc_now()))

    assert found == ("a", "unreadable", broken)
