"""The projection of the view: which message is written where."""

from services.reporting.projections import members, organisations, territory, transfers
from services.reporting.projections.hearing import Heard, Telling, Write, described, reason_of
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
from shared.messaging.promise import Message
from shared.subscription.bundle import Bundle
from shared.subscription.promise import Described, Rows


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
_TELLING = Telling(heard, _WRITE)


class Statistics:
    """`shared.subscription.promise.Projection` of the whole view."""

    name = "reporting.statistics"
    tables = metadata
    shape = f"3 {WORDS} {MEMBER_REASONS}"
    """The ledger stores numbers for these words: whoever learns a word rebuilds it."""

    def describe(self, entry: Message) -> Described:
        return described(entry)

    def project(self, entry: Message, rows: Rows) -> None:
        _TELLING.write(entry, rows)

    def project_bundle(self, bundle: Bundle[Message], rows: Rows) -> None:
        _TELLING.write_bundle(bundle, rows)
