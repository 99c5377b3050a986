"""Members and liaisons city-wide: nobody's name, number, phone or address stands anywhere in clear.

Membership and resources run with each role a process of its own and Kafka between them. What is planted is
entered, corrected, searched, read on record, said in every kind of free text, refused and set aside; then
everything is searched for it, the metrics of every process among it.
"""

import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from shared.subscription.reaching import VIEWS_MOVED
from tests.support.planted import files_with, found_in, parked, searched, stored, until
from tests.support.roster_rows import as_csv, texts
from tests.support.running_city import served
from tests.support.running_membership import DETAILS, identity_number, person
from tests.support.running_resources import made
from tests.support.running_service import Running
from tests.support.yuhua_district import District, done, settle

pytestmark = pytest.mark.slow
NAME, PHONE, ADDRESS = "欧阳晓梅", "13812345678", "广济桥社区3栋201"
NUMBER, WRONG_NUMBER = identity_number(7), identity_number(8)[:-1] + "A"
IN_ROSTER, IN_BAD_ROW, COMING = "司马若兰", "上官惊鸿", "慕容望舒"
SAID = "涉及其兄长令狐远山的经济往来"
LIAISON, LIAISON_PHONE, NEXT_LIAISON = "诸葛长青", "13987654321", "皇甫明月"
PLANTED = (
    *(NAME, PHONE, ADDRESS, NUMBER, WRONG_NUMBER, IN_ROSTER, IN_BAD_ROW, COMING),
    *(SAID, "令狐远山"),
    *(LIAISON, LIAISON_PHONE, NEXT_LIAISON),
)
SOMEBODY = {"name": NAME, "phone": PHONE, "address": ADDRESS, "identity_number": NUMBER}
CODE, UNIT = "430111001001", "forestry"


@pytest.fixture(scope="module")
def city() -> Iterator[LocalCity]:
    """Not below pytest's own folder: another run beside this one would shut PostgreSQL out of it."""
    with TemporaryDirectory(prefix="planted-") as name:
        home = Home(Path(name))
        kafka = LocalKafka(home.kafka, brokers=1)
        with LocalCity(home, kafka, services=("membership", "resources", "reporting")) as city:
            yield city


def of_members(district: District) -> str:
    """Registered, imported, announced, corrected, searched, read, and refused; answers the member's id."""
    street, organiser = district.street, district.organiser
    one = district.member(1, person=person(7, **SOMEBODY))
    rows = [texts(40, name=IN_ROSTER), texts(41, name=IN_BAD_ROW, identity_number=WRONG_NUMBER)]
    told = done(street.upload("/roster-imports", as_csv(rows), "花名册.csv"))
    assert (told["imported"], told["refused"]) == (1, 1)
    incoming = {"person": person(9, name=COMING), "details": DETAILS}
    announced = {
        "kind": "cross_province",
        "reason": "residence_changed",
        "releasing": {"name": "深圳市南山区委组织部", "province": "44"},
        "receiving": {"organisation_id": "c-11"},
        "incoming": [incoming],
    }
    coming = done(street.post("/transfers", announced))["stream"].removeprefix("transfer-")
    assert street.search("/members/search", {"identity_number": NUMBER})
    assert street.get("/members", organisation_id=NAME).status_code < 500
    seen = street.post(f"/members/{one}/personal-data", {"purpose": "viewed"})
    assert seen.json()["name"] == NAME
    wrong = {"organisation_id": "b-111", "details": DETAILS}
    bad = person(8, name=IN_BAD_ROW, identity_number=WRONG_NUMBER)
    assert organiser.post("/members", {**wrong, "person": bad}).status_code == 422
    assert organiser.post("/members", {**wrong, "person": bad, NAME: PHONE}).status_code == 422
    in_words_of_members(district, one, coming)
    return one


