"""What people see of personal data who may not see it in clear, and what logs may show."""

import re

_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def mask_name(name: str) -> str:
    """``张三丰`` -> ``张**``; two stars whatever the length, which would be a hint."""
    return f"{name[:1]}**" if name else ""


def mask_identity_number(number: str) -> str:
    """``430111199001011234`` -> ``4301**********1234``."""
    return _ends(number, 4, 4)


def mask_phone(phone: str) -> str:
    """``13812341234`` -> ``138****1234``."""
    return _ends(phone, 3, 4)


def mask_address(address: str) -> str:
    """``长沙市雨花区韶山中路1号`` -> ``长沙市雨花区****``: city and district, no more."""
    return f"{address[:6]}****" if len(address) > 6 else "*" * len(address)  # noqa: PLR2004 -- above


def mask_numbers_in(text: str) -> str:
    """``text`` with every identity number and mobile number in it masked."""
    masked = _IDENTITY_NUMBER.sub(lambda found: mask_identity_number(found[0]), text)
    return _PHONE.sub(lambda found: mask_phone(found[0]), masked)


def _ends(text: str, head: int, tail: int) -> str:
    """Keep both ends; when little would stay hidden, keep nothing."""
    hidden = len(text) - head - tail
    if hidden < head:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[-tail:]
