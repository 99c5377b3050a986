"""`topics delete`: a topic goes with every message in it, so that `topics apply` can make it anew."""

from kafka import TopicPartition
from kafka.admin import KafkaAdminClient, OffsetSpec

from deploy.operate.answers import Refused, Status
from deploy.operate.topics import settled

_OWN = "__"
"""How the names of Kafka's own topics begin."""
_ORDER = "docs/runbooks/position-lost.md tells in which order to go on"


def run_delete(
    admin: KafkaAdminClient, topic: str, *, allow_destructive: bool, dry_run: bool
) -> Status:
    """Delete it, and return when the brokers say so too.

    Raises:
        Refused: there is no such topic, it is Kafka's own, or nobody has said that its messages may go.
    """
    parts = _parts(admin, topic)
    what = f"{topic}: {len(parts)} 分区 partitions, {_messages(admin, parts):,} 消息 messages"
    if dry_run:
        print(f"试运行 dry run: would delete {what}")
        return Status.DONE
    if not allow_destructive:
        raise Refused(
            f"nothing was done (未执行): {what} would be gone, and whoever reads it has lost his position"
            f" ({_ORDER}). If that is meant, say --allow-destructive"
        )
    admin.delete_topics([topic])
    settled(lambda: {topic} & {*admin.list_topics()})
    print(f"已删除 deleted: {what}")
    return Status.DONE


def _parts(admin: KafkaAdminClient, topic: str) -> list[TopicPartition]:
    there = {one["name"]: one["partitions"] for one in admin.describe_topics()}
    if topic.startswith(_OWN):
        raise Refused(f"{topic} is Kafka's own: no topic of the platform begins with {_OWN}")
    if topic not in there:
        known = ", ".join(sorted(name for name in there if not name.startswith(_OWN)))
        raise Refused(f"there is no topic {topic}; there are: {known or 'none'}")
    return [TopicPartition(topic, one["partition_index"]) for one in there[topic]]


def _messages(admin: KafkaAdminClient, parts: list[TopicPartition]) -> int:
    """How many records they hold now."""
    first, end = (
        admin.list_partition_offsets(dict.fromkeys(parts, spec))
        for spec in (OffsetSpec.EARLIEST, OffsetSpec.LATEST)
    )
    return sum(end[part].offset - first[part].offset for part in parts)
