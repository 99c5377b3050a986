"""A transfer as people see it, and who travels by it."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, Field

from services.membership.api.members.shown import PersonShown, masked, opened
from services.membership.domain.transfer.causes import RefusalCause, TransferKind, TransferReason
from services.membership.domain.transfer.transfer import Stage
from services.membership.projections.transfers.queries import TransferRow, Traveller
from shared.http.fields import labels
from shared.privacy.sealing import Sealer

MOST_TRAVELLERS = 200


class TransferShown(BaseModel):
    """A transfer as it stands. A side inside the city has an id, one outside a name and province."""

    transfer_id: str
    kind: TransferKind
    kind_label: str
    reason: TransferReason
    reason_label: str
    reason_since: date | None
    stage: Stage = Field(description=labels(Stage))
    stage_label: str
    releasing_id: str
    releasing_name: str
    releasing_province: str
    receiving_id: str
    receiving_name: str
    receiving_province: str
    organisation_id: str = Field(description="整建制转接的党组织")
    members: int = Field(description="申请转接人数")
    carried: int | None = Field(description="实际接收人数")
    requested_on: date
    released_by: str | None
    letter: str | None = Field(description="介绍信编号")
    letter_issued_on: date | None
    valid_until: date | None = Field(description="介绍信有效期至(含)")
    accepted_by: str | None
    accepted_on: date | None
    placed_in: str | None
    placed_on: date | None
    cause: RefusalCause | None
    cause_label: str | None
    cause_text: str | None
    changed_on: date
    version: int


class TravellerShown(BaseModel):
    """Who travels, shown in part to either side."""

    member_id: str
    person: PersonShown
    carried: bool = Field(description="已随转接接收")


class OneTransferShown(TransferShown):
    travellers: list[TravellerShown] = Field(description=f"自 skip 起至多 {MOST_TRAVELLERS} 人")


class TransfersShown(BaseModel):
    items: list[TransferShown]
    following: str | None


def travellers_shown(
    sealer: Sealer, people: Sequence[Traveller], sealed: Mapping[str, str]
) -> list[TravellerShown]:
    """Who travels; ``sealed`` are the texts of those on the register, by member id."""
    texts = [
        (one.member_id, one.arriving.sealed if one.arriving else sealed.get(one.member_id, ""))
        for one in people
    ]
    return [
        TravellerShown(member_id=one.member_id, person=masked(person), carried=one.carried)
        for one, person in zip(people, opened(sealer, texts), strict=True)
    ]


def transfer_shown(row: TransferRow) -> TransferShown:
    return TransferShown(
        **{name: getattr(row, name) for name in _SAME},
        kind_label=row.kind.label,
        reason_label=row.reason.label,
        stage_label=row.stage.label,
        cause_label=row.cause.label if row.cause else None,
    )


_SAME = TransferShown.model_fields.keys() & TransferRow.__dataclass_fields__.keys()
