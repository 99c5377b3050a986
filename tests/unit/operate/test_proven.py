"""What is missing, doubled or altered in a partition is found in the range where it is, and nowhere else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.operate.proven import Proven
from shared.contracts.public import ProofV1
from shared.messaging.proofs import Chain

EVERY = 5
"""Messages between two proofs."""


def value(sequence: int) -> bytes:
    return b"told %d" % sequence


def published(many: int) -> Chain:
    chain = Chain()
    for sequence in range(1, many + 1):
        chain = chain.then(sequence, value(sequence))
    return chain


def proof_of(chain: Chain) -> ProofV1:
    return ProofV1(0, chain.count, chain.digest, chain.sequence)


def proof(up_to: int) -> ProofV1:
    return proof_of(published(up_to))


def read(many: int, *, without: int = 0, altered: int = 0) -> Proven:
    """A partition with a proof behind every five messages, the last one included."""
    found = Proven(0)
    for sequence in range(1, many + 1):
        if sequence != without:
            found.take(sequence, b"lies" if sequence == altered else value(sequence))
        if sequence % EVERY == 0 or sequence == many:
            found.prove(proof(sequence))
    return found


def test_a_whole_partition_is_proven_up_to_its_last_proof() -> None:
    found = read(12)
    found.take(13, value(13))

    assert (found.faults, found.messages, found.last, found.unproven) == ([], 13, published(12), 1)


@settings(max_examples=30)
@given(many=st.integers(1, 23), data=st.data(), lost=st.booleans())
def test_one_fault_spoils_its_range_only(many: int, data: st.DataObject, *, lost: bool) -> None:
    at = data.draw(st.integers(1, many))

    [fault] = read(many, **{"without" if lost else "altered": at}).faults

    assert fault.after < at <= fault.up_to
    assert fault.up_to - fault.after == fault.published <= EVERY
    assert ("1 of" in fault.told()) == lost
    assert ("not those" in fault.told()) != lost


def test_what_comes_twice_counts_once() -> None:
    found = read(7)
    for sequence in range(1, 8):
        found.take(sequence, value(sequence))
    found.prove(proof(5))
    found.prove(proof(7))

    assert (found.faults, found.messages) == ([], 7)


def test_messages_that_were_confirmed_before_a_relay_died_are_proven_by_the_next() -> None:
    found = Proven(0)
    for sequence in range(1, 8):
        found.take(sequence, value(sequence))
    found.prove(proof(3))
    found.prove(proof(7))

    assert (found.faults, found.unproven) == ([], 0)


def test_an_end_that_was_cut_off_with_its_proof_is_seen_by_what_the_publisher_has_noted() -> None:
    found = read(10)
    found.close(published(12))

    [fault] = found.faults
    assert (fault.after, fault.up_to, fault.told()) == (10, 12, "缺少 2 of 2 messages missing")


def ahead(noted: int, *told: int) -> Proven:
    """A partition that holds these, and proofs of the last, of which the publisher has noted the first few."""
    found, chain = Proven(0, noted), Chain()
    for sequence in told:
        found.take(sequence, value(sequence))
        chain = chain.then(sequence, value(sequence))
        if sequence >= noted:
            found.prove(proof_of(chain))
    found.close(published(noted))
    return found


def told(after: int, up_to: int) -> list[tuple[int, bytes]]:
    """What the publisher's log has of a range."""
    return [(sequence, value(sequence)) for sequence in range(after + 1, up_to + 1)]


@given(noted=st.integers(0, 9), many=st.integers(9, 12), more=st.integers(0, 3))
def test_what_a_relay_has_published_and_not_yet_noted_is_found_in_its_log(
    noted: int, many: int, more: int
) -> None:
    found = ahead(noted, *range(1, many + 1))
    found.judge(published(noted), told(noted, many + more))

    assert (found.faults, found.unproven, found.reach) == ([], 0, many)
    assert found.last == published(many)


@pytest.mark.parametrize("forged", [4, 9])
def test_a_proof_is_not_believed_beyond_what_the_publisher_has_noted(forged: int) -> None:
    found = ahead(3, 1, 2, 3, forged)
    assert found.faults == [], "it agrees with itself"
    found.judge(published(3), [])

    over, proof = found.faults
    assert (over.after, over.up_to, "1 more than" in over.told()) == (3, forged, True)
    assert "its publisher" in proof.told()


def test_a_proof_alone_that_no_message_bears_out_is_a_fault() -> None:
    found = ahead(3, 1, 2, 3)
    found.prove(proof(5))
    found.judge(published(3), [])

    [fault] = found.faults
    assert (fault.up_to, "its publisher" in fault.told()) == (5, True)


@pytest.mark.parametrize("wrong", [{"partition": 1}, {"digest": "ab"}, {"digest": "no digest"}])
def test_what_is_no_proof_of_this_partition_proves_nothing(wrong: dict[str, Any]) -> None:
    found = ahead(3, 1, 2, 3)
    with pytest.raises(ValueError):  # noqa: PT011 -- whichever of the two it is, it is strange
        found.prove(replace(proof(5), **wrong))

    assert (found.faults, found.reach) == ([], 3)


def test_a_message_nobody_published_is_one_too_many() -> None:
    found = Proven(0)
    for sequence in range(1, 4):
        found.take(sequence, value(sequence))
    found.close(Chain(2, published(2).digest, 3))

    assert "1 more than" in found.faults[0].told()


@pytest.mark.parametrize("wrong", [Chain(5, "f" * 64, 5), Chain(4, published(5).digest, 5)])
def test_two_proofs_of_one_place_must_agree(wrong: Chain) -> None:
    found = read(5)
    found.close(wrong)

    assert "contradict" in found.faults[0].told()
