"""The environment is read once, and what is missing is named."""

from pathlib import Path

import pytest

from services.membership.settings import SettingMissing, from_environment

GIVEN = {
    "MEMBERSHIP_DATABASE_URL": "postgresql:///membership",
    "MEMBERSHIP_KEY_ENCRYPTION_KEYS": "a:AAAA",
    "MEMBERSHIP_BLIND_INDEX_KEY": "BBBB",
    "MEMBERSHIP_TOKEN_KEYS": "keys.json",
}


def test_what_is_given_is_read_in_its_type() -> None:
    settings = from_environment({**GIVEN, "MEMBERSHIP_RESULT_HOURS": "2", "OTHER": "x"})

    assert settings.database_url == "postgresql:///membership"
    assert settings.result_hours == 2
    assert settings.result_folder == Path("var/roster-results")


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(SettingMissing, match=name):
        from_environment({key: value for key, value in GIVEN.items() if key != name})


def test_what_cannot_be_read_is_named() -> None:
    with pytest.raises(SettingMissing, match="MEMBERSHIP_CONNECTIONS must be int"):
        from_environment({**GIVEN, "MEMBERSHIP_CONNECTIONS": "many"})


def test_keys_do_not_get_into_a_log() -> None:
    assert "BBBB" not in repr(from_environment(GIVEN))
    assert "AAAA" not in repr(from_environment(GIVEN))
