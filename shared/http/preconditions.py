"""What a caller says in headers about repeating and about versions.

* ``Idempotency-Key``: the command's id. The same id twice gives the first answer again.
* ``If-Match``: change only what is still at this version. ``ETag`` told it.
"""

import uuid
from typing import Annotated

from fastapi import Header, Response

from shared.clock import new_id
from shared.http.refusals import VersionChanged

_UUID = r'^"?[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"?$'
_ETAG = r'^"[0-9]{1,18}"$'


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A UUID of the caller's choice; repeat it to repeat a request safely.",
        pattern=_UUID,
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='The ETag of the version to change, such as `"12"`.',
        pattern=_ETAG,
    ),
]


def command_id(given: str | None) -> str:
    """The command's id: the caller's, or a fresh one (then a repetition is another command)."""
    return str(uuid.UUID(given.strip('"'))) if given else new_id()


def expected_version(given: str | None) -> int | None:
    """The version the caller means to change; None: whichever it is at."""
    return int(given.strip('"')) if given else None


def require_version(expected: int | None, actual: int) -> None:
    """Raise ``VersionChanged`` (412) when the caller looked at another version."""
    if expected is not None and expected != actual:
        raise VersionChanged(expected, actual)


def set_version(response: Response, version: int) -> None:
    """Tell the version of what was read or written."""
    response.headers["ETag"] = f'"{version}"'
