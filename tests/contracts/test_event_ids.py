"""Readers may rely on how the events about a member are named."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

SAMPLES = sorted((Path(__file__).parent / "golden" / "membership" / "messages").glob("*.json"))
_TOLD: list[dict[str, Any]] = [msgspec.json.decode(sample.read_bytes()) for sample in SAMPLES]
COUNTING = [told for told in _TOLD if {"member_id", "before", "after"} <= told["data"].keys()]


@pytest.mark.parametrize("told", COUNTING, ids=lambda told: told["type"])
def test_an_event_that_counts_a_member_is_named_after_him(told: dict[str, Any]) -> None:
    assert told["id"] == f"member-{told['data']['member_id']}@{told['streamversion']}"
