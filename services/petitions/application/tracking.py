"""The code by which somebody follows his appeal without giving a name.

It is computed from the appeal's id with the service's key, so that a repeated registration is answered
with the same code although nobody keeps it: the log holds its digest only.
"""

import base64
import hmac
import re
from hashlib import sha256

_BYTES = 10
_GROUP = 4
_FORM = re.compile(r"[A-Z2-7]{16}")
_BETWEEN = re.compile(r"[\s\-–—]")


def tracking_code(key: bytes, petition_id: str) -> str:
    """Four groups of four letters and digits (80 bits), as people write them down."""
    drawn = hmac.digest(key, f"tracking-code\0{petition_id}".encode(), "sha256")[:_BYTES]
    text = base64.b32encode(drawn).decode()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def tracking_digest(code: str) -> str:
    """SHA-256 of the code, whatever people put between its groups; "" for what is no code."""
    plain = _BETWEEN.sub("", code).upper()
    return sha256(plain.encode()).hexdigest() if _FORM.fullmatch(plain) else ""
