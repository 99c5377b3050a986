"""A venue's and a unit's calendar, read back as RFC 5545 says it is to be read."""

import re
from datetime import UTC, datetime

from tests.support.running_resources import Town, made, path_of

PURPOSE = "消防讲座;第1讲,请带证件\\大礼堂" + "、欢迎参加" * 12
Properties = dict[str, str]
_ESCAPED = re.compile(r"\\([\\;,nN])")


def read(content: bytes) -> tuple[Properties, list[Properties]]:
    """The calendar's own properties and those of its events; fails for what the format forbids."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    unfolded = b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n")
    own: Properties = {}
    events: list[Properties] = []
    within: list[str] = []
    for line in unfolded:
        name, colon, value = line.partition(":")
        assert colon
        assert re.fullmatch(r"[A-Z-]+", name)
        if name == "BEGIN":
            within.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert within.pop() == value
        else:
            told = events[-1] if within[-1] == "VEVENT" else own
            assert name not in told
            told[name] = _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)
    assert within == []
    return own, events


def instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def test_a_venue_and_a_unit_have_a_calendar_that_other_programs_read(yuhua: Town) -> None:
    owner, user = yuhua.unit(), yuhua.unit()
    hall = yuhua.hall(owner, needs_approval=True)
    body = yuhua.booking(user, hall, 9, 11, booking_id="c-1") | {"purpose": PURPOSE}
    booked = made(yuhua.street.post("/bookings", body))
    path = f"/resources/{hall}/calendar.ics"

    response = yuhua.street.get(path)

    assert response.headers["content-type"].startswith("text/calendar")
    own, [event] = read(response.content)
    assert (own["VERSION"], own["X-WR-CALNAME"]) == ("2.0", "大礼堂")
    assert own["PRODID"]
    assert (event["SUMMARY"], event["LOCATION"]) == (PURPOSE, "大礼堂")
    assert instant(event["DTSTART"]) == datetime.fromisoformat(yuhua.at(9))
    assert instant(event["DTEND"]) == datetime.fromisoformat(yuhua.at(11))
    assert event["STATUS"] == "TENTATIVE"
    made(yuhua.street.post(f"{path_of(booked, 'c-1')}/approve"))
    _, [after] = read(yuhua.street.get(path).content)
    assert (after["UID"], after["STATUS"]) == (event["UID"], "CONFIRMED")
    assert int(after["SEQUENCE"]) > int(event["SEQUENCE"])
    for unit in (owner, user):
        _, [theirs] = read(yuhua.liaison(unit).get(f"/units/{unit}/calendar.ics").content)
        assert theirs["UID"] == event["UID"]

    made(yuhua.street.post(f"{path_of(booked, 'c-1')}/cancel", {"cause_text": "改期"}))
    assert read(yuhua.street.get(path).content)[1] == []
