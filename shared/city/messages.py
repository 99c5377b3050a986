"""What is read of `membership.v1`: the tree and the divisions. All others that this release knows are passed over."""

from typing import Any

import msgspec

from shared.contracts.membership import MESSAGES
from shared.messaging.hearing import known_types, refuse_unknown


class Organisation(msgspec.Struct):
    path: str
    division_code: str | None = None


class Told(msgspec.Struct):
    """The attributes that the messages of interest have, each where it applies."""

    organisation_id: str = ""
    code: str = ""
    name: str = ""
    level: str = ""
    parent_code: str | None = None
    into_id: str = ""
    after: Organisation | None = None


class Heard(msgspec.Struct):
    type: str
    data: msgspec.Raw = msgspec.Raw()


_heard = msgspec.json.Decoder(Heard).decode
_told = msgspec.json.Decoder(Told).decode
_KNOWN = known_types("membership", MESSAGES)


def told(value: bytes) -> tuple[str, Told] | None:
    """Type and content of a message about the city; None for one about anything else.

    Raises:
        msgspec.MsgspecError: it is no CloudEvent, or lacks what it is to tell.
        UnknownMessage: it is of a kind or a version younger than this release.
    """
    heard = _heard(value)
    if heard.type in ABOUT_THE_CITY:
        return heard.type, _told(heard.data)
    refuse_unknown(heard.type, _KNOWN)
    return None


ESTABLISHED = "membership.organisation-established.v1"
MOVED = "membership.organisation-moved.v1"
MERGED = "membership.organisation-merged.v1"
DISSOLVED = "membership.organisation-dissolved.v1"
REGISTERED = "membership.division-registered.v1"
RENAMED = "membership.division-renamed.v1"
ABOUT_THE_CITY: frozenset[Any] = frozenset(
    {ESTABLISHED, MOVED, MERGED, DISSOLVED, REGISTERED, RENAMED}
)
