"""`python -m tests.bench [name ...]`: run the named benches, or all; the status tells whether all hold."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from time import perf_counter

from deploy.local.processes import end_when_asked
from shared import logging
from tests.bench import bookings, commands, folding, importing, latency, memory, processors
from tests.bench.kafka import latency as kafka_latency
from tests.bench.kafka import rebuilding, relaying
from tests.bench.kafka.broker import or_skipped
from tests.bench.report import OUT, Result
from tests.support.postgres import TestServer

BENCHES: dict[str, Callable[[TestServer], list[Result]]] = {
    "commands": commands.run,
    "folding": folding.run,
    "latency": lambda _: latency.run(),
    "importing": lambda _: importing.run(),
    "memory": memory.run,
    "bookings": bookings.run,
    "kafka-relay": lambda server: or_skipped("kafka-relay", lambda: relaying.run(server)),
    "kafka-rebuild": lambda server: or_skipped("kafka-rebuild", lambda: rebuilding.run(server)),
    "kafka-latency": lambda _: or_skipped("kafka-latency", kafka_latency.run),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run benches one after the other; answers 1 when a bar does not hold."""
    parser = ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(BENCHES)}; all by default")
    names = parser.parse_args(arguments).name or list(BENCHES)
    if unknown := set(names) - set(BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    OUT.mkdir(parents=True, exist_ok=True)
    began, results = perf_counter(), []
    with (OUT / "log.jsonl").open("w", encoding="utf-8") as log:
        logging.configure("WARNING", log)
        server = TestServer(durable=True)
        try:
            for name in names:
                print(processors.told(), flush=True)
                results += published(BENCHES[name](server))
        finally:
            server.stop()
    held = sum(result.holds for result in results)
    print(f"{held} of {len(results)} bars hold; {perf_counter() - began:.0f} s; {OUT}")
    return 0 if held == len(results) else 1


def published(results: list[Result]) -> list[Result]:
    """Print and write each."""
    for result in results:
        result.publish()
    return results


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
