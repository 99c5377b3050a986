"""What is shown to people who may not see everything, and to the logs."""

import pytest

from shared.privacy.masking import (
    mask_address,
    mask_identity_number,
    mask_name,
    mask_numbers_in,
    mask_phone,
)


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张**"), ("欧阳修文", "欧**"), ("李", "李**"), ("", "")]
)
def test_a_name_shows_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_numbers_show_their_ends() -> None:
    assert mask_identity_number("430111199001011234") == "4301**********1234"
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("0731-85880000") == "073******0000"


@pytest.mark.parametrize("short", ["", "1", "1234567", "123456789"])
def test_a_number_too_short_to_hide_anything_is_hidden_whole(short: str) -> None:
    assert mask_phone(short) == "*" * len(short)
    assert mask_identity_number(short) == "*" * len(short)


def test_an_address_shows_city_and_district() -> None:
    assert mask_address("长沙市雨花区韶山中路1号") == "长沙市雨花区****"
    assert mask_address("韶山中路") == "****"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("证号430111199001011234不符", "证号4301**********1234不符"),
        ("43011119900101123X", "4301**********123X"),
        ("电话13812341234,13912341234", "电话138****1234,139****1234"),
        ("event 00000000013812341234", "event 00000000013812341234"),
        ("amount 12345678901", "amount 12345678901"),
        ("2026-01-02", "2026-01-02"),
        ("", ""),
    ],
)
def test_numbers_are_masked_wherever_they_stand(text: str, shown: str) -> None:
    assert mask_numbers_in(text) == shown
