"""The projection of the view: which message is written where."""

from collections.abc import Sequence
from typing import Any

from services.reporting.projections import members, organisations, territory, transfers
from services.reporting.projections.hearing import Heard
from services.reporting.projections.kinds import WORDS
from services.reporting.projections.messages import (
    MEMBER_REASONS,
    CommunityEnrolled,
    DivisionRegistered,
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

_WRITE: dict[type[Heard], Write] = {
    OrganisationEstablished: organisations.establish,
    OrganisationRenamed: organisations.rename,
    OrganisationMoved: organisations.move,
    OrganisationMerged: organisations.merge,
    OrganisationDissolved: organisations.dissolve,
    DivisionRegistered: territory.register,
    CommunityEnrolled: territory.enrol,
    TransferRequested: transfers.request,
}


def _count(messages: Sequence[Any], rows: Rows) -> Sequence[Any]:
    """What is told of members, which is nearly all there is; answers the rest."""
    moved, others = members.count(messages, rows)
    for message in moved:
        transfers.move(message, reason_of(type(message)), rows)
    return others


STATISTICS = ToldView(
    "reporting.statistics", metadata, f"3 {WORDS} {MEMBER_REASONS}", Telling(heard, _WRITE, _count)
)
"""The ledger stores numbers for the words in its shape: whoever learns a word rebuilds it."""
