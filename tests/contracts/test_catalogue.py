"""The catalogue explains every field of every contract, gives an example of each, and people can read it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from deploy.dictionary import ORIGINS
from deploy.event_schemas import exported, schemas
from deploy.examples import TOPICS

ROOT = Path(__file__).parents[2]
FILES = exported()
SCHEMAS = schemas()
MESSAGES = {kind for told in TOPICS.values() for kind in told}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def parts(told: Any) -> list[Any]:
    """A schema and the schemas of its parts."""
    return [told, *told.get("$defs", {}).values()]


def properties() -> Iterator[tuple[str, Any]]:
    """Every property of every exported schema, parts included, with where it stands."""
    for kind in SCHEMAS:
        for part in parts(json.loads(FILES[f"{kind}.json"])):
            for name, told in part["properties"].items():
                yield f"{kind}: {part['title']}.{name}", told


def test_every_property_is_explained() -> None:
    faults = [
        where
        for where, told in properties()
        if not (
            _CHINESE.search(told.get("title", ""))
            and told.get("description")
            and told.get("x-source", "").partition(":")[0] in ORIGINS
        )
    ]
    assert not faults, "say what it is called, means and comes from: shared/contracts/fields/"
    assert len(list(properties())) > 2_000


def test_every_number_says_what_it_counts() -> None:
    faults = [
        where
        for where, told in properties()
        if "integer" in json.dumps(told) and not told.get("x-form")
    ]
    assert not faults


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_message_is_named_and_has_an_example_that_keeps_to_its_schema(kind: str) -> None:
    told = json.loads(FILES[f"{kind}.json"])

    assert all(_CHINESE.search(part["title"]) for part in parts(told))
    assert bool(told.get("x-sent")) is (kind in MESSAGES)
    assert told["x-compatibility"]
    assert told["examples"]
    for example in told["examples"]:
        jsonschema_rs.validate(told, example)
        with pytest.raises(jsonschema_rs.ValidationError):
            jsonschema_rs.validate(told, {})


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topics_page_says_what_its_schemas_say(topic: str) -> None:
    page = FILES[f"{topic}.md"]
    rows = [row for row in page.splitlines() if row.startswith("| `")]
    for kind in TOPICS[topic]:
        told = SCHEMAS[kind]
        assert f"## {told['title']} `{kind}`" in page
        assert told["description"] in page
        assert told["x-sent"] in page
        assert f"({kind}.json)" in page
        for part in parts(told):
            for name, of_field in part["properties"].items():
                said = ("title", "description", "x-source")
                assert any(
                    all(of_field[word] in row for word in said)
                    for row in rows
                    if row.startswith(f"| `{name}` |")
                )


def test_the_index_lists_the_public_topics_first_and_every_message() -> None:
    index = FILES["README.md"]
    places = [index.index(f"### [`{topic}`]") for topic in TOPICS]
    public = [topic.startswith("public.") for topic in TOPICS]

    assert places == sorted(places)
    assert public == sorted(public, reverse=True)
    assert all(f"[`{kind}`]" in index for kind in MESSAGES)
    assert "## The promise" in index


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".md")])
def test_links_lead_somewhere(name: str) -> None:
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", FILES[name]):
        if target not in FILES and target:
            assert (ROOT / "docs" / "events" / target).resolve().exists(), target
        elif anchor:
            assert f'<a id="{anchor}"></a>' in FILES[target or name], (target, anchor)
