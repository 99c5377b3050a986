"""The joint-conference roster as the demo shows it: for `summary.json`, and as tables."""

from collections.abc import Iterator

from deploy.demo.client import Answer
from deploy.demo.progress import table

_FIGURES = ("resident_units", "conferences", "memberships", "seats", "agreements_in_force")
_SHARED = ("hall_loans", "hall_minutes", "funds_fen")
_LABELS = {
    "resident_units": "驻区单位",
    "conferences": "党建联席会",
    "memberships": "成员单位",
    "seats": "席位",
    "agreements_in_force": "生效共建协议",
    "hall_loans": "出借场地",
    "hall_minutes": "出借场地(分钟)",
}
_FEN = 100


def summary(district: Answer, community: Answer) -> Answer:
    """What `summary.json` says; every figure is one that reporting answered."""
    return {
        "resources": {
            "district": district["place"]["code"],
            "period": district["period"],
            **{name: _value(district, name) for name in (*_FIGURES, *_SHARED)},
        },
        "joint_conference_roster": _roster(community),
    }


def _roster(answer: Answer) -> Answer:
    conference = answer["conferences"][0]
    return {
        "community": answer["place"]["code"],
        "as_of": answer["as_of"],
        "name": conference["name"],
        "chair": _term(conference["chair"]),
        "chair_next": _term(conference["chair_next"]),
        "members": [_member(one) for one in conference["members"]],
        "agreements": [
            {
                "title": one["title"],
                "parties": [party["name"] for party in one["parties"]],
                "begins": one["begins"],
                "ends": one["ends"],
            }
            for one in conference["agreements"]
        ],
    }


def _term(chair: Answer) -> Answer:
    return {name: chair[name] for name in ("name", "begins", "ends", "kind")}


def _member(one: Answer) -> Answer:
    told = ("name", "unit_class", "since", "representative_post", "liaison_post")
    shared = {name: one["shared"][name]["value"] for name in _SHARED}
    return {**{name: one[name] for name in told}, "seats": one["seats"]["value"], **shared}


def printed(district: Answer, community: Answer) -> str:
    """The district's figures, and below them the one community's roster."""
    rows: list[tuple[str, object]] = [
        (f"{label} {name.replace('_', ' ')}", _value(district, name))
        for name, label in _LABELS.items()
    ]
    rows.append(("支持资金(元) funds", _value(district, "funds_fen") // _FEN))
    title = f"{district['place']['name']} 驻区单位与资源共享 · {_period(district)}"
    roster = _roster(community)
    name = f"{roster['name']}名册 · 截至 {roster['as_of']}"
    return f"{table(title, rows)}\n{table(name, _lines(roster))}"


def _lines(roster: Answer) -> Iterator[tuple[str, object]]:
    for label, chair in (("本期轮值会长", "chair"), ("下期轮值会长", "chair_next")):
        yield f"{label} {roster[chair]['name']}", f"{roster[chair]['begins']} 起"
    for one in roster["members"]:
        posts = f"{one['representative_post']} / 联络员 {one['liaison_post']}"
        seats, halls = f"{one['seats']} 席", f"场地 {one['hall_loans']} 次"
        funds = f"资金 {one['funds_fen'] // _FEN:,} 元"
        yield f"  {one['name']} ({posts})", f"{seats}  {halls}  {funds}"
    for one in roster["agreements"]:
        yield f"协议 {one['title']}", f"至 {one['ends']}"


def _value(answer: Answer, name: str) -> int:
    value: int = answer["figures"][name]["value"]
    return value


def _period(answer: Answer) -> str:
    return f"{answer['period']['from']} 至 {answer['period']['to']}"
