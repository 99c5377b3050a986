"""docs/configuration.md is what the settings say."""

import pytest

from deploy.configuration import PAGE, page, variables
from deploy.services import SERVICES
from shared.settings import ServiceSettings

ALL = [ServiceSettings, *(service.program.settings for service in SERVICES.values())]


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m deploy.configuration"


@pytest.mark.parametrize("settings", ALL)
def test_every_variable_has_a_meaning(settings: type[ServiceSettings]) -> None:
    assert all(one.meaning.endswith(".") for one in variables(settings))


def test_a_variable_is_told_with_unit_and_default() -> None:
    told = {one.name: one for one in variables(ServiceSettings)}

    assert told["READ_AFTER_SECONDS"].form == "number, s"
    assert told["READ_AFTER_SECONDS"].default == "`5.0`"
    assert told["DATABASE_URL"].default == "**must be given**"
    assert told["KAFKA_BOOTSTRAP"].default == "–"
