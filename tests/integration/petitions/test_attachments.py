"""Files: what they say they are, sealed outside the log, named by their hash in it."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.running_petitions import COMMUNITY, WATER, caught_up, registered, step
from tests.support.running_service import Client, Running, problem_of

PHOTO = b"\xff\xd8\xff\xe0" + b"a leaking pipe" * 100
PDF = b"%PDF-1.7 " + b"a report" * 10


def _attach(
    client: Client, one: str, content: bytes, kind: str = "image/jpeg", **told: str
) -> httpx.Response:
    files = {"file": ("欧阳晓梅家的水管.jpg", content, kind)}
    return client.http.post("/attachments", data={"petition_id": one, **told}, files=files)


def _attach_own(service: Running, code: str) -> str:
    """What the appellant adds himself, once his code is known; answers its id."""
    caught_up(service, "petitions.appeals")
    with httpx.Client(base_url=service.address, timeout=30) as http:
        added = http.post(
            "/public/attachments",
            files={"file": ("a.pdf", PDF, "application/pdf")},
            headers={"Tracking-Code": code},
        )
    assert added.status_code == 200, added.text
    found: str = added.json()["attachment_id"]
    return found


def _read(client: Client, one: str, attachment_id: str) -> httpx.Response:
    return client.post(
        f"/petitions/{one}/attachments/{attachment_id}/content", {"purpose": "handling"}
    )


def _kept(service: Running) -> list[Path]:
    return [each for each in (service.keys.parent / "attachments").rglob("*") if each.is_file()]


def test_a_file_is_kept_sealed_and_given_out_on_record(
    service: Running, desk: Client, water: Client
) -> None:
    one = registered(desk, category_id="water")["petition_id"]
    step(desk, one, "dispatch", lead_id=WATER, by=COMMUNITY)

    attached = _attach(desk, one, PHOTO)

    assert attached.status_code == 200, attached.text
    [listed] = water.get(f"/petitions/{one}/attachments").json()["items"]
    assert (listed["sha256"], listed["size"]) == (sha256(PHOTO).hexdigest(), len(PHOTO))
    read = _read(water, one, listed["attachment_id"])
    assert (read.content, read.headers["content-type"]) == (PHOTO, "image/jpeg")
    assert all(b"leaking" not in file.read_bytes() for file in _kept(service))
    assert "水管" not in water.get(f"/petitions/{one}/history").text


@pytest.mark.parametrize(
    ("content", "kind", "refusal"),
    [
        (PDF, "image/jpeg", (422, "attachment-is-not-what-it-says")),
        (b"MZ\x90 a program", "image/png", (422, "attachment-is-not-what-it-says")),
        (b"MZ\x90 a program", "application/x-msdownload", (415, "attachment-type-refused")),
        (b"", "image/png", (422, "attachment-is-empty")),
        (PHOTO + bytes(20 * 1024 * 1024), "image/jpeg", (413, "attachment-too-large")),
    ],
)
def test_a_file_that_will_not_do_is_refused_and_not_kept(
    service: Running, desk: Client, content: bytes, kind: str, refusal: tuple[int, str]
) -> None:
    one = registered(desk)["petition_id"]
    before = _kept(service)

    assert problem_of(_attach(desk, one, content, kind))[:2] == refusal
    assert _kept(service) == before


def test_an_appellant_adds_a_file_by_his_code_and_it_goes_with_him(
    service: Running, desk: Client, city: Client
) -> None:
    told = registered(desk)
    one, before = told["petition_id"], len(_kept(service))
    added = _attach_own(service, told["tracking_code"])
    assert len(_kept(service)) == before + 1

    step(city, one, "erase")
    caught_up(service, "petitions.forgetting")

    assert len(_kept(service)) == before
    assert problem_of(_read(city, one, added))[0] in (404, 409)


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        ({"kind": "complaint"}, 403),
        ({"kind": "help", "confidential": True}, 403),
        ({"kind": "help"}, 200),
    ],
)
def test_what_comes_from_the_appellant_is_shown_only_to_whom_he_himself_may_be_shown(
    service: Running, desk: Client, water: Client, about: dict[str, Any], shown: int
) -> None:
    told = registered(desk, category_id="water", **about)
    one = told["petition_id"]
    step(desk, one, "dispatch", lead_id=WATER)
    own = _attach_own(service, told["tracking_code"])
    handed_in = _attach(desk, one, PHOTO, from_appellant="true").json()["attachment_id"]
    proof = _attach(desk, one, PHOTO + b"2").json()["attachment_id"]

    found = [_read(water, one, each).status_code for each in (own, handed_in, proof)]

    assert found == [shown, shown, 200]
    assert {_read(desk, one, each).status_code for each in (own, handed_in, proof)} == {200}
    files = water.get(f"/petitions/{one}/attachments").json()["items"]
    assert [(each["from_appellant"], each["by"]) for each in files] == [
        (True, ""),
        (True, COMMUNITY),
        (False, COMMUNITY),
    ]
