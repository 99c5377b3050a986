"""The petitions service, running on a database of its own behind a real socket."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.petitions.main import compose
from services.petitions.settings import Settings
from shared.access.key_file import ensure_key_file
from shared.settings import Role
from tests.support.running_service import Client, Running, serving

KEY = base64.b64encode(bytes(range(32))).decode()
CITY, DISTRICT, STREET = "4301", "430111", "430111001"
COMMUNITY, ELSEWHERE, OTHER_STREET = "430111001001", "430111002001", "430111002"
WATER = "water-company"
UNITS = [
    ("4301", "长沙市", "city", "4301", None),
    (DISTRICT, "雨花区", "district", DISTRICT, CITY),
    (STREET, "侯家塘街道", "street", STREET, DISTRICT),
    (OTHER_STREET, "左家塘街道", "street", OTHER_STREET, DISTRICT),
    (COMMUNITY, "广济桥社区", "community", COMMUNITY, STREET),
    (ELSEWHERE, "桂花社区", "community", ELSEWHERE, OTHER_STREET),
    (WATER, "区供水公司", "district", DISTRICT, DISTRICT),
]


def settings_for(url: str, folder: Path, role: Role = "all", public: int = 1_000) -> Settings:
    return Settings(
        database_url=url,
        key_encryption_keys=f"test:{KEY}",
        blind_index_key=KEY,
        token_keys=str(ensure_key_file(folder / "access.json")),
        attachment_folder=folder / "attachments",
        public_per_minute=public,
        role=role,
        read_after_seconds=10,
    )


@contextmanager
def running(url: str, folder: Path, role: Role = "all", public: int = 1_000) -> Iterator[Running]:
    """The service in one process, its messages in the same database."""
    settings = settings_for(url, folder, role, public)
    keys = Path(settings.token_keys)
    with serving(url, keys, lambda backbone, now: compose(settings, backbone, now=now)) as found:
        yield found


def settle(service: Running) -> None:
    """Enter the units, and the working calendar."""
    names = ("unit_id", "name", "level", "division_code", "superior_id")
    units = [dict(zip(names, line, strict=True)) for line in UNITS]
    answer = service.as_("district_organiser", CITY).post("/units", {"units": units})
    assert answer.status_code == 200, answer.text
    service.service.clerks["petitions.calendar"].look()


def appeal(**changed: Any) -> dict[str, Any]:
    """A complaint about a property manager, by telephone."""
    return {
        "channel": "hotline",
        "kind": "complaint",
        "category_id": "property-management",
        "place": COMMUNITY,
        "text": "小区物业半年没有清扫楼道,多次反映无人处理。",
        "appellant": {"name": "欧阳晓梅", "phone": "13812345678", "address": "广济桥社区3栋201"},
        **changed,
    }


def registered(client: Client, **changed: Any) -> dict[str, Any]:
    answer = client.post("/petitions", appeal(**changed))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def step(client: Client, petition_id: str, name: str, **body: Any) -> dict[str, Any]:
    answer = client.post(f"/petitions/{petition_id}/{name}", body)
    assert answer.status_code == 200, (name, answer.text)
    told: dict[str, Any] = answer.json()
    return told


def caught_up(service: Running, loop: str) -> None:
    """Wait until this loop has taken up everything that is stored."""
    store = service.service.app.state.office.freshness.store
    stream, version = store.newest()
    assert service.service.subscriptions[loop].progress.wait_until(
        lambda reached: reached.position >= (store.position_after(stream, version) or 10**9), 30
    )
