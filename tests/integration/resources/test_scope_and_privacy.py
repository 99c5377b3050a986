"""Nobody acts or sees beyond his divisions or his unit, and a liaison is nobody's business else."""

import psycopg

from tests.support.running_resources import ONE, THREE, Town, made, path_of
from tests.support.running_service import Client, problem_of


def test_a_street_keeps_its_own_communities_only(yuhua: Town) -> None:
    body = {
        "name": "学校",
        "unit_class": "institution",
        "premises": [THREE],
        "liaison_post": "校长",
        "liaison_name": "刘一",
    }
    assert yuhua.street.post("/units", body).status_code == 403
    unit = made(yuhua.other_street.post("/units", body))["stream"].removeprefix("unit-")

    assert yuhua.street.get(f"/units/{unit}").status_code == 404
    assert unit not in str(yuhua.street.get("/units").json())
    assert yuhua.street.post(f"/units/{unit}/correct", {"name": "改"}).status_code == 403
    assert unit in str(yuhua.district.get("/units").json())


def test_a_unit_acts_for_itself_only(yuhua: Town) -> None:
    mine, other, hall = yuhua.unit(), yuhua.unit(), yuhua.hall()
    me = yuhua.liaison(mine)

    assert me.post("/bookings", yuhua.booking(other, hall, 9, 11)).status_code == 403
    booked = made(
        yuhua.street.post("/bookings", yuhua.booking(other, hall, 9, 11, booking_id="b-o"))
    )
    assert me.post(f"{path_of(booked, 'b-o')}/cancel", {"cause_text": "x"}).status_code == 403
    assert me.get("/bookings").json()["items"] == []
    assert me.post(f"/units/{mine}/depart", {"cause_text": "x"}).status_code == 403
    assert [each["unit_id"] for each in me.get("/units").json()["items"]] == [mine]
    assert me.post("/units", {}).status_code == 422


def test_a_liaison_does_not_claim_in_the_communitys_name(yuhua: Town) -> None:
    unit = yuhua.unit()
    need = {
        "listing_id": "need-1",
        "kind": "need",
        "title": "修路灯",
        "community_code": ONE,
        "category": "便民",
        "target": 3,
        "measure": "盏",
        "closes_on": str(yuhua.running.clock.today),
        "owner_unit_id": "",
    }
    made(yuhua.street.post("/listings", need))
    claim = {"unit_id": unit, "amount": 1, "by": "owner"}

    assert yuhua.liaison(unit).post("/listings/need-1/claims", claim).status_code == 403


def test_who_waits_is_seen_by_himself_by_who_lends_and_by_the_office_only(yuhua: Town) -> None:
    owner, waiting, nobody = (yuhua.unit() for _ in range(3))
    hall = yuhua.hall(owner)
    made(yuhua.street.post("/bookings", yuhua.booking("", hall, 9, 11)))
    for unit in (waiting, ""):
        entry = yuhua.booking(unit, hall, 9, 11, entry_id=f"w-{unit}")
        made(yuhua.street.post("/bookings/waitlist", entry))

    def seen_by(client: Client) -> list[str]:
        shown = client.get(f"/resources/{hall}").json()
        return [each["unit_id"] for each in shown["waitlist"]]

    assert seen_by(yuhua.liaison(nobody)) == []
    assert seen_by(yuhua.liaison(waiting)) == [waiting]
    assert seen_by(yuhua.liaison(owner)) == seen_by(yuhua.street) == ["", waiting]


def test_who_lends_a_hall_gives_its_bookings_back_for_a_cause_and_blacks_it_out(
    yuhua: Town,
) -> None:
    owner, user, nobody = (yuhua.unit() for _ in range(3))
    hall = yuhua.hall(owner)
    booking = yuhua.booking(user, hall, 9, 11, booking_id="b-held")
    path = path_of(made(yuhua.liaison(user).post("/bookings", booking)), "b-held")
    blackout = {"begins": yuhua.at(0), "ends": yuhua.at(24), "cause_text": "检修"}
    lends = yuhua.liaison(owner)
    refused = lends.post(f"/resources/{hall}/blackouts", blackout)
    assert problem_of(refused)[1] == "blackout-over-bookings"
    assert "b-held" in refused.text

    cause = {"cause_text": "检修"}
    assert yuhua.liaison(nobody).post(f"{path}/cancel", cause).status_code == 403
    assert problem_of(lends.post(f"{path}/cancel", {"cause_text": " "}))[1] == "cause-missing"
    assert lends.post(f"{path}/check-in").status_code == 403
    made(lends.post(f"{path}/cancel", cause))

    made(lends.post(f"/resources/{hall}/blackouts", blackout))


