"""`quixstreams` reading a topic: `python -m tests.bench.kafka.quix BOOTSTRAP TOPIC COUNT` tells events/s.

It does what it is made for with each message: decode it and count it by type. It stores nothing.
"""

import sys
from collections import Counter
from time import perf_counter

from quixstreams import Application

from shared.clock import new_id
from shared.messaging.cloudevent_json import decode


def main(bootstrap: str, topic: str, count: int) -> float:
    """Read so many messages and stop; the group's start is not counted."""
    application = Application(
        broker_address=bootstrap,
        consumer_group=new_id(),
        auto_offset_reset="earliest",
        loglevel="ERROR",
        auto_create_topics=False,
    )
    told = application.topic(topic, value_deserializer="bytes")
    seen: Counter[str] = Counter()
    began: list[float] = []

    def fold(value: bytes) -> None:
        if not began:
            began.append(perf_counter())
        seen[decode(value).type] += 1

    application.dataframe(told).update(fold)
    application.run(count=count, timeout=30, collect=False)
    seconds = perf_counter() - began[0]
    assert seen.total() == count
    return count / seconds


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
