"""Exact search and uniqueness over personal data that nobody can read back.

A token is a keyed hash (HMAC-SHA256, cut to 128 bits) of the normalised value. Without the key it
can be neither computed nor tried out, although there are few identity numbers enough to list them
all. The same key must serve for the life of the data. Tokens are kept in claims and views, which
are erased with the person, and never in the log.
"""

import hmac
import re
import unicodedata

from shared.privacy.key_encryption import KEY_BYTES

TOKEN_HEX = 32

_NOT_IN_NUMBERS = re.compile(r"[\s\-()\u2010-\u2015.]")
_COUNTRY_PREFIX = re.compile(r"^(\+|00)?86(?=1\d{10}$)")
_MIDDLE_DOTS = re.compile(r"[\u00b7\u2022\u2027\u30fb\u2219.]")


class BlindIndex:
    """Tokens for identity numbers, phones and names; two kinds never share a token."""

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            raise ValueError(f"the key of the blind index must have {KEY_BYTES} bytes")
        self._key = key

    def identity_number(self, text: str) -> str:
        """Blanks and hyphens do not count, nor whether the last letter is ``x`` or ``X``."""
        return self._token("identity-number", normal_number(text))

    def phone(self, text: str) -> str:
        """Blanks, hyphens and the country prefix of a mobile number do not count."""
        return self._token("phone", _COUNTRY_PREFIX.sub("", normal_number(text)))

    def name(self, text: str) -> str:
        """Blanks and the case of Latin letters do not count; all middle dots are one."""
        return self._token("name", normal_name(text))

    def _token(self, kind: str, value: str) -> str:
        message = f"{kind}\0{value}".encode()
        return f"{kind}:{hmac.digest(self._key, message, 'sha256').hex()[:TOKEN_HEX]}"


def normal_number(text: str) -> str:
    """Half-width digits and capitals, without what people put in between for reading."""
    return _NOT_IN_NUMBERS.sub("", unicodedata.normalize("NFKC", text)).upper()


def normal_name(text: str) -> str:
    """A name as it is compared: ``阿依古丽・买买提`` equals ``阿依古丽·买买提``."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _MIDDLE_DOTS.sub("·", "".join(folded.split()))
