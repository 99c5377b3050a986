"""The golden samples on disk, one folder a publisher, and the one way to add to them.

`golden/<publisher>/stored/<type>.v<n>.json` is a fact as the log keeps it, written by hand once and
kept for ever; `messages/<contract>.json` is what others are told about it, and
`messages/<contract>.<case>.json` another message of that contract, written by hand.
`golden/SHA256SUMS` pins every file, so that a changed or deleted sample is a failed build and not a
quiet edit.
`words.json` lists every word that was ever stored for a kind, a class, a cause.

`python -m tests.contracts.golden` adds the messages, pins and words that are missing; it never
overwrites one. A new message field changes its sample on purpose: delete the file and its pin.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import msgspec

from services.membership import codec as membership_codec
from services.membership import translation as membership_translation
from services.membership.domain import streams as membership_streams
from services.membership.domain.rules.names import RuleName as MembershipRule
from services.petitions import codec as petitions_codec
from services.petitions import translation as petitions_translation
from services.petitions.domain import streams as petitions_streams
from services.petitions.domain.rules.names import RuleName as PetitionsRule
from services.resources import codec as resources_codec
from services.resources import translation as resources_translation
from services.resources.domain import streams as resources_streams
from services.resources.domain.rules.names import RuleName as ResourcesRule
from shared.contracts import membership, petitions, resources
from shared.contracts.cloudevents import Recorded
from shared.messaging import cloudevent_json

ROOT = Path(__file__).parent / "golden"
PINS = ROOT / "SHA256SUMS"


@dataclass(frozen=True)
class Publisher:
    """One service's facts and messages, and where their samples lie.

    Attributes:
        codec: the service's module of that name; `translation` likewise.
        contracts: its package in `shared.contracts`.
        stream_of: the stream of a fact.
        rule_names: the words of its rule table, which facts hold as plain text.
    """

    name: str
    codec: ModuleType
    translation: ModuleType
    contracts: ModuleType
    stream_of: Callable[[Any], str]
    rule_names: type[StrEnum]

    @property
    def folder(self) -> Path:
        return ROOT / self.name

    @property
    def messages(self) -> list[Path]:
        """The samples of messages."""
        return sorted((self.folder / "messages").glob("*.json"))

    @property
    def stored(self) -> list[Path]:
        """The samples of facts."""
        return sorted((self.folder / "stored").glob("*.json"))

    def message_file(self, contract: str) -> Path:
        return self.folder / "messages" / f"{contract}.json"

    def stored_file(self, type_name: str, version: int) -> Path:
        return self.folder / "stored" / f"{type_name}.v{version}.json"

    def decoded(self, file: Path) -> Any:
        """The fact a stored sample holds, read as the log is read."""
        type_name, version = file.stem.rsplit(".v", 1)
        return self.codec.decode(type_name, int(version), file.read_bytes())

    def message_of(self, event: Any) -> tuple[str, bytes] | None:
        """The contract's name and the published bytes for a fact; None when nobody is told."""
        message = self.translation.translate(event, _record(self.stream_of(event)))
        if message is None:
            return None
        return type(message.data).__name__, cloudevent_json.encode(message)

    def words(self) -> dict[str, list[str]]:
        """The stored words of every enumeration a fact may hold, by its name."""
        facts = self.codec.NAMES.values()
        kinds = {kind for fact in facts for kind in _kinds_in(fact)} | {self.rule_names}
        return {kind.__name__: [word.value for word in kind] for kind in kinds}

    def kept_words(self) -> dict[str, list[str]]:
        """The words that were ever stored."""
        kept = (self.folder / "words.json").read_bytes()
        return msgspec.json.decode(kept, type=dict[str, list[str]])


MEMBERSHIP = Publisher(
    "membership",
    membership_codec,
    membership_translation,
    membership,
    membership_streams.stream_of,
    MembershipRule,
)
PETITIONS = Publisher(
    "petitions",
    petitions_codec,
    petitions_translation,
    petitions,
    petitions_streams.stream_of,
    PetitionsRule,
)
RESOURCES = Publisher(
    "resources",
    resources_codec,
    resources_translation,
    resources,
    resources_streams.stream_of,
    ResourcesRule,
)
PUBLISHERS = (MEMBERSHIP, PETITIONS, RESOURCES)


def told_by(file: Path) -> str:
    """The contract a sample of a message keeps to."""
    return file.name.partition(".")[0]


def _record(stream: str) -> Recorded:
    """What the log knows of a sample."""
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


def pins() -> dict[str, str]:
    """The pinned digest of every sample, by its path below `golden/`."""
    lines = PINS.read_text().splitlines() if PINS.exists() else []
    return {path: digest for digest, path in (line.split("  ") for line in lines)}


def digests() -> dict[str, str]:
    """The digest of every sample as it lies on disk."""
    return {
        file.relative_to(ROOT).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(ROOT.glob("*/*/*.json"))
    }


def _kinds_in(shape: Any) -> Iterator[type[StrEnum]]:
    """The enumerations in a type: itself, the parts of a union or a tuple, the fields of a fact."""
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        yield shape
    elif is_dataclass(shape):
        for part in get_type_hints(shape).values():
            yield from _kinds_in(part)
    for part in get_args(shape):
        yield from _kinds_in(part)


def _add_missing(publisher: Publisher) -> None:
    _add_words(publisher)
    for name, version in publisher.codec.versions().items():
        told = publisher.message_of(publisher.decoded(publisher.stored_file(name, version)))
        file = publisher.message_file(told[0]) if told else None
        if told and file and not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(msgspec.json.format(told[1], indent=2) + b"\n")


def _add_words(publisher: Publisher) -> None:
    file = publisher.folder / "words.json"
    before = publisher.kept_words() if file.exists() else {}
    now = publisher.words()
    grown = {
        name: list(dict.fromkeys([*before.get(name, []), *now.get(name, [])]))
        for name in sorted(before | now)
    }
    file.write_bytes(msgspec.json.format(msgspec.json.encode(grown), indent=2) + b"\n")


def _pin() -> None:
    kept = digests() | pins()
    PINS.write_text("".join(f"{kept[path]}  {path}\n" for path in sorted(kept)))


if __name__ == "__main__":
    for each in PUBLISHERS:
        _add_missing(each)
    _pin()
