"""What leaves the membership log: each public fact as a message, and never who a person is."""

from datetime import UTC, date, datetime

import msgspec

from services.membership import codec, translation
from services.membership.domain.member.events import PostAssigned
from services.membership.domain.organisation.events import OrganisationRenamed
from services.membership.domain.streams import DomainEvent
from services.membership.domain.terms import Post
from shared.contracts import membership
from shared.contracts.log import LogReachedV1
from shared.contracts.membership import organisations
from shared.event_store import Metadata, StoredEvent
from shared.messaging.cloudevent_json import Reader, decode
from shared.messaging.outgoing import Publication

DAY = date(2026, 3, 9)
AT = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
METADATA = Metadata(
    command_id="command-1",
    correlation_id="request-1",
    actor="officer-7",
    organisation_path="4301/430111",
)
RENAMED = OrganisationRenamed("b1", "新名", "旧名", "4301/430111/b1", DAY)


def read(event: StoredEvent) -> DomainEvent:
    return codec.decode(event.type, event.schema_version, event.data)


OUTGOING = Publication("membership", membership.TOPIC, read, translation.translate)


def stored(stream: str, event: DomainEvent) -> StoredEvent:
    name, version, data = codec.encode(event)
    metadata = msgspec.json.encode(METADATA).decode()
    return StoredEvent(stream, 5, name, version, data.decode(), metadata, DAY, AT, position=42)


def test_a_public_fact_becomes_one_message_keyed_by_its_stream() -> None:
    message = OUTGOING.message(stored("organisation-tree", RENAMED))
    assert message is not None
    assert (message.topic, message.key) == ("membership.v1", "organisation-tree")
    assert (message.sequence, message.recorded_at) == (42, AT)
    envelope = decode(message.value)
    assert (envelope.id, envelope.streamversion) == ("organisation-tree@5", 5)
    assert (envelope.correlationid, envelope.causationid) == ("request-1", None)
    assert (envelope.position, envelope.organisationpath) == (42, "4301/430111")
    assert Reader(membership.MESSAGES).data(envelope) == organisations.OrganisationRenamedV1(
        "b1", "新名", "旧名", "4301/430111/b1", DAY
    )


def test_the_acting_account_stays_in_the_log() -> None:
    message = OUTGOING.message(stored("organisation-tree", RENAMED))
    assert message is not None
    assert b"officer-7" not in message.value


def test_of_a_private_fact_nobody_hears() -> None:
    assigned = PostAssigned("m1", "b1", Post.SECRETARY, DAY)
    assert OUTGOING.message(stored("member-m1", assigned)) is None


def test_behind_a_private_fact_others_hear_only_how_far_the_log_has_come() -> None:
    private = stored("member-m1", PostAssigned("m1", "b1", Post.SECRETARY, DAY))

    assert OUTGOING.message(private) is None
    message = OUTGOING.reached(private)

    assert (message.topic, message.key, message.sequence) == ("membership.v1", "log", 42)
    envelope = decode(message.value)
    assert (envelope.id, envelope.type) == ("log@42", "membership.log-reached.v1")
    assert Reader({envelope.type: LogReachedV1}).data(envelope) == LogReachedV1(42, DAY)
    assert b"member-m1" not in message.value
