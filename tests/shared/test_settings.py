"""The environment is read once, in its types; what is missing or wrong is named."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from shared.settings import BadSetting, Role, ServiceSettings, read

GOOD = {"SHOP_DATABASE_URL": "postgresql:///shop", "SHOP_TOKEN_KEYS": "keys.json", "SHOP_KEY": "k"}


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    key: str = field(repr=False)
    folder: Path = Path("var")


def settings(**given: str) -> Settings:
    named = {f"SHOP_{name.upper()}": value for name, value in given.items()}
    return read(Settings, "SHOP_", GOOD | named)


def test_what_is_given_is_read_in_its_type() -> None:
    found = settings(folder="here/it/is", connections="3", read_after_seconds="0.5", role="relay")

    assert (found.database_url, found.key) == ("postgresql:///shop", "k")
    assert (found.folder, found.connections) == (Path("here/it/is"), 3)
    assert (found.read_after_seconds, found.role) == (0.5, "relay")


def test_what_is_not_said_has_its_default_and_what_is_not_ours_is_passed_over() -> None:
    assert read(Settings, "SHOP_", {**GOOD, "OTHER_ROLE": "x"}) == settings()
    assert settings().role == "all"


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [{}, {"": ""}])
def test_what_is_missing_or_empty_is_named(name: str, value: dict[str, str]) -> None:
    others = {key: text for key, text in GOOD.items() if key != name}

    with pytest.raises(BadSetting, match=f"set {name}$"):
        read(Settings, "SHOP_", others | {name + key: text for key, text in value.items()})


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("role", "waiter", "must be one of all, api, relay, projector, policies, consumers"),
        ("connections", "many", "must be int"),
        ("connections", "0", "must be 1 or more"),
        ("read_after_seconds", "soon", "must be float"),
        ("read_after_seconds", "-1", "must be from 0 to 60"),
        ("read_after_seconds", "nan", "must be from 0 to 60"),
        ("read_after_seconds", "61", "must be from 0 to 60"),
        ("trusted_proxies", "*", "must be addresses or networks, with commas between them"),
        ("trusted_proxies", "::1,10.1.0.5/16", "must be addresses or networks, .*"),
    ],
)
def test_a_wrong_one_is_named_with_its_rule(name: str, value: str, rule: str) -> None:
    with pytest.raises(BadSetting, match=f"^SHOP_{name.upper()} {rule}$"):
        settings(**{name: value})


def test_a_field_of_a_kind_that_nobody_reads_is_told_to_the_programmer() -> None:
    @dataclass(frozen=True)
    class Odd:
        things: list[Any]

    with pytest.raises(TypeError, match="ODD_THINGS"):
        read(Odd, "ODD_", {"ODD_THINGS": "1"})


@pytest.mark.parametrize("asked", ["api", "relay"])
def test_a_process_does_the_work_of_its_role_or_all_work(asked: Role) -> None:
    assert settings().runs(asked)
    assert settings(role=asked).runs(asked)
    assert not settings(role="policies").runs(asked)
