"""A partition's messages a hundred in one value, straight from the batches in which the broker keeps them.

A rebuild looks at no record by itself, and what the client's consumer makes of each costs more than all the
rest: this takes a quarter of its time. It takes only what is as we publish it; of anything else it hands over
the entries that `read` has found one by one, faults and all.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import lt
from threading import Lock

from shared.messaging.kafka.batches import Batch, BatchReader
from shared.messaging.kafka.link import KafkaUnavailable
from shared.messaging.kafka.records import Plain, instant
from shared.messaging.promise import Message
from shared.subscription.bundle import Block, Bundle
from shared.subscription.checkpoints import Checkpoint

_AT_ONCE = 100
Read = Callable[[int, int], Sequence[Message]]


class Unusual(ValueError):
    """Not as we publish it: whoever reads record by record says what is wrong, if anything is."""


class Bundles:
    """Hands over a partition in bundles; several threads may ask."""

    def __init__(self, batches: BatchReader, read: Read) -> None:
        """``read`` answers the messages behind a position, at most so many, one by one."""
        self._batches, self._read, self._one = batches, read, Lock()

    def bundle(self, after: int, to: int) -> Bundle[Message] | None:
        """`shared.subscription.bundle.Bundling`."""
        try:
            with self._one:
                return self._together(after, self._runs(after, to))
        except (Unusual, KafkaUnavailable):
            return self._one_by_one(after, to)

    def close(self) -> None:
        with self._one:
            self._batches.close()

    def _runs(self, after: int, to: int) -> Iterator[Plain]:
        while after < to:
            run = _run(self._batches.batch(after), after, to)
            after += len(run.values)
            yield run

    def _together(self, after: int, runs: Iterator[Plain]) -> Bundle[Message]:
        """The values are put together run by run, while they are in the processor's cache."""
        blocks, sequences, recorded_ms = list[Block](), list[bytes](), 0
        for run in runs:
            blocks += _blocks(run.values)
            sequences += run.sequences
            recorded_ms = run.recorded_ms[-1]
        rising = all(map(lt, sequences, islice(sequences, 1, None)))
        many = len(sequences)
        last = Checkpoint(after + many, int(sequences[-1]), instant(recorded_ms))
        first = int(sequences[0])
        return Bundle(blocks, after, first, last, rising, lambda: self._read(after, many))

    def _one_by_one(self, after: int, to: int) -> Bundle[Message] | None:
        messages = [one for one in self._read(after, to - after) if one.position <= to]
        if not messages:
            return None
        last = messages[-1]
        newest = max(message.sequence for message in messages)
        end = Checkpoint(last.position, newest, last.recorded_at)
        blocks = _blocks([message.value for message in messages])
        return Bundle(blocks, after, messages[0].sequence, end, False, lambda: messages)


def _run(batch: Batch, after: int, to: int) -> Plain:
    """What the batch's records behind position ``after``, up to ``to``, tell.

    Raises:
        Unusual: one of the batch's records is not as we publish it.
    """
    told = batch.plain
    if told is None or len(told.values) != batch.next_offset - batch.base_offset:
        raise Unusual(batch.base_offset)
    return told.between(after - batch.base_offset, to - batch.base_offset)


def _blocks(values: Sequence[bytes]) -> list[Block]:
    few = (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
    return [Block(len(some), b",".join(some)) for some in few]
