"""Whether a contract may take the place of the one that was released: only what readers cannot notice.

`python -m deploy.compatibility` compares every contract with its last released form in
`docs/events-released/`; `--release BEGINNING…` keeps there the present form of those whose names begin so.
A contract is released when somebody outside its service reads it. A field that may be missing may be added to it, another
word where words are told, and what is said to people may be put better: all of it is acknowledged by releasing the contract
again in the same change, so that no meaning changes unawares. Anything else (a field gone, renamed, of another type or
unit, now required, no longer promised; a word gone; another key, another topic, more partitions) needs a new version,
published side by side with the old one.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deploy.event_schemas import FOLDER, exported

RELEASED = FOLDER.with_name("events-released")
SAID = frozenset(
    {
        "title",
        "description",
        "examples",
        "x-source",
        "x-sent",
        "x-compatibility",
    }
)
"""What a schema says to people: it may be put better."""
FORM, WORDS = "x-form", "x-words"
"""What a value means: its unit or form, and the words it may be. Of words, more may come."""
KEY, TOPIC = "x-key", "x-topic"
"""On what order and positions rest: by what a message is keyed, and where it goes."""
_FIRST_TOLD = frozenset({FORM, WORDS, KEY, TOPIC})
"""What held before it was told: it may be told for the first time."""
_NAMES = frozenset({"$id", "$schema", "$defs"})
"""What a schema is called, and where its parts lie, which are compared where they are referred to."""
_HOLDS_SCHEMAS = frozenset(
    {"items", "prefixItems", "additionalProperties", "anyOf", "allOf", "oneOf"}
)
Schema = Mapping[str, Any]


def released() -> dict[str, Schema]:
    """The schema of every released contract, by its message type."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in RELEASED.glob("*.json")}


def present() -> dict[str, Schema]:
    """The schema of every contract as the code has it."""
    texts = exported()
    return {n.removesuffix(".json"): json.loads(t) for n, t in texts.items() if n.endswith(".json")}


def broken(before: Mapping[str, Schema], now: Mapping[str, Schema]) -> list[str]:
    """What released readers would notice, a sentence each; empty when all is well."""
    return [
        fault for name in sorted(before) for fault in _broken(name, before[name], now.get(name))
    ]


def _broken(name: str, before: Schema, now: Schema | None) -> Iterator[str]:
    faults = ["it is gone"] if now is None else _differences(_whole(before), _whole(now), "")
    for fault in faults:
        yield f"{name}: {fault}; publish {_next_version(name)} beside it, and leave {name} as it was"


def unacknowledged(before: Mapping[str, Schema], now: Mapping[str, Schema]) -> list[str]:
    """Released contracts that say something else than they did, examples aside, a sentence each."""
    return [
        f"{name} differs from its released form at {', '.join(places)}: if what it says has held before, run"
        f" `python -m deploy.compatibility --release {name}`; if not, publish {_next_version(name)} beside it"
        for name in sorted(before.keys() & now.keys())
        if (places := list(_otherwise(_said(before[name]), _said(now[name]), "")))
    ]


def _said(document: Schema) -> Schema:
    return {word: one for word, one in document.items() if word != "examples"}


def _otherwise(before: Any, now: Any, at: str) -> Iterator[str]:
    """Every place where two values differ at all."""
    if isinstance(before, dict) and isinstance(now, dict):
        for word in sorted(before.keys() | now.keys()):
            yield from _otherwise(before.get(word), now.get(word), f"{at}.{word}".lstrip("."))
    elif before != now:
        yield at


def _differences(before: Schema, now: Schema, at: str) -> Iterator[str]:
    for word in sorted((before.keys() | now.keys()) - SAID - _NAMES - {"properties", "required"}):
        yield from _compared(word, before.get(word), now.get(word), at)
    had, has = before.get("properties", {}), now.get("properties", {})
    must, musts = set(before.get("required", ())), set(now.get("required", ()))
    for field in sorted(had.keys() - has.keys()):
        yield f"{at}{field} is gone"
    for field in sorted((has.keys() - had.keys()) & musts):
        yield f"{at}{field} is new and required: let it have a default"
    for field in sorted(had.keys() & has.keys()):
        yield from _differences(had[field], has[field], f"{at}{field}.")
        if (field in must) != (field in musts):
            what = "was always there and may now be missing" if field in must else "is now required"
            yield f"{at}{field} {what}"


def _compared(word: str, before: Any, now: Any, at: str) -> Iterator[str]:
    """One keyword of two schemas: schemas inside are walked, anything else must be the same."""
    walked = word in _HOLDS_SCHEMAS
    if word in _FIRST_TOLD and before is None:
        return
    if word == WORDS:
        for gone in sorted(set(before) - set(now or ())):
            yield f"{at.removesuffix('.')} is no longer the word {gone!r}"
    elif walked and isinstance(before, dict) and isinstance(now, dict):
        yield from _differences(before, now, at)
    elif walked and _parts(before) and _parts(now) and len(before) == len(now):
        for one, other in zip(_sorted(before), _sorted(now), strict=True):
            yield from _differences(one, other, at)
    elif before != now:
        yield f"{at.removesuffix('.') or 'the whole'} had {word} {before!r}, now {now!r}"


def _whole(document: Schema) -> Schema:
    """The schema with what its references point to in their place; what stands beside one counts."""

    def put(value: Any) -> Any:
        if isinstance(value, list):
            return [put(one) for one in value]
        if not isinstance(value, dict):
            return value
        if isinstance(reference := value.get("$ref"), str):
            beside = {word: one for word, one in value.items() if word != "$ref"}
            return put({**document["$defs"][reference.removeprefix("#/$defs/")], **beside})
        return {word: put(one) for word, one in value.items()}

    return {word: put(one) for word, one in document.items() if word != "$defs"}


def _parts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _sorted(parts: list[Schema]) -> list[Schema]:
    return sorted(parts, key=lambda part: str(part.get("type")))


def _next_version(name: str) -> str:
    stem, dot, version = name.rpartition(".v")
    return f"{stem}{dot}{int(version) + 1}" if version.isdecimal() else f"another {name}"


def _release(names: Iterable[str]) -> None:
    RELEASED.mkdir(exist_ok=True)
    texts = exported()
    for name in names:
        (RELEASED / f"{name}.json").write_text(texts[f"{name}.json"], "utf-8")


def main(arguments: list[str]) -> int:
    """Compare, or release; answers the exit status."""
    now = present()
    faults = broken(released(), now)
    if not faults and arguments[:1] == ["--release"]:
        _release([name for name in now if name.startswith(tuple(arguments[1:]))])
    if left := faults or unacknowledged(released(), now):
        print(*left, sep="\n", file=sys.stderr)
        return 1
    print(f"{len(now)} contracts, {len(released())} of them released: all compatible")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
