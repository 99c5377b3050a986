"""What only this service is told; the reading itself is proved in tests/shared/test_settings.py."""

from pathlib import Path

import pytest

from services.membership.settings import from_environment
from shared.settings import BadSetting

GIVEN = {
    "MEMBERSHIP_DATABASE_URL": "postgresql:///membership",
    "MEMBERSHIP_KEY_ENCRYPTION_KEYS": "a:AAAA",
    "MEMBERSHIP_BLIND_INDEX_KEY": "BBBB",
    "MEMBERSHIP_TOKEN_KEYS": "keys.json",
}


def test_what_is_given_is_read() -> None:
    settings = from_environment({**GIVEN, "MEMBERSHIP_RESULT_HOURS": "2"})

    assert settings.database_url == "postgresql:///membership"
    assert settings.result_hours == 2
    assert settings.result_folder == Path("var/roster-results")


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(BadSetting, match=name):
        from_environment({key: value for key, value in GIVEN.items() if key != name})


def test_keys_do_not_get_into_a_log() -> None:
    assert "BBBB" not in repr(from_environment(GIVEN))
    assert "AAAA" not in repr(from_environment(GIVEN))
