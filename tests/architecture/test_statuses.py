"""Whatever has an HTTP status of its own is a rule of its service: a slug that nobody raises answers nobody."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from tests.support.all_commands import DECIDING


def rules_of(service: str) -> set[str]:
    """Of every room: a file may be refused before a rule looks at what it says."""
    whole = import_module(f"services.{service}")
    for found in pkgutil.walk_packages(whole.__path__, f"{whole.__name__}."):
        if not found.name.endswith("__main__"):
            import_module(found.name)
    rejection = import_module(f"{whole.__name__}.domain.rejection").Rejection
    return {each.slug for each in below(rejection)}


def below(kind: Any) -> Iterator[Any]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


@pytest.mark.parametrize("service", DECIDING)
def test_every_status_is_that_of_a_rule(service: str) -> None:
    told = import_module(f"services.{service}.api.statuses").STATUSES

    assert set(told) - rules_of(service) == set()
