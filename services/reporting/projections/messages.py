"""What reporting reads of `membership.v1`: only what it counts, in one pass over the JSON.

A tolerant reader: attributes it does not name are passed over, and so are messages that change nothing
it counts. What it does name must be there; a message that lacks it is set aside, and so is one that this
release does not know. Dates and times stay the texts they came as: the view's tables read them.
"""

from collections.abc import Callable
from typing import Any, Union

import msgspec

from shared.contracts.log import log_reached_type
from shared.contracts.membership import MESSAGES


class Heard(msgspec.Struct, gc=False, tag_field="type"):
    """The attributes of the envelope; ``sequence`` is the publisher's position, as digits."""

    id: str
    time: str
    sequence: str


class MemberFacts(msgspec.Struct, gc=False):
    organisation_id: str
    organisation_path: str
    standing: str
    member_class: str
    education: str
    birth_date: str
    gender: str


class MemberChange(msgspec.Struct, gc=False):
    member_id: str
    effective_date: str
    before: MemberFacts | None
    after: MemberFacts | None
    transfer_id: str | None = None


class MemberCounted(Heard, gc=False):
    data: MemberChange


class OrganisationFacts(msgspec.Struct, gc=False):
    path: str
    kind: str
    form: str
    division_code: str | None


class Establishment(msgspec.Struct, gc=False):
    organisation_id: str
    name: str
    superior_id: str | None
    after: OrganisationFacts
    effective_date: str


class OrganisationEstablished(Heard, gc=False, tag="membership.organisation-established.v1"):
    data: Establishment


class Renaming(msgspec.Struct, gc=False):
    organisation_id: str
    name: str
    effective_date: str


class OrganisationRenamed(Heard, gc=False, tag="membership.organisation-renamed.v1"):
    data: Renaming


class Move(msgspec.Struct, gc=False):
    organisation_id: str
    superior_id: str
    after: OrganisationFacts
    effective_date: str


class OrganisationMoved(Heard, gc=False, tag="membership.organisation-moved.v1"):
    data: Move


class Merger(msgspec.Struct, gc=False):
    organisation_id: str
    into_id: str
    before: OrganisationFacts
    effective_date: str


class OrganisationMerged(Heard, gc=False, tag="membership.organisation-merged.v1"):
    data: Merger


class Dissolution(msgspec.Struct, gc=False):
    organisation_id: str
    successor_id: str
    before: OrganisationFacts
    effective_date: str


class OrganisationDissolved(Heard, gc=False, tag="membership.organisation-dissolved.v1"):
    data: Dissolution


class Division(msgspec.Struct, gc=False):
    code: str
    parent_code: str | None
    effective_date: str


class DivisionRegistered(Heard, gc=False, tag="membership.division-registered.v1"):
    data: Division


class Enrolment(msgspec.Struct, gc=False):
    code: str
    effective_date: str


class CommunityEnrolled(Heard, gc=False, tag="membership.community-enrolled.v1"):
    data: Enrolment


class Request(msgspec.Struct, gc=False):
    transfer_id: str
    kind: str
    reason: str


class TransferRequested(Heard, gc=False, tag="membership.transfer-requested.v1"):
    data: Request


MEMBER_REASONS = (
    "member-registered",
    "member-corrected",
    "admitted-to-full",
    "member-class-changed",
    "membership-suspended",
    "membership-restored",
    "member-removed",
    "member-expelled",
    "member-deceased",
    "affiliation-transferred",
    "affiliation-followed-organisation",
)
"""Why a member is counted otherwise: the messages that carry the facts before and after."""

ORGANISATION_MESSAGES: tuple[type[Heard], ...] = (
    OrganisationEstablished,
    OrganisationRenamed,
    OrganisationMoved,
    OrganisationMerged,
    OrganisationDissolved,
)
OTHER_MESSAGES: tuple[type[Heard], ...] = (DivisionRegistered, CommunityEnrolled, TransferRequested)
MEMBER_MESSAGES: tuple[type[Heard], ...] = tuple(
    type(reason, (MemberCounted,), {}, tag=f"membership.{reason}.v1", gc=False)
    for reason in MEMBER_REASONS
)


def message_type(message: type[Heard]) -> str:
    """The CloudEvents type it is told apart by."""
    return str(message.__struct_config__.tag)


def reason_of(message: type[Heard]) -> str:
    """The event's name as the ledger shows it: `member-registered` of `membership.member-registered.v1`."""
    return message_type(message).split(".")[1]


class PassedOver(msgspec.Struct, gc=False, tag_field="type"):
    """A message that changes nothing reporting counts."""


class UnknownMessage(ValueError):
    """Of a kind or version younger than this release, which cannot tell whether it counts.

    It is set aside, so that no figure is silently wrong; the release that knows it retries it.
    """


_PUBLISHED = {*MESSAGES, log_reached_type("membership")}
_WANTED = (*MEMBER_MESSAGES, *ORGANISATION_MESSAGES, *OTHER_MESSAGES)
_KNOWN_UNWANTED = tuple(
    msgspec.defstruct("PassedOverMessage", [], bases=(PassedOver,), tag=name, module=__name__)
    for name in sorted(_PUBLISHED - {message_type(wanted) for wanted in _WANTED})
)
_KINDS: Any = Union[(*_WANTED, *_KNOWN_UNWANTED)]
_decode: Callable[[bytes], Heard | PassedOver] = msgspec.json.Decoder(_KINDS).decode


class _Typed(msgspec.Struct):
    type: str


_typed = msgspec.json.Decoder(_Typed)


def heard(value: bytes) -> Heard | PassedOver:
    """The message, as far as reporting reads it.

    Raises:
        msgspec.ValidationError: it lacks something that is counted, or is no CloudEvent.
        UnknownMessage: it is of a kind or a version that is younger than this release.
    """
    try:
        return _decode(value)
    except msgspec.ValidationError as cause:
        kind = type_of(value)
        if kind in _PUBLISHED:
            raise
        raise UnknownMessage(f"{kind} is not known to this release") from cause


def type_of(value: bytes) -> str:
    """The CloudEvents type of a message.

    Raises:
        msgspec.MsgspecError: it is no CloudEvent.
    """
    return _typed.decode(value).type
