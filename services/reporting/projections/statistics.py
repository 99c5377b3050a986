"""The projection of the view: which message is written where."""

from services.reporting.projections import members, organisations, territory, transfers
from services.reporting.projections.hearing import Heard
from services.reporting.projections.kinds import WORDS
from services.reporting.projections.messages import (
    MEMBER_MESSAGES,
    MEMBER_REASONS,
    CommunityEnrolled,
    DivisionRegistered,
    MemberCounted,
    OrganisationDissolved,
    OrganisationEstablished,
    OrganisationMerged,
    OrganisationMoved,
    OrganisationRenamed,
    TransferRequested,
    heard,
)
from services.reporting.projections.tables import metadata
from services.reporting.projections.telling import Telling, ToldView, Write, reason_of
from shared.subscription.promise import Rows


def _affiliate(message: MemberCounted, reason: str, rows: Rows) -> None:
    members.count(message, reason, rows)
    if message.data.transfer_id is not None:
        transfers.move(message, reason, rows)


_BY_TRANSFER = {"member-registered", "affiliation-transferred"}

_WRITE: dict[type[Heard], Write] = {
    OrganisationEstablished: organisations.establish,
    OrganisationRenamed: organisations.rename,
    OrganisationMoved: organisations.move,
    OrganisationMerged: organisations.merge,
    OrganisationDissolved: organisations.dissolve,
    DivisionRegistered: territory.register,
    CommunityEnrolled: territory.enrol,
    TransferRequested: transfers.request,
    **{
        message: _affiliate if reason_of(message) in _BY_TRANSFER else members.count
        for message in MEMBER_MESSAGES
    },
}
STATISTICS = ToldView(
    "reporting.statistics", metadata, f"3 {WORDS} {MEMBER_REASONS}", Telling(heard, _WRITE)
)
"""The ledger stores numbers for the words in its shape: whoever learns a word rebuilds it."""
