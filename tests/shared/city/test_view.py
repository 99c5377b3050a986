"""What the city view takes of `membership.v1`, passes over, and sets aside."""

import json
from typing import Any

import msgspec
import pytest

from shared.city.messages import ABOUT_THE_CITY, UnknownMessage, told
from shared.contracts import membership


def value(kind: str, **data: Any) -> bytes:
    return json.dumps({"type": kind, "data": data}).encode()


@pytest.mark.parametrize("kind", sorted(membership.MESSAGES))
def test_all_that_this_release_publishes_is_read_or_passed_over(kind: str) -> None:
    found = told(value(kind, code="430111"))

    assert (found is not None) is (kind in ABOUT_THE_CITY)


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
