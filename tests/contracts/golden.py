"""The golden samples on disk, and the one way to add to them.

`golden/stored/<type>.v<n>.json` is a fact as the log keeps it, written by hand once and kept for
ever; `golden/messages/<contract>.json` is what others are told about it. `golden/SHA256SUMS` pins
every file, so that a changed or deleted sample is a failed build and not a quiet edit.
`golden/words.json` lists every word that was ever stored for a kind, a class, a cause.

`python -m tests.contracts.golden` adds the messages, pins and words that are missing; it never
overwrites one. A new message field changes its sample on purpose: delete the file and its pin.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from services.membership import codec, translation
from services.membership.domain.rules.names import RuleName
from services.membership.domain.streams import DomainEvent, stream_of
from shared.contracts.cloudevents import Recorded
from shared.messaging import cloudevent_json

ROOT = Path(__file__).parent / "golden"
STORED = ROOT / "stored"
MESSAGES = ROOT / "messages"
PINS = ROOT / "SHA256SUMS"
WORDS = ROOT / "words.json"


def record_of(event: DomainEvent) -> Recorded:
    """What the log knows of a sample."""
    stream = stream_of(event)
    return Recorded(
        event_id=f"{stream}@3",
        stream=stream,
        version=3,
        position=123456,
        recorded_at=datetime(2026, 3, 9, 6, 30, 15, 250000, UTC),
        effective_date=date(2026, 3, 9),
        organisation_path="4301/430111/430111001",
        correlation_id="c0ffee00-0000-4000-8000-000000000001",
        causation_id="c0ffee00-0000-4000-8000-000000000002",
    )


def stored_file(type_name: str, version: int) -> Path:
    return STORED / f"{type_name}.v{version}.json"


def decoded(file: Path) -> DomainEvent:
    """The fact a stored sample holds, read as the log is read."""
    type_name, version = file.stem.rsplit(".v", 1)
    return codec.decode(type_name, int(version), file.read_bytes())


def message_of(event: DomainEvent) -> tuple[str, bytes] | None:
    """The contract's name and the published bytes for a fact; None when nobody is told."""
    message = translation.translate(event, record_of(event))
    if message is None:
        return None
    return type(message.data).__name__, cloudevent_json.encode(message)


def pins() -> dict[str, str]:
    """The pinned digest of every sample, by its path below `golden/`."""
    lines = PINS.read_text().splitlines() if PINS.exists() else []
    return {path: digest for digest, path in (line.split("  ") for line in lines)}


def digests() -> dict[str, str]:
    """The digest of every sample as it lies on disk."""
    return {
        file.relative_to(ROOT).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(ROOT.glob("*/*.json"))
    }


def words() -> dict[str, list[str]]:
    """The stored words of every enumeration a fact may hold, by its name."""
    kinds = {kind for fact in codec.NAMES.values() for kind in _kinds_in(fact)} | {RuleName}
    return {kind.__name__: [word.value for word in kind] for kind in kinds}


def _kinds_in(shape: Any) -> Iterator[type[StrEnum]]:
    """The enumerations in a type: itself, the parts of a union or a tuple, the fields of a fact."""
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        yield shape
    elif is_dataclass(shape):
        for part in get_type_hints(shape).values():
            yield from _kinds_in(part)
    for part in get_args(shape):
        yield from _kinds_in(part)


def kept_words() -> dict[str, list[str]]:
    """The words that were ever stored."""
    return msgspec.json.decode(WORDS.read_bytes(), type=dict[str, list[str]])


def _add_missing() -> None:
    kept_before = kept_words() if WORDS.exists() else {}
    grown = {
        name: list(dict.fromkeys([*kept_before.get(name, []), *now]))
        for name, now in sorted((kept_before | words()).items())
    }
    WORDS.write_bytes(msgspec.json.format(msgspec.json.encode(grown), indent=2) + b"\n")
    for name, version in codec.versions().items():
        told = message_of(decoded(stored_file(name, version)))
        file = MESSAGES / f"{told[0]}.json" if told else None
        if told and file and not file.exists():
            file.write_bytes(msgspec.json.format(told[1], indent=2) + b"\n")
    kept = digests() | pins()
    PINS.write_text("".join(f"{kept[path]}  {path}\n" for path in sorted(kept)))


if __name__ == "__main__":
    _add_missing()
