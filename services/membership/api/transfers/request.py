"""Asking for a transfer, of each kind, and giving one up."""

from typing import Annotated

from pydantic import Field

from services.membership.api.allowing import allow_member, allow_transfer
from services.membership.api.fields import MemberId, TransferPath
from services.membership.api.members.register import Details, Person
from services.membership.api.office import Asked, Office
from services.membership.domain.streams import transfer_stream
from services.membership.domain.transfer.causes import TransferKind, TransferReason
from services.membership.domain.transfer.commands import RequestTransfer, WithdrawTransfer
from services.membership.domain.transfer.events import Endpoint
from services.membership.projections.members import queries
from services.membership.projections.members.project import PROJECTION as REGISTER
from shared.access.permissions import Permission
from shared.database import looking_at
from shared.freshness import NotInTime
from shared.http.answers import UNCHANGED, Done
from shared.http.asking import Asking
from shared.http.fields import Body, Cause, Dated, Day, labels
from shared.http.problem import FieldError
from shared.http.read_after import NotYetVisible
from shared.http.refusals import Invalid
from shared.http.service_app import service_router

router = service_router(404, 409, 412, tags=["转接 transfers"])
MOST_INCOMING = 500


class Side(Body):
    """An organisation of the city's tree by its id, or one outside by name and province."""

    organisation_id: Annotated[str, Field(pattern=r"^([0-9a-z][0-9a-z-]{0,35})?$")] = ""
    name: Annotated[str, Field(max_length=100, description="市外党组织名称")] = ""
    province: Annotated[
        str, Field(pattern=r"^(\d{2})?$", description="GB/T 2260 省级代码前两位")
    ] = ""

    def endpoint(self) -> Endpoint:
        return Endpoint(self.organisation_id, self.name, self.province)


class Incoming(Body):
    """A person from outside the register."""

    person: Person
    details: Details


class Requesting(Dated):
    """One member, one person from outside, or an organisation with all its members."""

    kind: Annotated[TransferKind, Field(description=labels(TransferKind))]
    reason: Annotated[TransferReason, Field(description=labels(TransferReason))]
    reason_since: Annotated[Day | None, Field(description="外出起始日(away_six_months)")] = None
    releasing: Side
    receiving: Side
    member_ids: Annotated[
        list[MemberId],
        Field(
            default_factory=list,
            max_length=1,
            description="转出的党员;整建制转接不填,取自名册",
        ),
    ]
    incoming: Annotated[
        list[Incoming],
        Field(default_factory=list, max_length=MOST_INCOMING, description="从市外转入的人员"),
    ]


class Withdrawing(Dated):
    cause_text: Cause = ""


@router.post("/transfers", status_code=201, responses=UNCHANGED, summary="申请转接")
def request(body: Requesting, asked: Asked) -> Done:
    """Ask in the name of the releasing side; for people from outside, of the receiving one."""
    _check_named(body)
    _allow(body, asked)
    command = RequestTransfer(
        **asked.stamp(body.effective_date),
        transfer_id=asked.new_id,
        kind=body.kind,
        reason=body.reason,
        reason_since=body.reason_since,
        releasing=body.releasing.endpoint(),
        receiving=body.receiving.endpoint(),
        member_ids=_travellers(body, asked),
    )
    if not body.incoming:
        return asked.carry_out(command)
    people = [(each.person.personal_data(), each.details.of(each.person)) for each in body.incoming]
    outcome = asked.counted(
        "RequestTransfer",
        lambda: asked.office.people.request_transfer(command, asked.acting, people),
    )
    return asked.tell(transfer_stream(command.transfer_id), outcome)


@router.post("/transfers/{transfer_id}/withdrawal", summary="撤回")
def withdraw(transfer_id: TransferPath, body: Withdrawing, asked: Asked) -> Done:
    """Give the transfer up before acceptance, in the name of the side that asked for it."""
    transfer = allow_transfer(asked, Permission.TRANSFER_READ, transfer_id)
    side = transfer.releasing if transfer.releasing.is_inside else transfer.receiving
    asked.reach.allow(Permission.TRANSFER_REQUEST, side.organisation_id, "transfer_id")
    stamp = asked.stamp(body.effective_date)
    return asked.carry_out(
        WithdrawTransfer(**stamp, transfer_id=transfer_id, cause_text=body.cause_text)
    )


def _allow(body: Requesting, asked: Asking[Office]) -> None:
    sides = (("releasing", body.releasing), ("receiving", body.receiving))
    inside = [(field, side.organisation_id) for field, side in sides if side.organisation_id]
    asked.reach.roots(Permission.TRANSFER_REQUEST)
    for field, organisation_id in inside[:1]:
        asked.reach.allow(Permission.TRANSFER_REQUEST, organisation_id, field)
    for member_id in body.member_ids:
        allow_member(asked, Permission.TRANSFER_REQUEST, member_id, "member_ids")


def _takes_everybody(body: Requesting) -> bool:
    whole = body.kind is TransferKind.WHOLE_ORGANISATION
    return whole and body.releasing.organisation_id != ""


def _check_named(body: Requesting) -> None:
    if body.member_ids and _takes_everybody(body):
        message = "leave member_ids out: a whole organisation takes all its members along"
        raise Invalid([FieldError(field="member_ids", rule="whole-organisation", message=message)])


def _travellers(body: Requesting, asked: Asking[Office]) -> tuple[str, ...]:
    """The member named, or everybody whom the register shows in the organisation that moves."""
    if not _takes_everybody(body):
        return tuple(body.member_ids)
    try:
        asked.office.freshness.wait_for_all((REGISTER.name,))
    except NotInTime:
        raise NotYetVisible from None
    with looking_at(asked.office.engine) as connection:
        return tuple(queries.ids_in(connection, body.releasing.organisation_id))
