"""Whether what stands in a partition is what its publisher proves, from one proof to the next.

Each range is judged by itself: it begins with the digest the publisher told, not with ours, so a fault in one
does not spoil the others. `ProofV1` says how the digest is made.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import inf

from shared.contracts.public import ProofV1
from shared.messaging.proofs import Chain

_LAST = 2**63 - 1
"""The highest position a log can have: what PostgreSQL counts with ends there."""


@dataclass(frozen=True)
class Fault:
    """A range that is not what was published.

    Attributes:
        after: the sequence behind which it begins.
        up_to: that of the last message that the proof speaks of.
        published: how many messages.
        found: the digest of each message that is there, by its sequence.
        before: those of the range before it, which agreed with its own proof: that may be the false one.
        since: the sequence behind which that one begins.
    """

    after: int
    up_to: int
    published: int
    found: Mapping[int, bytes]
    before: Mapping[int, bytes]
    since: int

    def told(self) -> str:
        """What is wrong with it, as people read it."""
        if self.after == self.up_to:
            return "证明矛盾 a proof contradicts another, or its publisher"
        more = len(self.found) - self.published
        if more < 0:
            return f"缺少 {-more} of {self.published} messages missing"
        if more > 0:
            return f"多出 {more} more than the {self.published} messages published"
        return f"被改动 {self.published} messages, but not those that were published"


@dataclass
class Proven:
    """What a reader of one partition finds, record by record.

    Attributes:
        part: the partition.
        believed: up to which sequence a proof is believed; one that reaches further waits for `judge`.
        messages: how many facts, each counted once.
        last: the newest proof: how many were published, their running hash, up to which sequence.
        proofs: how many have come, each time counted.
        faults: the ranges that are not what was published.
        strange: the offsets of what is no message of this publisher.
    """

    part: int
    believed: float = inf
    messages: int = 0
    last: Chain = field(default_factory=Chain)
    proofs: int = 0
    faults: list[Fault] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    _sequence: int = 0
    _open: deque[tuple[int, bytes]] = field(default_factory=deque)
    _before: Mapping[int, bytes] = field(default_factory=dict)
    _since: int = 0
    _waiting: dict[int, set[Chain]] = field(default_factory=dict)

    @property
    def reach(self) -> int:
        """The highest sequence that a message or a proof tells of."""
        return max((self._sequence, *self._waiting))

    @property
    def unproven(self) -> int:
        """How many messages stand behind the newest proof."""
        return len(self._open)

    def take(self, sequence: int, value: bytes) -> None:
        """The next message; one that does not rise came twice, and counts once.

        Raises:
            ValueError: no log has a position of that number.
        """
        if not 0 < sequence <= _LAST:
            raise ValueError(sequence)
        if sequence > self._sequence:
            self._sequence = sequence
            self._open.append((sequence, sha256(value).digest()))
            self.messages += 1

    def prove(self, proof: ProofV1) -> None:
        """The next proof; one that was told before proves nothing more.

        Raises:
            ValueError: it is of another partition, its digest is none, or there cannot be as many up to there.
        """
        if proof.partition != self.part or len(bytes.fromhex(proof.digest)) != sha256().digest_size:
            raise ValueError(proof)
        if not 0 <= proof.count <= proof.up_to <= _LAST:
            raise ValueError(proof)
        self.proofs += 1
        chain = Chain(proof.count, proof.digest, proof.up_to)
        if chain.sequence > self.believed:
            self._waiting.setdefault(chain.sequence, set()).add(chain)
        else:
            self.close(chain)

    def judge(self, noted: Chain, told: Iterable[tuple[int, bytes]]) -> None:
        """Judge what stands behind what the publisher has noted, proofs too, by what it told from there on.

        ``told``: the sequence and the value of each message, in order.
        """
        chain, behind = noted, iter(told)
        following = next(behind, None)
        stops = {self._sequence, *self._waiting}
        for stop in sorted(stop for stop in stops if stop > noted.sequence):
            while following is not None and following[0] <= stop:
                chain = chain.then(*following)
                following = next(behind, None)
            self.close(replace(chain, sequence=stop))
            for proof in self._waiting.get(stop, ()):
                self.close(proof)

    def close(self, published: Chain) -> None:
        """Judge everything up to how the publisher says the partition stands."""
        last, up_to = self.last, published.sequence
        if up_to == last.sequence and published != last:
            self.faults.append(Fault(up_to, up_to, published.count, {}, {}, up_to))
        if up_to <= last.sequence:
            return
        found = {}
        while self._open and self._open[0][0] <= up_to:
            at, one = self._open.popleft()
            found[at] = one
        count, since = published.count - last.count, last.sequence
        if len(found) != count or _linked(last.digest, found) != published.digest:
            self.faults.append(Fault(since, up_to, count, found, self._before, self._since))
            found, since = {}, up_to
        self._before, self._since, self.last = found, since, published


def _linked(digest: str, found: Mapping[int, bytes]) -> str:
    running = bytes.fromhex(digest)
    for one in found.values():
        running = sha256(running + one).digest()
    return running.hex()
