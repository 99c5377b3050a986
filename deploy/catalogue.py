"""The pages of docs/events that people read: an index with the promise, and a page a topic.

Made from the same schemas that machines read, so that both say the same.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import msgspec

from deploy.examples import TOPICS
from shared.contracts.petitions.settings import DELIVERED_CATEGORIES

Schema = Mapping[str, Any]
_INTRODUCTION = """\
# Messages other services and bureaus rely on

Written by `python -m deploy.event_schemas` from `shared/contracts`; do not edit by hand.

Bureaus read the topics `public.…`; the others are told between services. How to subscribe, with a program:
[subscribing](../subscribing.md). For machines: a JSON Schema of each message beside this page, and an
[AsyncAPI 3](../asyncapi/) document of each topic.

Each message is a CloudEvent 1.0 in structured JSON; its key is `subject`, within which order holds; `source` and
`id` name it for ever. What its `data` holds depends on its `type`.

## The promise

1. **A published version never changes its meaning.** No field of it is removed, renamed, given another type or unit,
   or made to be missing where it was always there; no value gets another meaning.
2. **Its topic, its key and the number of partitions stay**, so that order and positions hold.
3. **What may be added**: a field that may be missing, and a word to a list of words. Pass over fields and words you
   do not know; no schema forbids them.
4. **Anything else is a new version** (`….v2`), published beside the old one, never in its place.
   Readers of the old version lose nothing while they move.
5. **Nothing expires.** Every message since the first day stays in its topic; one that comes again has the same
   `sequence`, and counts once.
6. **Descriptions may be put better**, and examples replaced, without a new version: they say what already holds.

Every build compares each contract with [the form in which it was released](../events-released/), and fails when
anything but what is said above has changed. What may change (examples aside) is released in the same change: so nobody puts
a meaning otherwise unawares, and who reviews it sees what readers are told before and after.

## How to read the pages

The name of a field is followed by what people call it. Where a value comes from is said in a sentence that begins
with one of these words:

| word | the value … |
|---|---|
| entered | is stated by somebody, in the act the message tells of |
| reckoned | is worked out by the platform, by the rule that is named |
| given | is given by the platform: an id, a position, an instant |
| official | is taken over from a published list or paper |
| fixed | is always the same |

A rule is named by its name in the rule table, as `letter-days-inside`: the table stands on the page of its topic with
the document each number rests on, and a city changes it by a `rule-set` message. `GB/T …` are national standards;
条例 is 中国共产党党员教育管理工作条例 (2019), 党章 is 中国共产党章程 (2022).

In a schema, `title` is what people call a field, `description` its meaning, `x-source` where it comes from, `x-form`
what a number counts or how a text is written, `x-words` the values in use with their labels, `x-sent` when a
message is sent, `x-topic` where to, `x-key` by what it is keyed: `{field}` stands for that field of `data`, and behind
` else ` stands what the key is when that field is null. Examples are synthetic: no person, unit or appeal in them exists.
"""
_TOPIC = """\
# Topic `{}`

Written by `python -m deploy.event_schemas`; do not edit by hand. How to read it, the envelope, and what is promised:
[the index](README.md).

