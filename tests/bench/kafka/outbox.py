"""`faststream-outbox` relaying: `… outbox BOOTSTRAP TOPIC URL COUNT` tells events/s.

Rows are fetched a hundred at once by eight workers, which is kinder to it than its defaults; Kafka
confirms by all replicas in sync, as for the platform.
"""

import asyncio
import logging
import sys
from time import perf_counter

from faststream.kafka import KafkaBroker
from faststream_outbox import OutboxBroker, make_outbox_table
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

_BODY = "x" * 600
"""About as long as a message of membership's."""


async def main(bootstrap: str, topic: str, url: str, count: int) -> float:
    """Store so many rows, then relay them; from the first to the last confirmation."""
    metadata = MetaData()
    table = make_outbox_table(metadata, table_name="bench_outbox")
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    outbox = OutboxBroker(engine, outbox_table=table, logger=None)
    kafka = KafkaBroker(bootstrap, acks="all", enable_idempotence=True, logger=None)
    publisher, done, all_done = kafka.publisher(topic), 0, asyncio.Event()

    async def relay(body: str) -> None:
        nonlocal done
        await publisher.publish(body)
        done += 1
        if done == count:
            all_done.set()

    reading = outbox.subscriber(
        "bench", max_workers=8, fetch_batch_size=100, terminal_flush_batch_size=100
    )
    reading(relay)

    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        await outbox.publish_batch(*[_BODY] * count, queue="bench", session=connection)
    await kafka.connect()
    began = perf_counter()
    await outbox.start()
    await asyncio.wait_for(all_done.wait(), 100)
    seconds = perf_counter() - began
    await outbox.stop()
    await kafka.stop()
    await engine.dispose()
    return count / seconds


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    print(asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))))
