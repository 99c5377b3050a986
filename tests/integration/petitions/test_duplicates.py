"""The same matter told twice: a hint at the desk, with a reason, from which it is linked."""

import httpx
import psycopg

from tests.support.running_petitions import (
    CITY,
    COMMUNITY,
    ELSEWHERE,
    STREET,
    WATER,
    appeal,
    caught_up,
    registered,
    step,
)
from tests.support.running_service import Client, Running, problem_of

FIRST = "三栋楼下的自来水管漏水两天了,一直没有人来修"
AGAIN = "你好,三栋楼下自来水管漏水两天了,还没有人来修"
OTHER = "四号路灯坏了,晚上很黑,老人容易摔倒"


def test_who_registers_the_same_matter_again_is_told_and_links_it(
    desk: Client, street: Client
) -> None:
    first = registered(desk, category_id="road", text=FIRST)["petition_id"]
    desk.get(f"/petitions/{first}/duplicates")  # waits until the view shows it
    told = registered(desk, category_id="road", text=AGAIN)
    second = told["petition_id"]

    [hint] = told["duplicates"]
    listed = desk.get(f"/petitions/{second}/duplicates").json()
    assert hint == listed["items"][0]
    assert (hint["petition_id"], hint["step"], hint["with_id"]) == (first, "link", first)
    assert 0.4 < hint["likeness"] < 1
    assert hint["reason"].startswith("同一地点、同一分类,内容相似约 ")
    step(street, second, hint["step"], main_id=hint["with_id"])
    assert desk.get(f"/petitions/{second}").json()["main_id"] == first
    assert desk.get(f"/petitions/{first}/duplicates").json()["total"] == 0
    third = registered(desk, category_id="road", text=AGAIN)
    found = {each["petition_id"]: each["with_id"] for each in third["duplicates"]}
    assert found == {first: first, second: first}
    step(desk, first, "resolve", outcome="done", note="已修")
    fourth = registered(desk, category_id="road", text=AGAIN)["petition_id"]
    listed = desk.get(f"/petitions/{fourth}/duplicates").json()
    told_apart = {each["petition_id"]: each["step"] for each in listed["items"]}
    assert told_apart == {
        first: "mark-repeat",
        second: "mark-repeat",
        third["petition_id"]: "link",
    }


def test_who_is_linked_follows_the_main_appeal_and_reads_its_answer_without_its_appellant(
    service: Running, desk: Client, street: Client, water: Client
) -> None:
    main = registered(desk, category_id="water", text=FIRST)["petition_id"]
    told = registered(desk, category_id="water", text=AGAIN, appellant={})
    own = told["petition_id"]
    step(street, own, "link", main_id=main)
    step(street, main, "dispatch", lead_id=WATER)
    step(water, main, "resolve", outcome="done", note="欧阳晓梅您好,已更换阀门")
    caught_up(service, "petitions.appeals")
    headers = {"Tracking-Code": told["tracking_code"]}

    with httpx.Client(base_url=service.address, headers=headers, timeout=30) as appellant:
        followed = appellant.get("/public/petition").json()
        words = appellant.post("/public/petition/words").json()
        rated = appellant.post(
            "/public/petition/rating", json={"resolved": True, "satisfaction": "satisfied"}
        )

    assert (followed["petition_id"], followed["linked"]) == (own, True)
    assert (followed["status"], followed["unit"], followed["reopen_until"]) == (
        *("resolved", "区供水公司", None),
    )
    assert [each["label"] for each in followed["steps"]] == ["登记", "并案"]
    assert words == {"text": AGAIN, "answer": "某**您好,已更换阀门"}
    status, slug, _ = problem_of(rated)
    assert (status, slug) == (409, "petition-is-closed")
    assert "主诉求" in rated.json()["detail"]
    auditor = service.as_("auditor", CITY)
    readings = auditor.get("/disclosures", petition_id=main).json()["items"]
    assert [(each["purpose"], each["fields"]) for each in readings] == [("tracked", ["answer"])]


def test_who_is_linked_reads_no_answer_that_is_done_again(
    service: Running, desk: Client, street: Client
) -> None:
    main = registered(desk, category_id="water", text=FIRST)["petition_id"]
    told = registered(desk, category_id="water", text=AGAIN)
    step(street, told["petition_id"], "link", main_id=main)
    step(desk, main, "dispatch", lead_id=COMMUNITY)
    step(desk, main, "resolve", outcome="done", note="已更换阀门")
    step(street, main, "redo", cause="not_true", note="仍在漏水")
    caught_up(service, "petitions.appeals")

    headers = {"Tracking-Code": told["tracking_code"]}
    words = httpx.post(f"{service.address}/public/petition/words", headers=headers, timeout=30)

    assert words.json() == {"text": AGAIN, "answer": ""}


def test_what_is_recorded_afterwards_is_linked_to_its_main_appeal(
    desk: Client,
) -> None:
    main = registered(desk, category_id="gas", text=FIRST)["petition_id"]
    recorded = desk.post("/petitions/records", appeal(steps=[{"step": "link", "main_id": main}]))
    assert recorded.status_code == 201, recorded.text

    linked = desk.get(f"/petitions/{recorded.json()['petition_id']}").json()
    history = desk.get(f"/petitions/{main}/history").json()["items"]

    assert (linked["status"], linked["main_id"]) == ("linked", main)
    assert [each["label"] for each in history] == ["登记", "列为主诉求"]


