"""Who sees which division's roster, what is refused, and how the view keeps up with two services."""

import dataclasses
import io
import zipfile
from datetime import date
from urllib.parse import unquote

import pytest
from msgspec import structs
from python_calamine import CalamineWorkbook

from services.reporting.settings import Settings
from shared.contracts.membership.territory import DivisionRegisteredV1
from shared.database import open_engine
from shared.subscription import dead_letters
from tests.integration.reporting.conftest import Running, running, token
from tests.support.told_by_membership import district
from tests.support.year_of_sharing import AUTUMN, year
from tests.unit.resources.scene import ONE, STREET

OTHER_STREET = "430111002"
VIEW = "reporting.roster"


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        ("district_organiser", "430111", 200),
        ("street_officer", "s1", 200),
        ("auditor", "4301", 200),
        ("street_officer", "s2", 403),
        ("branch_secretary", "b1", 200),
        ("branch_secretary", "b2", 403),
        ("street_officer", "nowhere", 403),
    ],
)
@pytest.mark.parametrize("path", ["", ".xlsx", "/events?figure=hall_loans"])
def test_a_role_reaches_the_division_where_its_organisation_works(
    autumn: Running, path: str, role: str, at: str, status: int
) -> None:
    answer = autumn.get(f"/joint-conferences/{ONE}{path}", role=role, at=at)

    assert answer.status_code == status


def test_only_who_sees_the_whole_city_learns_that_there_is_none(autumn: Running) -> None:
    assert autumn.client.get(f"/joint-conferences/{ONE}").status_code == 401
    assert autumn.get("/joint-conferences/99").status_code == 404
    assert autumn.get("/joint-conferences/99", at="430111").status_code == 403
    early = autumn.get(f"/joint-conferences/{ONE}", as_of="2026-01-09")
    assert (early.status_code, "on that day" in early.json()["detail"]) == (404, True)


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("", {"as_of": "2026-10-01"}, "as_of"),
        ("", {"from": "2026-03-02", "to": "2026-03-01"}, "from"),
        ("", {"position": "12"}, "position"),
        ("", {"position": "resources:1,membership:1"}, "position"),
        ("", {"limit": "501"}, "limit"),
        ("", {"after": "x"}, "after"),
        ("/events", {}, "figure"),
        ("/events", {"figure": "moods"}, "figure"),
        ("/events", {"figure": "hall_loans", "conference": ONE}, "conference"),
        ("/events", {"figure": "seats", "unit": "A B"}, "unit"),
        ("/events", {"figure": "seats", "after": "1"}, "after"),
    ],
)
def test_a_bad_question_is_named(
    autumn: Running, path: str, query: dict[str, str], field: str
) -> None:
    answer = autumn.get(f"/joint-conferences/{ONE}{path}", **query)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_read_after_names_the_service(settings: Settings) -> None:
    """Whoever has just written to one of them need not know where the other is."""
    with running(settings, AUTUMN) as service:
        city = service.publish(district())
        assert service.told("/joint-conferences/430111")["position"] == f"{city},resources:0"
        sharing = service.publish(year())
        told = service.get("/joint-conferences/430111")
        assert told.headers["View-Position"] == told.json()["position"] == f"{city},{sharing}"


def test_what_does_not_come_is_told_by_its_service(settings: Settings) -> None:
    with running(dataclasses.replace(settings, read_after_seconds=0.05), AUTUMN) as impatient:
        city = impatient.publish(district())
        impatient.client.headers["Read-After"] = f"{city},resources:7"
        while (answer := impatient.get("/joint-conferences/430111")).status_code == 503:
            if "resources:7" in answer.json()["detail"]:
                break  # the city has come meanwhile

    assert answer.json()["type"] == "urn:problem:view-behind"


@pytest.mark.parametrize("position", ["petitions:1", "resources:", "resources:1;membership:1"])
def test_a_position_of_nobody_is_refused(autumn: Running, position: str) -> None:
    headers = {"Authorization": f"Bearer {token()}", "Read-After": position}

    answer = autumn.client.get(f"/joint-conferences/{ONE}", headers=headers)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Read-After"


def test_an_answer_is_pinned_to_both_positions(autumn: Running) -> None:
    answer = autumn.told(f"/joint-conferences/{ONE}")
    city = answer["position"].split(",")[0]

    before = autumn.told(f"/joint-conferences/{ONE}", position=f"{city},resources:8")

    assert before["figures"]["resident_units"]["value"] == 3, "as registered, before anybody left"
    assert before["conferences"] == []
    assert "position=membership" in answer["figures"]["seats"]["why"]


