"""How each part of a topic stands, kept with the checkpoint of the relay that publishes it.

What is counted depends on the log alone, not on batches, crashes or confirmations: a relay that publishes
again counts nothing twice. `ProofV1` says how the digest is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, text

_LOAD = text(
    "select part, count, digest, sequence from subscription.proofs"
    " where subscription = :subscription"
)
_SAVE = text(
    "insert into subscription.proofs (subscription, part, count, digest, sequence)"
    " values (:subscription, :part, :count, :digest, :sequence)"
    " on conflict (subscription, part) do update"
    " set count = excluded.count, digest = excluded.digest, sequence = excluded.sequence"
)
_FORGET = text("delete from subscription.proofs where subscription = :subscription")


@dataclass(frozen=True, slots=True)
class Chain:
    """The messages of one part so far.

    Attributes:
        count: how many.
        digest: their running hash, in hexadecimal.
        sequence: that of the last; 0 before the first.
    """

    count: int = 0
    digest: str = "0" * 64
    sequence: int = 0

    def then(self, sequence: int, value: bytes) -> "Chain":
        """With one message more; the same when it was counted before."""
        if sequence <= self.sequence:
            return self
        linked = sha256(bytes.fromhex(self.digest) + sha256(value).digest())
        return Chain(self.count + 1, linked.hexdigest(), sequence)


def load(connection: Connection, subscription: str) -> dict[int, Chain]:
    """How each part stands; none that has no message."""
    rows = connection.execute(_LOAD, {"subscription": subscription})
    return {part: Chain(count, digest, sequence) for part, count, digest, sequence in rows}


def save(connection: Connection, subscription: str, chains: Mapping[int, Chain]) -> None:
    """Keep how these parts stand."""
    for part, chain in chains.items():
        told = {"count": chain.count, "digest": chain.digest, "sequence": chain.sequence}
        connection.execute(_SAVE, {"subscription": subscription, "part": part, **told})


def forget(connection: Connection, subscription: str) -> None:
    """Begin anew, with the topic."""
    connection.execute(_FORGET, {"subscription": subscription})
