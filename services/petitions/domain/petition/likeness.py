"""How alike two texts are, told from sketches that give nothing of the texts away.

A sketch holds the smallest keyed hashes of a text's pairs of neighbouring characters (bottom-k
min-hash); the share that two sketches have in common estimates the share of pairs that the texts have
in common. Without the key nobody can tell whether a word occurs in a text. Sketches belong into views,
which are erased with the appellant, and never into the log.
"""

import unicodedata
from hashlib import blake2b

SKETCH_SIZE = 48
_HASH_BYTES = 8
_PAIR = 2


def sketch(text: str, key: bytes) -> tuple[int, ...]:
    """The sketch of a text: at most 48 numbers of 64 bits, ascending; ``key`` at most 64 bytes.

    Blanks, punctuation and the case of Latin letters do not count.
    """
    words = "".join(
        each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum()
    )
    pairs = {words[at : at + _PAIR] for at in range(max(len(words) - 1, 1))} if words else set()
    hashes = (
        int.from_bytes(blake2b(pair.encode(), digest_size=_HASH_BYTES, key=key).digest())
        for pair in pairs
    )
    return tuple(sorted(hashes)[:SKETCH_SIZE])


def likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """From 0 (nothing in common) to 1 (alike): the estimated share of pairs in common."""
    together = set(one).union(other)
    if not together:
        return 0.0
    smallest = sorted(together)[:SKETCH_SIZE]
    common = set(one).intersection(other)
    return len(common.intersection(smallest)) / len(smallest)
