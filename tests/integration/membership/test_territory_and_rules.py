"""Divisions and the rule table over HTTP."""

from datetime import timedelta

from tests.support.running_service import problem_of
from tests.support.yuhua_district import District, done

HEADER = "code,name,level,parent_code\n"


def test_divisions_come_as_a_file_too(district: District) -> None:
    content = (
        f"{HEADER}430111003,砂子塘街道,street,430111\n430111003001,梨江社区,community,430111003\n"
    )

    answer = district.city.upload("/divisions/file", content.encode(), "divisions.csv")
    again = district.city.upload("/divisions/file", content.encode(), "divisions.csv")

    assert len(done(answer)["events"]) == 2
    assert not done(again)["changed"]
    shown = district.city.get("/divisions", parent_code="430111003").json()["divisions"]
    assert [(one["name"], one["level_label"]) for one in shown] == [("梨江社区", "社区(村)")]


def test_a_bad_file_is_refused_with_line_and_rule(district: District) -> None:
    wrong = district.city.upload(
        "/divisions/file", f"{HEADER}43,长沙\n4302,株洲市,town,43\n".encode(), "divisions.csv"
    )
    foreign = district.city.upload("/divisions/file", b"\xff\xfe\x00", "divisions.csv")
    headless = district.city.upload("/divisions/file", b"a,b\n", "divisions.csv")

    assert problem_of(wrong) == (
        422,
        "invalid",
        [("file.line[2]", "columns"), ("file.line[3].level", "level")],
    )
    assert problem_of(foreign)[2] == [("file", "csv")]
    assert problem_of(headless)[2] == [("file", "headers")]


def test_a_division_without_its_parent_refuses_the_list(district: District) -> None:
    line = {"code": "430111009", "name": "新街道", "level": "street", "parent_code": "430199"}

    refused = district.city.post("/divisions", {"divisions": [line]})

    assert problem_of(refused) == (
        404,
        "unknown-division",
        [("divisions.parent_code", "unknown-division")],
    )


def test_a_street_enrols_its_communities_and_no_others(district: District) -> None:
    done(district.organiser.post("/communities/430111001001/enrolment"))

    again = district.organiser.post("/communities/430111001001/enrolment")
    elsewhere = district.running.as_("district_organiser", "430111001", "street-organiser").post(
        "/communities/430111002001/enrolment"
    )

    assert not done(again)["changed"]
    assert problem_of(elsewhere)[:2] == (403, "forbidden")
    assert (
        problem_of(district.organiser.post("/communities/430111/enrolment"))[1] == "not-a-community"
    )


def test_a_rule_has_another_value_from_its_day_on(district: District) -> None:
    tomorrow = district.running.clock.today + timedelta(days=1)
    setting = {"value": 15, "source": "长组发〔2026〕7号", "effective_date": tomorrow.isoformat()}

    done(district.city.put("/rules/letter-days-inside", setting))

    today = _value(district, "letter-days-inside")
    later = _value(district, "letter-days-inside", on=tomorrow.isoformat())
    assert (today, later) == (10, 15)
    history = district.secretary.get("/rules").json()["history"]
    told = [
        (each["value"], each["source"]) for each in history if each["name"] == "letter-days-inside"
    ]
    assert told[-1] == (15, setting["source"])
    assert [value for value, _ in told] == [10, 15]


def test_rules_are_set_for_all_by_who_answers_for_all(district: District) -> None:
    setting = {"value": 15, "source": "x"}

    assert problem_of(district.organiser.put("/rules/letter-days-inside", setting))[0] == 403
    unknown = district.city.put("/rules/no-such-rule", setting)
    assert problem_of(unknown) == (404, "unknown-rule", [("name", "unknown-rule")])
    huge = district.city.put("/rules/letter-days-inside", {"value": 10**400, "source": "x"})
    assert huge.status_code in {400, 422}


def _value(district: District, name: str, **on: str) -> int:
    table = district.secretary.get("/rules", **on).json()["rules"]
    return next(int(rule["value"]) for rule in table if rule["name"] == name)
