"""The specification's own examples, written by us, come out as they were published."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from services.petitions.api.open311.forms import as_xml
from services.petitions.api.open311.places import (
    AddressMissing,
    AddressNamesNoPlace,
    AddressNamesSeveralPlaces,
    place_of,
)
from services.petitions.api.open311.requests import SPAN, Within, span
from services.petitions.domain.directory import decider as directory
from services.petitions.domain.directory.events import UnitEntered
from services.petitions.domain.petition.intake import NotForEverybody
from services.petitions.domain.terms import Channel, Kind, Level
from shared.http.refusals import Invalid
from tests.support.georeport import example_json, example_xml
from tests.unit.petitions.petition_scene import (
    COMMUNITY,
    FOUNDED,
    STREET,
    UNIT_EVENTS,
    Scene,
    register,
)

ROOTS = {
    "services": "services",
    "service_definition": "service_definition",
    "post_request": "service_requests",
    "token": "service_requests",
    "requests": "service_requests",
    "errors": "errors",
    "discovery": "discovery",
}
NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
TWINS = directory.fold(
    (
        *UNIT_EVENTS,
        UnitEntered("430111002", "左家塘街道", Level.STREET, "430111002", "430111", FOUNDED),
        UnitEntered(
            "430111002001", "广济桥社区", Level.COMMUNITY, "430111002001", "430111002", FOUNDED
        ),
    )
)


@pytest.mark.parametrize("name", ROOTS)
def test_from_the_examples_json_we_write_the_examples_xml(name: str) -> None:
    written = ET.fromstring(as_xml(ROOTS[name], example_json(name)))  # noqa: S314 -- our own text

    assert _plain(written) == _plain(example_xml(name))


def _plain(element: ET.Element) -> Any:
    """Names, order and texts; blanks between elements say nothing."""
    return element.tag, (element.text or "").strip(), [_plain(child) for child in element]


def test_xml_keeps_what_it_can_hold_and_nothing_breaks_it() -> None:
    text = 'a<b>&"c" \x0b\x00 诉求 \U0001f600'

    read = ET.fromstring(as_xml("service_definition", {"description": text}))  # noqa: S314

    assert read.findtext("description") == 'a<b>&"c"  诉求 \U0001f600'


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("3栋201, 广济桥社区", COMMUNITY),
        ("侯家塘街道枫树山社区南路12号", "430111001002"),
        ("侯家塘街道办事处门口", STREET),
    ],
)
def test_an_address_that_names_the_community_tells_the_place(address: str, place: str) -> None:
    assert place_of(directory.fold(UNIT_EVENTS), None, address) == place


def test_of_two_communities_of_one_name_the_street_decides_and_nobody_guesses() -> None:
    assert place_of(TWINS, None, "左家塘街道广济桥社区") == "430111002001"
    with pytest.raises(AddressNamesSeveralPlaces) as refused:
        place_of(TWINS, None, "广济桥社区3栋")
    assert COMMUNITY in refused.value.label


def test_coordinates_alone_or_an_unknown_name_are_refused() -> None:
    with pytest.raises(AddressMissing):
        place_of(TWINS, None, None)
    with pytest.raises(AddressNamesNoPlace):
        place_of(TWINS, None, "1234 5th street")


def test_an_address_id_stands_before_any_name() -> None:
    assert place_of(TWINS, STREET, "广济桥社区") == STREET


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, (NOW - SPAN, NOW)),
        (NOW - timedelta(days=400), None, (NOW - timedelta(days=400), NOW - timedelta(days=310))),
        (None, NOW - timedelta(days=10), (NOW - timedelta(days=100), NOW - timedelta(days=10))),
        (NOW - timedelta(days=90), NOW, (NOW - SPAN, NOW)),
    ],
)
def test_the_span_is_ninety_days_wherever_it_begins(since: Any, until: Any, expected: Any) -> None:
    assert span(Within(start_date=since, end_date=until), NOW) == expected


@pytest.mark.parametrize("days", [90.01, -1])
def test_a_longer_span_or_one_turned_round_is_refused(days: float) -> None:
    with pytest.raises(Invalid):
        span(Within(start_date=NOW - timedelta(days=days), end_date=NOW), NOW)


def test_what_is_open_to_everybody_is_neither_confidential_nor_accuses() -> None:
    for given in ({"confidential": True, "kind": Kind.HELP}, {"kind": Kind.REPORT}, {}):
        with pytest.raises(NotForEverybody):
            Scene().when(register(channel=Channel.OPEN311, **given))
    assert Scene().when(register(channel=Channel.OPEN311, kind=Kind.HELP))
