"""Which ordered part of a topic the messages of a key stand in, on every adapter."""

from zlib import crc32


def part_of(key: str, parts: int) -> int:
    """Its number from 0: CRC-32, as librdkafka deals keys out by default."""
    return crc32(key.encode()) % parts
