"""What is asked of Kafka to make a topic what it is to be: first whether it would, then to do it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from kafka.admin import ConfigResource, KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, NoError, TopicAlreadyExistsError, for_code

from deploy.operate.answers import Refused
from deploy.operate.topics_file import Topic


class Step(NamedTuple):
    """A request to Kafka. ``ask``, with ``validate_only``, changes nothing; it raises what Kafka has against it."""

    what: str
    ask: Callable[..., None]


def steps_of(
    admin: KafkaAdminClient, name: str, topic: Topic, there: Topic | None
) -> Iterator[Step]:
    """From what is ``there``, if anything is, to ``topic``."""
    if there is None:
        yield Step(name, partial(_make, admin, name, topic))
        return
    if topic.partitions > there.partitions:
        yield Step(f"{name} partitions", partial(_grow, admin, name, topic.partitions))
    changed = dict(topic.configuration.items() - there.configuration.items())
    if changed:
        yield Step(f"{name} {', '.join(sorted(changed))}", partial(_set, admin, name, changed))


def _make(admin: KafkaAdminClient, name: str, topic: Topic, **how: bool) -> None:
    configs = dict(topic.configuration)
    new = NewTopic(name, topic.partitions, topic.replication, topic_configs=configs)
    [told] = admin.create_topics([new], raise_errors=False, **how)["topics"]
    _taken(told, TopicAlreadyExistsError)  # two apply the file at once


def _grow(admin: KafkaAdminClient, name: str, partitions: int, **how: bool) -> None:
    told = admin.create_partitions({name: partitions}, raise_errors=False, **how)
    [one] = told.to_dict()["results"]
    _taken(one)


def _set(admin: KafkaAdminClient, name: str, changed: Mapping[str, str], **how: bool) -> None:
    asked = ConfigResource("TOPIC", name, dict(changed))
    # Without `raise_on_unknown` the client looks at the topic itself first, and fails on one that is gone.
    told = admin.alter_configs([asked], raise_on_unknown=False, **how)["topic"][name]
    if told != "OK":
        raise Refused(f"Kafka refuses it: {name}: {told}")


def _taken(told: Mapping[str, Any], *fine: type[KafkaError]) -> None:
    """Raises what Kafka has against it, unless it is ``fine``."""
    error = for_code(told["error_code"])
    if error not in {NoError, *fine}:
        raise error(f"{told['name']}: {told['error_message']}")
