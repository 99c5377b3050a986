"""``python -m deploy.topics``: make the topics that services publish to, where they are missing.

It is told by the very variables of the services; brokers make no topic because somebody names it.
"""

import sys
from collections.abc import Iterable

from kafka.admin import KafkaAdminClient, NewTopic

from deploy.services import SERVICES
from shared.settings import BadSetting

PARTITIONS = 3
BROKERS_DECIDE = -1
_FULL_HISTORY = {"retention.ms": "-1", "cleanup.policy": "delete"}


def main() -> int:
    """Answers the exit status."""
    try:
        bootstrap = {service.program.read().kafka_bootstrap for service in SERVICES.values()}
    except BadSetting as error:
        print(f"topics: {error}", file=sys.stderr)
        return 1
    for cluster in bootstrap - {""}:
        print(f"made: {', '.join(ensure_topics(cluster, published())) or 'nothing, all are there'}")
    return 0


def published() -> list[str]:
    """Every topic that a service publishes to."""
    return [topic for service in SERVICES.values() for topic in service.topics]


def ensure_topics(bootstrap: str, topics: Iterable[str]) -> list[str]:
    """Make those that are not there yet, and answer them.

    They keep everything, for everything is rebuilt from them; how many replicas is the brokers' default.
    """
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        missing = sorted(set(topics) - set(admin.list_topics()))
        if missing:
            new = (
                NewTopic(n, PARTITIONS, BROKERS_DECIDE, topic_configs=_FULL_HISTORY)
                for n in missing
            )
            admin.create_topics(list(new))
    finally:
        admin.close()
    return missing


if __name__ == "__main__":
    sys.exit(main())
