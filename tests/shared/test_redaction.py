"""Nothing personal leaves in a log line, wherever it hides."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.redaction import REMOVED, redact

NUMBER, PHONE = "430111199001011234", "13812341234"


def redacted(**event: Any) -> dict[str, Any]:
    return redact(None, "info", event)


@pytest.mark.parametrize(
    "key",
    ["name", "Name", "identity_number", "identity-number", "phone", "address", "姓名", "手机号",
     "身份证号", "sealed", "payload", "Authorization", "token", "birth_date", "contact_phone"],
)  # fmt: skip
def test_values_under_personal_keys_are_removed_at_any_depth(key: str) -> None:
    assert redacted(**{key: "张三"}) == {key: REMOVED}
    assert redacted(rows=[{"who": {key: "张三"}}]) == {"rows": [{"who": {key: REMOVED}}]}


def test_numbers_are_masked_in_any_text() -> None:
    told = redacted(event=f"bad row: {NUMBER}", cells=(PHONE, {"note": f"tel {PHONE}"}))

    assert told == {
        "event": "bad row: 4301**********1234",
        "cells": ["138****1234", {"note": "tel 138****1234"}],
    }


def test_numbers_are_masked_as_keys_and_as_integers() -> None:
    assert redacted(**{NUMBER: 1, "n": int(NUMBER)}) == {
        "4301**********1234": 1,
        "n": "4301**********1234",
    }


def test_what_logs_need_is_left_alone() -> None:
    event = {
        "event": "relay.published",
        "stream": "member-0b6f3c52-4a3e-4bb5-9d0c-2b8f6c0a8d11",
        "organisation_id": "430111001001",
        "sequence": "00000000013812341234",
        "position": 13812341234,
        "seconds": 0.25,
        "ok": True,
        "nothing": None,
    }

    assert redacted(**event) == event


def test_bytes_are_told_by_their_length() -> None:
    assert redacted(content=NUMBER.encode()) == {"content": "[18 bytes]"}


def test_other_objects_are_masked_as_they_print() -> None:
    class Row:
        def __str__(self) -> str:
            return NUMBER

    assert redacted(it=Row(), error=ValueError(PHONE)) == {
        "it": "4301**********1234",
        "error": "138****1234",
    }


def test_what_nests_too_deeply_to_be_looked_at_is_removed() -> None:
    deep: object = {"name": "张三"}
    for _ in range(10):
        deep = [deep]

    assert "张三" not in str(redacted(deep=deep))


def test_what_holds_itself_is_told_all_the_same() -> None:
    loop: list[object] = [NUMBER]
    loop.append(loop)

    assert NUMBER not in str(redacted(loop=loop))


nested = st.recursive(
    st.sampled_from([NUMBER, f"a{PHONE}b", int(NUMBER), "text", None, 1.5]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["a", "b", NUMBER]), inner),
)


@given(nested)
def test_no_nesting_hides_a_number(value: object) -> None:
    told = str(redacted(value_of=value))

    assert NUMBER not in told
    assert PHONE not in told
