"""Which messages of a public topic concern a bureau's districts, and what of them it is told."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from deploy.operate.wanted import Wanted
from shared.contracts.public import DISCLOSURES

Message = dict[str, Any]
OURS, OTHER = Wanted(frozenset({"430111"}), frozenset()), Wanted(frozenset({"999999"}), frozenset())
HERE, THERE = "4301/430111/430111001", "4301/430102/430102001"
EVERYBODYS = {"rule-set", "calendar-year-set", "category-set", "category-retired"}
FOLLOWS = {"unit-changed", "unit-closed", "agreement-over"}
"""What names no place itself: it goes where its subject went."""
SCHEMAS = Path(__file__).parents[3] / "docs" / "events"


def message(kind: str, subject: str = "s", **data: Any) -> Message:
    return {"type": f"public.{kind}.v1", "subject": subject, "data": data}


@pytest.mark.parametrize(
    "name",
    sorted(
        {name for one in DISCLOSURES for name in one.messages}
        - {one.proof_type for one in DISCLOSURES}
    ),
)
def test_every_message_is_of_a_place_of_everybody_or_follows_its_subject(name: str) -> None:
    """Whoever adds a public message decides which; none goes to everybody by oversight."""
    kind = name.split(".")[2]
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    fields = {
        field for one in (schema, *schema.get("$defs", {}).values()) for field in one["properties"]
    }
    placed = any(
        OURS.concerns({"type": "public.x.y.v1", "subject": "s", "data": {field: "430111001"}})
        for field in fields
    )

    assert placed is (kind not in EVERYBODYS | FOLLOWS)
    assert OTHER.concerns({"type": name, "subject": "s", "data": {}}) is (kind in EVERYBODYS)


@pytest.mark.parametrize(
    "told",
    [
        message(
            "resources.chairs-published", conference_id="430111001011", chairs=[], chairs_before=[]
        ),
        message("resources.agreement-in-force", agreement_id="a", conference_id="430111001011"),
        message("petitions.unit-entered", unit_id="u", division_code="430111", name="环卫中心"),
        message("petitions.appeal-counted", before=None, after={"place_path": HERE}),
    ],
)
def test_what_names_a_place_goes_to_that_district_alone(told: Message) -> None:
    assert OURS.of(told) == told
    assert OTHER.of(told) is None


@pytest.mark.parametrize(
    "told",
    [
        message("petitions.unit-changed", "unit-u", name="新名", name_before="430102"),
        message("petitions.unit-closed", "unit-u", unit_id="u"),
        message("resources.agreement-over", "agreement-a", agreement_id="a", terminated=True),
    ],
)
def test_what_names_none_follows_what_it_is_about(told: Message) -> None:
    assert OURS.of(told, known={told["subject"]}) == told
    assert OURS.of(told) is None


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> Message:
    return message("petitions.appeal-counted", after["place_path"], before=before, after=after)


def test_an_appeal_that_moved_does_not_name_the_other_district() -> None:
    """It is one less here, and one more at what both places have in common: a figure is still a figure."""
    here, there = ({"place_path": place, "status": "accepted"} for place in (HERE, THERE))
    city = {"place_path": "4301", "status": "accepted"}

    away, arrived = OURS.of(moved(here, there)), OURS.of(moved(there, here))

    assert away == {**moved(here, there), "subject": HERE, "data": {"before": here, "after": city}}
    assert arrived == {
        **moved(there, here),
        "subject": HERE,
        "data": {"before": city, "after": here},
    }


def test_whom_a_subject_concerns_is_known_whatever_types_are_asked_for() -> None:
    over = message("resources.agreement-over", "agreement-a", agreement_id="a", terminated=False)
    wanted = Wanted(OURS.districts, frozenset({over["type"]}))
    begun = message("resources.agreement-in-force", "agreement-a", conference_id="430111001011")

    assert wanted.concerns(begun)
    assert wanted.of(begun) is None
    assert wanted.of(over, known={"agreement-a"}) == over
