"""Changing a state's copy is what the standard library's `replace` does."""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from typing import Any

import pytest

from services.membership.domain.member.changing import changed
from services.membership.domain.member.member import Member

OLD = Member("m1", changed_on=date(2026, 1, 1), sealed="old", open_transfer="t1")
NEW = object()


@pytest.mark.parametrize("name", [field.name for field in fields(Member)])
def test_one_field_is_another_and_all_others_are_as_they_were(name: str) -> None:
    change: dict[str, Any] = {name: NEW}

    assert changed(OLD, **change) == replace(OLD, **change)
    assert getattr(OLD, name) is not NEW


def test_a_changed_state_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        changed(OLD, sealed="new").sealed = "newer"  # type: ignore[misc]  # that is what is tested