def in_words_of_members(district: District, one: str, coming: str) -> None:
    """What tells of one person is sealed with him; what is kept in clear is refused when it tells who he is."""
    street, path = district.street, f"/members/{one}"
    done(street.post(f"{path}/suspension", {"cause": "other", "cause_text": SAID}))
    said = street.post(f"{path}/notes", {"purpose": "viewed"}).json()["notes"]
    assert [each["text"] for each in said] == [SAID]
    away = {"since": "2022-01-01", "place": f"{NAME}老家"}
    unnamed = {"organisation_id": "b-x", "kind": "branch", "superior_id": "c-11"}
    asked = {
        f"{path}/floating": away,
        f"{path}/erasure": {"ground": "by_order", "order": f"关于{NUMBER}的决定"},
        f"/transfers/{coming}/withdrawal": {"cause_text": f"{COMING}不来了"},
        f"/transfers/{coming}/incoming/x/erasure": {"ground": "left_register", "order": ADDRESS},
        "/organisations": {**unnamed, "name": f"支部{PHONE}"},
    }
    for where, body in asked.items():
        assert district.organiser.post(where, body).status_code == 422, where


def of_liaisons(running: Running) -> None:
    """Named with the unit, named anew, read on record, sought in vain, and refused."""
    street = running.as_("street_officer", "430111001")
    url = running.database_url
    until(url, lambda: street.get(f"/units/{UNIT}").status_code == 404, VIEWS_MOVED)
    unit = {"unit_id": UNIT, "name": "林业局机关", "unit_class": "organ", "premises": [CODE]}
    liaison = {"liaison_post": "工会主席", "liaison_name": LIAISON, "liaison_phone": LIAISON_PHONE}
    made(street.post("/units", {**unit, **liaison}))
    after = {"post": "办公室主任", "liaison_name": NEXT_LIAISON, "liaison_phone": LIAISON_PHONE}
    made(street.post(f"/units/{UNIT}/liaison", after))
    read = street.post(f"/units/{UNIT}/liaison/contact", {"purpose": "meeting"})
    assert read.json()["name"] == NEXT_LIAISON
    assert street.get("/units", organisation_id=LIAISON).status_code < 500
    in_words = {
        "correct": {"name": f"机关{LIAISON_PHONE}"},
        "depart": {"cause_text": f"{NEXT_LIAISON}调离"},
    }
    for way, words in in_words.items():
        assert street.post(f"/units/{UNIT}/{way}", words).status_code == 422, way
    bad = {**unit, **liaison, "unit_id": "school", "premises": [LIAISON]}
    assert street.post("/units", bad).status_code == 422


def test_nobody_who_was_planted_stands_anywhere(city: LocalCity) -> None:
    membership, resources = served(city, "membership"), served(city, "resources")
    with closing(membership), closing(resources):
        member = of_members(settle(membership))
        of_liaisons(resources)
        parked(membership.database_url, f"member-{member}", 99)
        parked(resources.database_url, f"unit-{UNIT}", 99)

    found = searched(city)
    for kind in (b"membership.member-registered", b"resources.liaison-named"):
        assert kind in found.told  # what is searched is there
    assert found.logged.count(b"process.started") >= len(city.parts)
    for service in (b"membership", b"resources", b"reporting"):
        assert found.measured.count(b"# HELP %b_" % service) > 5
    assert (
        found.measured.count(b"rejected:name-in-text") > 1
    )  # what was refused is counted, by its rule
    assert found_in(b"\n".join(found), PLANTED) == []
    assert stored(membership.database_url, PLANTED, "member-registered") == []
    assert stored(resources.database_url, PLANTED, "unit-registered") == []
    only_the_importers_own_file(city.home)


def only_the_importers_own_file(home: Home) -> None:
    """What he sent himself, for a day, where nobody else may look (ADR 0016)."""
    assert files_with(home.folder, PLANTED, but=[home.results]) == []
    results = [*home.results.rglob("*")]
    assert any(path.is_file() for path in results)
    for path in results:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
