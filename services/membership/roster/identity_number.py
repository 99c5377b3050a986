"""Resident identity numbers (公民身份号码) by GB 11643-1999.

Eighteen characters: six digits of region (GB/T 2260), eight of birth date, three of sequence
(odd for men, even for women) and a check character by ISO 7064 MOD 11-2.
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from services.membership.domain.terms import Gender, Labelled

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_DIGITS = dict(zip("0123456789", range(10), strict=True))
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD_SHAPE = re.compile(r"[0-9]{15}")
_EARLIEST_YEAR = 1900
_LENGTH = 18
# GB/T 2260 provinces; 83 is the residence permit of Taiwan residents, 91 is reserved for abroad.
_PROVINCE_NUMBERS = (
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    *(71, 81, 82, 83, 91),
)
_PROVINCES = frozenset(map(str, _PROVINCE_NUMBERS))


class IdentityNumberFault(Labelled):
    """Why a text is no resident identity number; the label tells the officer what to do."""

    OLD = "identity-number-old", "15 位旧身份证号已停用,请按现行证件填写 18 位号码"
    LENGTH = "identity-number-length", "公民身份号码应为 18 位,请核对是否漏填或多填"
    CHARACTERS = "identity-number-characters", "前 17 位应为数字,末位应为数字或 X"
    REGION = "identity-number-region", "前两位不是有效的省级行政区代码,请核对证件"
    DATE = "identity-number-date", "第 7 至 14 位不是有效的出生日期,请核对证件"
    CHECKSUM = "identity-number-checksum", "校验码不符,号码中有填错的数字,请核对证件"


class IdentityNumberRefused(ValueError):
    """The text breaks GB 11643; ``fault`` says which part of it. Never carries the text itself."""

    def __init__(self, fault: IdentityNumberFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A valid number and what it says of its holder; ``number`` ends in upper-case X if in any."""

    number: str
    birth_date: date
    gender: Gender


def parse_identity_number(text: str) -> IdentityNumber:
    """Read an 18-character number; a lower-case x is accepted.

    Raises:
        IdentityNumberRefused: with the first fault found, outer shape before inner meaning.
    """
    number = text.upper()
    if not _SHAPE.fullmatch(number):
        raise IdentityNumberRefused(_fault_of_shape(number))
    if number[:2] not in _PROVINCES:
        raise IdentityNumberRefused(IdentityNumberFault.REGION)
    birth_date = _birth_date(number)
    if check_character(number[:17]) != number[17]:
        raise IdentityNumberRefused(IdentityNumberFault.CHECKSUM)
    gender = Gender.MALE if _DIGITS[number[16]] % 2 else Gender.FEMALE
    return IdentityNumber(number, birth_date, gender)


def check_character(first_seventeen: str) -> str:
    """The check character of seventeen digits by ISO 7064 MOD 11-2."""
    digits = map(_DIGITS.__getitem__, first_seventeen)
    return _CHECK_CHARACTERS[sum(map(mul, _WEIGHTS, digits)) % 11]


def _fault_of_shape(number: str) -> IdentityNumberFault:
    if _OLD_SHAPE.fullmatch(number):
        return IdentityNumberFault.OLD
    if len(number) != _LENGTH:
        return IdentityNumberFault.LENGTH
    return IdentityNumberFault.CHARACTERS


def _birth_date(number: str) -> date:
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentityNumberRefused(IdentityNumberFault.DATE) from None
    if birth_date.year < _EARLIEST_YEAR:
        raise IdentityNumberRefused(IdentityNumberFault.DATE)
    return birth_date
