"""People from outside whose letter expired before the receiver accepted them (口袋党员)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, tuple_

from services.membership.domain.transfer.transfer import Stage
from services.membership.projections.organisations.table import ORGANISATIONS
from services.membership.projections.transfers.table import ARRIVING, TRANSFERS
from shared.access.scope import within

_RECEIVER, _PERSON = ORGANISATIONS.c, ARRIVING.c


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person whose letter was good up to and including ``valid_until``, still sealed.

    ``organisation_id`` and ``path`` are of the organisation that was to receive him.
    """

    member_id: str
    organisation_id: str
    path: str
    sealed: str
    valid_until: date


def bearers(
    connection: Connection, roots: tuple[str, ...], behind: tuple[str, str], limit: int
) -> list[Bearer]:
    """Those in scope behind this path and member id, in that order.

    Who comes by another transfer meanwhile, or was forgotten, is none: the latest request tells.
    """
    transfers = TRANSFERS.c
    asked = (
        select(
            _PERSON.member_id,
            _RECEIVER.organisation_id,
            _RECEIVER.path,
            _PERSON.sealed,
            transfers.valid_until,
        )
        .join(TRANSFERS, transfers.transfer_id == _PERSON.transfer_id)
        .join(ORGANISATIONS, _RECEIVER.organisation_id == transfers.receiving_id)
        .where(
            transfers.stage == Stage.EXPIRED,
            within(_RECEIVER.path, roots),
            tuple_(_RECEIVER.path, _PERSON.member_id) > tuple_(*behind),
        )
        .order_by(_RECEIVER.path, _PERSON.member_id)
        .limit(limit)
    )
    return [Bearer(*row) for row in connection.execute(asked)]