def test_an_auditor_changes_nothing(yuhua: Town) -> None:
    auditor = yuhua.running.as_("auditor", "430111")
    hall = yuhua.hall()

    assert auditor.post("/bookings", yuhua.booking("", hall, 9, 11)).status_code == 403
    assert auditor.get("/resources").status_code == 200


def test_a_liaison_is_sealed_opened_for_who_may_and_forgotten(yuhua: Town) -> None:
    unit = yuhua.unit(liaison_name="欧阳春晓", liaison_phone="13912345678")
    assert "欧阳春晓" not in everything_stored(yuhua)
    assert "13912345678" not in everything_stored(yuhua)

    shown = yuhua.street.post(f"/units/{unit}/liaison/contact")
    noted = shown.json().pop("recorded_as")
    told = {"unit_id": unit, "recorded_as": noted, "name": "欧阳春晓", "phone": "13912345678"}
    assert shown.json() == told
    assert yuhua.other_street.post(f"/units/{unit}/liaison/contact").status_code == 403
    assert yuhua.liaison(yuhua.unit()).post(f"/units/{unit}/liaison/contact").status_code == 403

    made(yuhua.street.post(f"/units/{unit}/liaison/forget"))
    assert yuhua.street.post(f"/units/{unit}/liaison/contact").status_code == 404
    assert yuhua.street.get(f"/units/{unit}").json()["liaison_post"] == "办公室主任"


def test_who_read_a_liaison_is_on_record_before_it_is_shown(yuhua: Town) -> None:
    unit, path = yuhua.unit(), "/liaison-readings"
    for purpose in ("contact", "meeting"):
        made(yuhua.street.post(f"/units/{unit}/liaison/contact", {"purpose": purpose}))
    assert yuhua.other_street.post(f"/units/{unit}/liaison/contact").status_code == 403
    assert yuhua.liaison(unit).post(f"/units/{unit}/liaison/contact").status_code == 403

    auditor = yuhua.running.as_("auditor", "430111")
    read = [
        (each["reader"], each["purpose_label"])
        for each in auditor.get(path, unit_id=unit).json()["items"]
    ]
    assert read == [("street_officer-s1", "会议通知"), ("street_officer-s1", "联系工作")]
    page = auditor.get(path, unit_id=unit, limit=1).json()
    assert page["items"][0]["fields"] == ["name", "phone"]
    older = auditor.get(path, unit_id=unit, after=page["following"]).json()["items"]
    assert [each["purpose"] for each in older] == ["contact"]
    assert yuhua.street.get(path).status_code == 403
    far = yuhua.running.as_("auditor", "s2")
    assert far.get(path, unit_id=unit).json()["items"] == []


def test_a_text_kept_in_clear_is_refused_where_it_tells_who_somebody_is(yuhua: Town) -> None:
    unit, hall = yuhua.unit(liaison_name="诸葛长青"), yuhua.hall()
    asked = {
        "诸葛长青的讲座": "name-in-text",
        "联系13912345678": "phone-in-text",
        "住韶山中路12号": "address-in-text",
    }

    for text, rule in asked.items():
        refused = yuhua.street.post("/bookings", yuhua.booking(unit, hall, 9, 11, purpose=text))
        assert problem_of(refused) == (422, rule, [("purpose", rule)])
    made(yuhua.street.post("/bookings", yuhua.booking(unit, hall, 9, 11)))
    nested = {"agenda": [{"title": "路灯"}, {"title": "李四 13912345678"}]}
    conference = {"conference_id": ONE, "venue": "广济桥社区3栋201会议室", "chair": unit}
    meeting = {**conference, "starts": yuhua.at(9), **nested}
    path = f"/conferences/{meeting.pop('conference_id')}/meetings"
    assert problem_of(yuhua.street.post(path, meeting))[1:] == (
        "phone-in-text",
        [("agenda.title", "phone-in-text")],
    )


def everything_stored(yuhua: Town) -> str:
    """Every event, every message and every row of a view, as text."""
    with psycopg.connect(yuhua.running.database_url) as connection:
        tables = connection.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')"
        ).fetchall()
        found = [connection.execute(f"select t::text from {name} t") for (name,) in tables]
        return "\n".join(str(row[0]) for rows in found for row in rows.fetchall())
