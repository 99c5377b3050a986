"""A topic's messages a hundred in one value: put together by the server, fetched in one blocking call.

Row by row, a message costs the client more to fetch than to decode. psycopg besides takes the interpreter's lock for
each piece that arrives, and so waits for whoever is decoding the bundle before (ADR 0018 says more).
"""

from array import array
from itertools import islice
from operator import lt
from typing import NamedTuple

from psycopg.pq import Format
from psycopg.pq.abc import PGresult

from shared.database import Connection, checked
from shared.subscription.bundle import Block

_AT_ONCE = 100
"""Messages in one block, some 90 kB: less costs more rows, more does not stay in the processor's cache."""
_READ = f"""
select entries, sequences, values
from generate_series($2::bigint, $3::bigint - 1, {_AT_ONCE}) before
cross join lateral (
  select count(*)::int as entries, string_agg(int8send(sequence), '' order by position) as sequences,
    string_agg(value, ',' order by position) as values
  from messaging.messages
  where topic = $1 and position > before and position <= least(before + {_AT_ONCE}, $3)
) as block
where entries > 0
""".encode()
"""Positions are dense: each block is a bounded range, read in the order of the index without sorting."""


class Fetched(NamedTuple):
    """Messages that follow one another.

    Attributes:
        blocks: their values.
        sequences: theirs.
    """

    blocks: list[Block]
    sequences: "array[int]"

    @property
    def rising(self) -> bool:
        return all(map(lt, self.sequences, islice(self.sequences, 1, None)))


def fetch(connection: Connection, topic: str, after: int, to: int) -> Fetched:
    """The messages behind position ``after``, up to ``to``.

    Raises:
        psycopg.Error: what the server answered, or that it did not.
    """
    asked = [topic.encode(), b"%d" % after, b"%d" % to]
    answer = connection.pgconn.exec_params(_READ, asked, result_format=Format.BINARY)
    found = checked(connection, answer)
    rows = range(found.ntuples)
    sequences = array("q", b"".join(_bytes(found, row, 1) for row in rows))
    sequences.byteswap()
    blocks = [Block(int.from_bytes(_bytes(found, row, 0)), _bytes(found, row, 2)) for row in rows]
    return Fetched(blocks, sequences)


def _bytes(found: PGresult, row: int, column: int) -> bytes:
    return found.get_value(row, column) or b""