def test_of_what_is_over_a_repeat_is_suggested(desk: Client, street: Client) -> None:
    first = registered(desk, category_id="bus", text=FIRST)["petition_id"]
    step(desk, first, "resolve", outcome="explained", note="已解释")
    desk.get(f"/petitions/{first}/duplicates")

    second = registered(desk, category_id="bus", text=FIRST)

    [hint] = second["duplicates"]
    assert (hint["step"], hint["likeness"]) == ("mark-repeat", 1.0)
    one = second["petition_id"]
    step(street, one, hint["step"], earlier_id=hint["with_id"])
    assert desk.get(f"/petitions/{one}").json()["priority"] == "raised"


def test_to_an_appeal_that_is_linked_to_nothing_any_more_something_else_is_suggested(
    desk: Client, street: Client
) -> None:
    main, hangs, other = (
        registered(desk, category_id="noise", text=FIRST)["petition_id"] for _ in range(3)
    )
    step(street, hangs, "link", main_id=main)

    def suggested(one: str) -> dict[str, str | None]:
        listed = desk.get(f"/petitions/{one}/duplicates").json()["items"]
        return {each["petition_id"]: each["step"] for each in listed}

    assert suggested(main) == {other: "mark-repeat"}  # has a duplicate itself
    assert suggested(hangs)[other] is None
    step(desk, main, "mark-repeat", earlier_id=other)
    assert suggested(main) == {other: None}
    step(desk, other, "resolve", outcome="explained", note="已解释")
    assert set(suggested(other).values()) == {None}


def test_other_words_places_and_categories_give_no_hint(service: Running, desk: Client) -> None:
    city = service.as_("appeals_officer", CITY)
    registered(desk, category_id="education", text=FIRST)
    registered(city, category_id="education", text=FIRST, place=ELSEWHERE)
    registered(desk, category_id="health", text=FIRST)
    one = registered(desk, category_id="education", text=OTHER)["petition_id"]

    assert desk.get(f"/petitions/{one}/duplicates").json() == {
        "items": [],
        "following": None,
        "total": 0,
    }


def test_hints_are_counted_beyond_a_page_and_each_is_shown_once(
    service: Running, desk: Client
) -> None:
    ones = [
        registered(desk, category_id="employment", text=f"{FIRST}{n}号")["petition_id"]
        for n in range(8)
    ]
    street = service.as_("dispatcher", STREET)
    path, seen, after = f"/petitions/{ones[0]}/duplicates", list[str](), None

    while True:
        page = street.get(path, limit=3, **({"after": after} if after else {})).json()
        assert page["total"] == 7
        seen += [each["petition_id"] for each in page["items"]]
        likes = [each["likeness"] for each in page["items"]]
        assert likes == sorted(likes, reverse=True)
        after = page["following"]
        if after is None:
            break

    assert sorted(seen) == sorted(ones[1:])
    again = registered(desk, category_id="employment", text=FIRST)
    assert len(again["duplicates"]) == 5
    assert problem_of(street.get(path, after="no-cursor"))[0] == 422


def test_out_of_sight_there_is_neither_a_hint_nor_an_appeal_to_ask_about(
    service: Running, desk: Client
) -> None:
    one = registered(desk, category_id="party-service", text=FIRST)["petition_id"]
    elsewhere = service.as_("appeals_officer", ELSEWHERE)

    assert problem_of(elsewhere.get(f"/petitions/{one}/duplicates"))[0] == 404
    refused = elsewhere.post("/petitions", appeal(category_id="party-service", text=FIRST))
    assert problem_of(refused)[0] == 403


def test_the_city_says_how_alike_is_alike_enough(desk: Client, city: Client) -> None:
    registered(desk, category_id="conduct", text=FIRST)
    city.put("/rules/duplicate-percent", {"value": 95, "source": "试行"})
    one = registered(desk, category_id="conduct", text=AGAIN)["petition_id"]

    assert desk.get(f"/petitions/{one}/duplicates").json()["total"] == 0
    city.put("/rules/duplicate-percent", {"value": 30, "source": "试行"})
    assert desk.get(f"/petitions/{one}/duplicates").json()["total"] == 1


def test_who_is_forgotten_leaves_no_sketch(service: Running, desk: Client, city: Client) -> None:
    first = registered(desk, category_id="assistance", text=FIRST)["petition_id"]
    second = registered(desk, category_id="assistance", text=FIRST)["petition_id"]
    assert desk.get(f"/petitions/{second}/duplicates").json()["total"] == 1

    step(city, first, "erase")

    assert desk.get(f"/petitions/{second}/duplicates").json()["total"] == 0
    assert desk.get(f"/petitions/{first}/duplicates").json()["total"] == 0
    with psycopg.connect(service.database_url) as connection:
        kept = connection.execute(
            "select count(*) from petitions_likeness.sketches where petition_id = %s", (first,)
        ).fetchone()
    assert kept == (0,)
    assert COMMUNITY in str(desk.get(f"/petitions/{second}").json())
