"""What topics there are: they are made by their operators, never by being named."""

from aiokafka.errors import KafkaError

from shared.messaging.kafka.link import KafkaUnavailable, Link, opened


async def count_partitions(link: Link, topic: str) -> int:
    """How many partitions a topic has.

    Raises:
        KafkaUnavailable: Kafka does not answer, or does not know the topic.
    """
    admin = link.admin()
    try:
        await opened(admin.start())
        [told] = await admin.describe_topics([topic])
    except KafkaError as error:
        raise KafkaUnavailable(repr(error)) from error
    finally:
        await admin.close()
    if told["error_code"]:
        raise KafkaUnavailable(f"topic {topic} does not exist: let its operators make it")
    return len(told["partitions"])