{} partitions in the city; the key of each message is its `subject`, within which order holds. Nothing expires.
"""
_TYPES = {"string": "text", "integer": "number", "boolean": "yes or no"}
_FORMATS = {"date": "day", "date-time": "instant"}
_HEAD = "| field | 名称 | type | meaning | comes from |\n|---|---|---|---|---|"


def pages(schemas: Mapping[str, Schema]) -> dict[str, str]:
    """The text of every page, by its name."""
    made = {f"{topic}.md": _page(topic, schemas) for topic in TOPICS}
    return {"README.md": _index(schemas), **made}


def _index(schemas: Mapping[str, Schema]) -> str:
    said = [_INTRODUCTION, "## Messages\n"]
    for topic, messages in TOPICS.items():
        readers = "for bureaus" if topic.startswith("public.") else "between services"
        said.append(f"### [`{topic}`]({topic}.md), {readers}\n")
        said.append("| type | 名称 | what happened |\n|---|---|---|")
        for kind in messages:
            name, told = f"[`{kind}`]({topic}.md#{_anchor(kind)})", schemas[kind]
            said.append(f"| {name} | {told['title']} | {_first(told)} |")
        said.append("")
    said.append("## Envelopes\n")
    for name in ("public-cloudevent", "cloudevent"):
        said += _described(f"### {schemas[name]['title']} `{name}`", name, schemas[name])
    return "\n".join(said)


def _page(topic: str, schemas: Mapping[str, Schema]) -> str:
    service = topic.removeprefix("public.").partition(".")[0]
    kept = schemas[next(iter(TOPICS[topic]))]["x-topic"]
    said = [_TOPIC.format(topic, kept["partitions"])]
    parts: dict[str, Schema] = {}
    for kind in TOPICS[topic]:
        parts |= schemas[kind].get("$defs", {})
        said += _described(f"## {schemas[kind]['title']} `{kind}`", kind, schemas[kind])
    if parts:
        said.append("## Parts of messages\n")
    for name in sorted(parts):
        said += _described(f"### {parts[name]['title']} `{name}`", name, parts[name])
    said += _rules(service)
    said += _categories() if service == "petitions" else []
    return "\n".join(said).rstrip() + "\n"


def _described(heading: str, name: str, told: Schema) -> Iterator[str]:
    yield f'<a id="{_anchor(name)}"></a>\n'
    yield heading + "\n"
    yield told["description"] + "\n"
    if "x-sent" in told:
        yield f"Sent {told['x-sent']} Key: `{told['x-key']}`. Schema: [{name}.json]({name}.json).\n"
    yield _HEAD
    for each, of_field in told["properties"].items():
        yield _row(each, of_field, needed=each in told.get("required", ()))
    yield ""
    if "examples" in told:
        yield f"Example{' of `data`' if 'x-sent' in told else ''}:\n"
        yield f"```json\n{_json(told['examples'][0])}\n```\n"


def _row(name: str, told: Schema, *, needed: bool) -> str:
    kind = _type(told) if needed else f"{_type(told)}; may be missing"
    if "x-form" in told:
        kind += f": {told['x-form']}"
    words = " · ".join(f"`{word}` {label}" for word, label in told.get("x-words", {}).items())
    meaning = "<br>".join(filter(None, (told.get("description", ""), words)))
    cells = (f"`{name}`", told.get("title", ""), kind, meaning, told.get("x-source", ""))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _type(told: Schema) -> str:
    if "$ref" in told:
        name = told["$ref"].rpartition("/")[2]
        return f"[{name}](#{_anchor(name)})"
    if "anyOf" in told:
        return " or ".join(map(_type, told["anyOf"]))
    if told.get("type") == "array":
        return f"list of {_type(told['items'])}"
    if told.get("type") == "null":
        return "null"
    return _FORMATS.get(told.get("format", ""), _TYPES.get(told.get("type", ""), "as `type` says"))


def _rules(service: str) -> list[str]:
    """The rule table as a city begins with it, and what each number rests on."""
    delivered = import_module(f"services.{service}.domain.rules.defaults").DEFAULTS
    said = [
        "## Rules a city begins with\n",
        "| rule | value | unit | from | rests on |\n|---|---|---|---|---|",
    ]
    said += [
        f"| `{one.name}` | {one.value:,} | {one.unit} | {one.effective_from} | {one.source} |"
        for one in delivered
    ]
    return [*said, ""]


def _categories() -> list[str]:
    said = ["## Categories a city begins with\n", "| category | 名称 |\n|---|---|"]
    return [
        *said,
        *(f"| `{name}` | {called} |" for name, called in DELIVERED_CATEGORIES.items()),
        "",
    ]


def _first(told: Schema) -> str:
    return str(told["description"].split("\n\n")[0].replace("\n", " "))


def _anchor(name: str) -> str:
    return name.lower().replace(".", "-")


def _json(example: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(example), indent=2).decode()
