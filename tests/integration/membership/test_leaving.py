"""How members are removed, over HTTP: each cause has a procedure that must have run its course."""

from tests.support.running_service import problem_of
from tests.support.yuhua_district import District, done


def test_lost_contact_leads_to_suspension_and_removal(district: District) -> None:
    member_id = district.member(9)
    path = f"/members/{member_id}"

    lost = {"since": "2022-01-01", "effective_date": "2022-02-01"}
    done(district.secretary.post(f"{path}/lost-contact", lost))
    soon = district.street.post(
        f"{path}/suspension", {"cause": "lost_contact", "effective_date": "2022-03-01"}
    )
    suspended = {"cause": "lost_contact", "effective_date": "2022-08-01"}
    done(district.street.post(f"{path}/suspension", suspended))
    warned = district.street.get("/warnings", reason="suspension_overdue").json()["items"]
    removed = {"cause": "lost_contact", "effective_date": "2024-09-01"}
    done(district.street.post(f"{path}/removal", removed))

    assert problem_of(soon)[1] == "lost-contact-too-short"
    assert member_id in {one["member_id"] for one in warned}
    shown = district.street.get(path).json()
    assert (shown["on_register"], shown["standing_label"]) == (False, "除名")
    assert problem_of(district.street.post(f"{path}/decease"))[1] == "member-not-on-register"


def test_who_takes_no_part_for_six_months_without_reason_is_removed(district: District) -> None:
    path = f"/members/{district.member(13)}"
    absent = {"cause": "no_participation", "since": "2023-01-01", "effective_date": "2023-07-01"}
    unstated = district.street.post(f"{path}/removal", absent)
    done(district.street.post(f"{path}/removal", {**absent, "without_reason": True}))

    [removed, *_] = district.street.get(f"{path}/history").json()["items"]
    told = {change["field"]: change for change in removed["changes"]}

    assert problem_of(unstated) == (
        422,
        "reason-not-excluded",
        [("without_reason", "reason-not-excluded")],
    )
    assert "无正当理由" in unstated.text
    assert (told["since"]["after"], told["without_reason"]["after_label"]) == ("2023-01-01", "是")
