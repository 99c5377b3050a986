from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.domain.terms import Gender
from services.membership.roster.identity_number import (
    IdentityNumberFault,
    IdentityNumberRefused,
    check_character,
    parse_identity_number,
)


def fault(text: str) -> IdentityNumberFault:
    with pytest.raises(IdentityNumberRefused) as refused:
        parse_identity_number(text)
    assert text not in str(refused.value) or not text
    return refused.value.fault


def test_the_example_of_the_standard_is_valid() -> None:
    found = parse_identity_number("11010519491231002X")
    assert (found.birth_date, found.gender) == (date(1949, 12, 31), Gender.FEMALE)


def test_a_lower_case_x_is_accepted_and_made_upper_case() -> None:
    assert parse_identity_number("11010519491231002x").number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("110105491231002", IdentityNumberFault.OLD),
        ("", IdentityNumberFault.LENGTH),
        ("11010519491231002", IdentityNumberFault.LENGTH),
        ("11010519491231002XX", IdentityNumberFault.LENGTH),
        ("1101051949123100XX", IdentityNumberFault.CHARACTERS),
        ("１１010519491231002X", IdentityNumberFault.CHARACTERS),
        ("00010519491231002X", IdentityNumberFault.REGION),
        ("99010519491231002X", IdentityNumberFault.REGION),
        ("11010519490229002X", IdentityNumberFault.DATE),
        ("11010519491331002X", IdentityNumberFault.DATE),
        ("11010518991231002X", IdentityNumberFault.DATE),
        ("11010500001231002X", IdentityNumberFault.DATE),
        ("110105194912310021", IdentityNumberFault.CHECKSUM),
        ("11010519491230002X", IdentityNumberFault.CHECKSUM),
    ],
)
def test_each_fault_has_its_name(text: str, expected: IdentityNumberFault) -> None:
    assert fault(text) is expected
    assert expected.label


@given(
    st.sampled_from(["110105", "430111", "650102"]),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
    st.integers(0, 16),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_found(
    region: str, birth_date: date, sequence: int, place: int, shift: int
) -> None:
    digits = f"{region}{birth_date:%Y%m%d}{sequence:03}"
    number = digits + check_character(digits)
    found = parse_identity_number(number)
    assert found.birth_date == birth_date
    assert (found.gender is Gender.MALE) == (sequence % 2 == 1)
    wrong = str((int(number[place]) + shift) % 10)
    with pytest.raises(IdentityNumberRefused):
        parse_identity_number(number[:place] + wrong + number[place + 1 :])


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_named_fault(text: str) -> None:
    with suppress(IdentityNumberRefused):
        assert parse_identity_number(text).number == text.upper()
