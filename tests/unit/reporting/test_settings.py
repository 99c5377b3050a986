"""A setting that is missing or wrong is named."""

import pytest

from services.reporting.settings import BadSetting, Settings, from_environment

GOOD = {
    "REPORTING_DATABASE_URL": "postgresql://localhost/reporting",
    "REPORTING_TOKEN_KEYS": "keys.json",
    "REPORTING_TOKEN_ISSUER": "urn:issuer",
    "REPORTING_TOKEN_AUDIENCE": "urn:audience",
}


def test_what_is_not_said_has_its_default() -> None:
    read = from_environment(GOOD)

    assert read == Settings(
        database_url="postgresql://localhost/reporting",
        token_keys="keys.json",
        token_issuer="urn:issuer",
        token_audience="urn:audience",
        role="all",
        read_after_seconds=5.0,
    )


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_one_is_named(name: str) -> None:
    with pytest.raises(BadSetting, match=name):
        from_environment({**GOOD, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPORTING_ROLE", "relay"),
        ("REPORTING_READ_AFTER_SECONDS", "soon"),
        ("REPORTING_READ_AFTER_SECONDS", "-1"),
        ("REPORTING_READ_AFTER_SECONDS", "nan"),
        ("REPORTING_READ_AFTER_SECONDS", "61"),
    ],
)
def test_a_wrong_one_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        from_environment({**GOOD, name: value})
