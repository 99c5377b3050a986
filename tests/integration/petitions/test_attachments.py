"""Files: what they say they are, sealed outside the log, named by their hash in it."""

from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.support.running_petitions import COMMUNITY, WATER, caught_up, registered, step
from tests.support.running_service import Client, Running, problem_of

PHOTO = b"\xff\xd8\xff\xe0" + b"a leaking pipe" * 100
PDF = b"%PDF-1.7 " + b"a report" * 10


def _attach(client: Client, one: str, content: bytes, kind: str = "image/jpeg") -> httpx.Response:
    files = {"file": ("欧阳晓梅家的水管.jpg", content, kind)}
    return client.http.post("/attachments", data={"petition_id": one}, files=files)


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
    path = f"/petitions/{one}/attachments/{listed['attachment_id']}/content"
    read = water.post(path, {"purpose": "handling"})
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
    with httpx.Client(base_url=service.address, timeout=30) as http:
        added = http.post(
            "/public/attachments",
            files={"file": ("a.pdf", PDF, "application/pdf")},
            headers={"Tracking-Code": told["tracking_code"]},
        )
    assert added.status_code == 200, added.text
    assert len(_kept(service)) == before + 1

    step(city, one, "erase")
    caught_up(service, "petitions.forgetting")

    assert len(_kept(service)) == before
    path = f"/petitions/{one}/attachments/{added.json()['attachment_id']}/content"
    assert problem_of(city.post(path, {"purpose": "viewed"}))[0] in (404, 409)