def test_a_community_that_belongs_to_another_street_is_told_there_from_that_day(
    reporting: Running,
) -> None:
    """And a merged organisation gives no role any more."""
    city = district()
    moved = DivisionRegisteredV1(ONE, "广济桥社区", "community", OTHER_STREET, date(2026, 5, 1))
    city.tell("territory", moved)
    city.merges("s1", "s2", date(2026, 5, 2))
    told = [reporting.publish(city), reporting.publish(year())]
    reporting.client.headers["Read-After"] = ",".join(told)

    def conferring(street: str, day: str) -> list[str]:
        answer = reporting.told(f"/joint-conferences/{street}", as_of=day)
        return [one["division_code"] for one in answer["conferences"]]

    assert ONE in conferring(STREET, "2026-04-30")
    assert ONE not in conferring(STREET, "2026-05-01")
    assert conferring(OTHER_STREET, "2026-05-01") == [ONE]
    answer = reporting.told(f"/joint-conferences/{ONE}", as_of="2026-05-01")
    assert answer["place"]["name"] == "广济桥社区"
    for organisation, status in (("s1", 403), ("s2", 200)):
        seen = reporting.get(f"/joint-conferences/{ONE}", role="street_officer", at=organisation)
        assert seen.status_code == status


def test_a_units_own_organisation_is_named_as_soon_as_membership_tells_it(
    reporting: Running,
) -> None:
    """Resources told first that the unit has one."""
    city, sharing = district(), year()
    reporting.publish(city)
    reporting.publish(sharing)
    city.establishes("e", "430111", day=date(2026, 1, 20))
    told = [reporting.publish(city), reporting.publish(sharing)]
    reporting.client.headers["Read-After"] = ",".join(told)

    answer = reporting.told(f"/joint-conferences/{ONE}", as_of="2026-06-01")

    [one] = [m for m in answer["conferences"][0]["members"] if m["unit_id"] == "forestry"]
    assert one["organisation"] == {"organisation_id": "e", "name": "e党组织"}


def test_a_rebuild_of_both_topics_changes_nothing(autumn: Running) -> None:
    before = autumn.told(f"/joint-conferences/{STREET}")
    headers = {"Authorization": f"Bearer {token()}"}

    report = autumn.client.post(f"/views/{VIEW}/rebuild", headers=headers).json()

    assert (report["identical"], report["switched"]) == (True, True)
    assert report["events"] == len(district().told) + len(year().told)
    assert autumn.told(f"/joint-conferences/{STREET}") == before
    views = autumn.get("/views").json()["views"]
    [shown] = [view for view in views if view["name"] == VIEW]
    assert [(t["topic"], t["lag"]) for t in shown["topics"]] == [
        ("membership.v1", 0),
        ("resources.v1", 0),
    ]


def test_a_message_that_cannot_be_read_leaves_the_other_service_alone(settings: Settings) -> None:
    with running(settings, AUTUMN) as service:
        city, sharing = district(), year()
        sharing.told[0] = structs.replace(sharing.told[0], value=b'{"type": "unreadable"')
        told = [service.publish(city), service.publish(sharing)]
        service.client.headers["Read-After"] = ",".join(told)
        answer = service.told(f"/joint-conferences/{ONE}")

    assert answer["figures"]["resident_units"]["value"] == 1
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        letters = dead_letters.listed(connection, VIEW)
    engine.dispose()
    assert {letter.key for letter in letters} == {"resources.v1/unit-forestry"}
    assert len(letters) > 1, "what followed about the unit waits behind it"


def test_the_printed_roster(autumn: Running) -> None:
    answer = autumn.get(f"/joint-conferences/{STREET}.xlsx", as_of="2026-07-15")

    assert answer.headers["View-Position"].startswith("membership:")
    name = unquote(answer.headers["Content-Disposition"])
    assert name.endswith(f"{STREET}区划党建联席会名册 2026-07-15.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["名册", "共建协议", "汇总"]
    members, agreements, figures = (book.get_sheet_by_name(n).to_python() for n in book.sheet_names)
    assert members[0][0] == f"{STREET}区划党建联席会名册"
    assert members[1][0] == "名册时点:2026年7月15日  共享期间:2026年1月1日至2026年7月15日"
    assert members[3] == [
        "序号",
        "成员单位",
        "单位性质",
        "单位党组织",
        "加入时间",
        "席位",
        "代表(职务)",
        "联络员(职务)",
        "生效协议(份)",
        "出借场地(次)",
        "人才、物资(次)",
        "支持资金(元)",
    ]
    [band] = [row[0] for row in members if str(row[0]).startswith("广济桥社区党建联席会")]
    assert "本期轮值会长:林业局(轮值,2026年3月2日至2026年9月1日)" in str(band)
    assert "下期轮值会长:医院(调换,2026年9月2日至2027年3月1日)" in str(band)
    row = members[members.index([band, *[""] * 11]) + 1]
    posts = ["党组书记", "工会主席"]
    assert row == [1, "林业局", "机关", "", "2026-03-02", 1, *posts, 1, 3, 0, 4000]
    assert str(members[-1][0]).startswith("填报单位(盖章):")
    assert agreements[4][2:] == ["场地共享协议", "林业局、小学", "2026-04-01", "2026-09-30"]
    assert {row[1]: row[3] for row in figures[4:-2]}["出借场地"] == 3


def test_it_prints_across_a4(autumn: Running) -> None:
    content = autumn.get(f"/joint-conferences/{ONE}.xlsx").content

    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
