"""How the log's facts about people become history."""

from typing import Any, get_args

import msgspec

from services.membership.codec import FORM
from services.membership.domain.disclosure.events import DisclosureEvent
from services.membership.domain.letter_book.events import LetterBookEvent
from services.membership.domain.member.events import MemberEvent
from services.membership.domain.transfer.events import TransferEvent, TransferRequested
from services.membership.projections.history.changes import told_by
from services.membership.projections.history.table import ENTRIES, TABLES, TRAVELLERS
from shared.event_store import Metadata, StoredEvent
from shared.subscription.log_projection import LogProjection
from shared.subscription.promise import Rows

_metadata = msgspec.json.Decoder(Metadata).decode


def _happened(event: Any, record: StoredEvent, rows: Rows) -> None:
    rows.insert(
        ENTRIES,
        {
            "position": record.position,
            "event_id": record.event_id,
            "type": record.type,
            "member_id": getattr(event, "member_id", None),
            "transfer_id": getattr(event, "transfer_id", None),
            "effective_date": record.effective_date,
            "recorded_at": record.recorded_at,
            "actor": _metadata(record.metadata).actor,
            "what": told_by(event),
        },
    )


def _requested(event: TransferRequested, record: StoredEvent, rows: Rows) -> None:
    _happened(event, record, rows)
    for member_id in event.member_ids:
        rows.insert(TRAVELLERS, {"member_id": member_id, "transfer_id": event.transfer_id})


HEARD: tuple[type, ...] = (
    *get_args(MemberEvent),
    *get_args(TransferEvent),
    *get_args(LetterBookEvent),
    DisclosureEvent,
)

PROJECTION: LogProjection[StoredEvent] = LogProjection(
    FORM,
    "membership.history",
    TABLES,
    "1",
    {**dict.fromkeys(HEARD, _happened), TransferRequested: _requested},
)
