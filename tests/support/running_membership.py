"""The membership service, running on a database of its own behind a real socket."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from services.membership.main import compose
from services.membership.roster.identity_number import check_character
from services.membership.settings import Settings
from shared.access.key_file import ensure_key_file
from shared.settings import Role
from tests.support.running_service import Running, serving

KEY = base64.b64encode(bytes(range(32))).decode()
FOUNDED = "2020-01-01"


def settings_for(url: str, folder: Path, role: Role = "all", patience: float = 10) -> Settings:
    return Settings(
        database_url=url,
        key_encryption_keys=f"test:{KEY}",
        blind_index_key=KEY,
        token_keys=str(ensure_key_file(folder / "access.json")),
        result_folder=folder / "results",
        role=role,
        read_after_seconds=patience,
    )


@contextmanager
def running(url: str, folder: Path, role: Role = "all", patience: float = 10) -> Iterator[Running]:
    """The service in one process, its messages in the same database."""
    settings = settings_for(url, folder, role, patience)
    keys = Path(settings.token_keys)
    with serving(url, keys, lambda backbone, now: compose(settings, backbone, now=now)) as found:
        yield found


def identity_number(number: int, born: date = date(1980, 5, 17)) -> str:
    """A valid number; each ``number`` below 1000 gives another person of the same birthday."""
    first = f"430111{born:%Y%m%d}{number:03d}"
    return first + check_character(first)


def person(number: int, **changed: str) -> dict[str, str]:
    return {
        "name": f"王{'〇一二三四五六七八九'[number % 10]}",
        "identity_number": identity_number(number),
        "phone": f"1380000{number:04d}",
        "address": f"长沙市雨花区侯家塘街道{number}号",
        "ethnicity": "汉族",
        **changed,
    }


DETAILS = {
    "standing": "full",
    "member_class": "in_service",
    "education": "university",
    "join_date": "2005-07-01",
    "full_date": "2006-07-01",
}
