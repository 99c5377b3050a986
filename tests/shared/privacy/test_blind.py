"""Equal values, however written, have equal tokens; nothing else can be told from a token."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.privacy.blind import BlindIndex, normal_name

INDEX = BlindIndex(b"k" * 32)


@pytest.mark.parametrize(
    ("token", "one", "same"),
    [
        (INDEX.identity_number, "43011119900101123X", " 430111 19900101 123x "),
        (INDEX.identity_number, "430111199001011234", "430111199001011234"),
        (INDEX.phone, "13812341234", "+86 138-1234-1234"),
        (INDEX.phone, "13812341234", "008613812341234"),
        (INDEX.phone, "073185880000", "0731-85880000"),
        (INDEX.name, "张三", " 张 三 "),
        (INDEX.name, "阿依古丽·买买提", "阿依古丽・买买提"),
        (INDEX.name, "Li Ming", "li ming"),
    ],
)
def test_what_is_the_same_to_people_has_one_token(
    token: Callable[[str], str], one: str, same: str
) -> None:
    assert token(one) == token(same)


@pytest.mark.parametrize(
    ("token", "one", "other"),
    [
        (INDEX.identity_number, "430111199001011234", "430111199001011235"),
        (INDEX.phone, "13812341234", "8613812341"),
        (INDEX.name, "张三", "张三丰"),
    ],
)
def test_what_differs_has_another_token(token: Callable[[str], str], one: str, other: str) -> None:
    assert token(one) != token(other)


@given(st.text(), st.text())
def test_tokens_are_equal_exactly_for_names_that_compare_equal(one: str, other: str) -> None:
    same = normal_name(one) == normal_name(other)

    assert (INDEX.name(one) == INDEX.name(other)) == same


def test_kinds_and_keys_never_share_a_token() -> None:
    text = "13812341234"
    other = BlindIndex(b"o" * 32)

    tokens = [INDEX.phone(text), INDEX.identity_number(text), INDEX.name(text), other.phone(text)]

    assert len({token.partition(":")[2] for token in tokens}) == 4


def test_a_token_shows_its_kind_and_nothing_of_the_value() -> None:
    kind, _, digest = INDEX.phone("13812341234").partition(":")

    assert (kind, len(digest)) == ("phone", 32)
    assert "1234" not in BlindIndex(b"j" * 32).name("1234")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        BlindIndex(b"short")
