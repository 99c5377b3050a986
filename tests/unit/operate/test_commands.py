"""Whatever an operator can change he can try before, and whatever he asks for is there, and no more than it."""

import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pkgutil import resolve_name

import pytest

from deploy.operate.commands import parser
from deploy.services import BUREAUS
from shared.contracts.public import DISCLOSURES

READS = {"list", "show", "plan", "lag", "horizon", "verify"}


def commands(one: ArgumentParser, *path: str) -> Iterator[tuple[tuple[str, ...], ArgumentParser]]:
    """Each command that can be said, by its words."""
    groups = [each for each in one._actions if isinstance(each, _SubParsersAction)]
    for group in groups:
        for name, below in group.choices.items():
            yield from commands(below, *path, name)
    if not groups:
        yield path, one


def test_every_command_that_writes_has_a_dry_run_or_a_plan_beside_it() -> None:
    found = dict(commands(parser()))
    writing = {path: one for path, one in found.items() if path[-1] not in READS}

    assert len(writing) >= 11
    assert {
        path
        for path, one in writing.items()
        if "--dry-run" not in one._option_string_actions and (*path[:-1], "plan") not in found
    } == set()


def test_what_does_a_command_is_there() -> None:
    acts = {path: one.get_default("act") for path, one in commands(parser())}

    assert all(callable(resolve_name(act)) for act in acts.values())
    assert len(set(acts.values())) == len(acts)


def test_whose_messages_can_be_replayed_and_verified_are_those_who_disclose_something() -> None:
    assert set(BUREAUS) == {one.service for one in DISCLOSURES}


@pytest.mark.parametrize(
    ("line", "spared"),
    [
        ("deploy.operate --help", {"kafka", "sqlalchemy", "psycopg", "fastapi", "jwt"}),
        ("deploy.operate topics plan --bootstrap localhost:1", {"sqlalchemy", "fastapi", "jwt"}),
        (
            "deploy.city status --home var/no-city",
            {"alembic", "fastapi", "services.membership.main"},
        ),
    ],
)
def test_a_command_imports_no_more_than_it_needs(line: str, spared: set[str]) -> None:
    ran = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-X", "importtime", "-m", *line.split()],
        check=False,
        capture_output=True,
        text=True,
    )
    imported = {told.rpartition("|")[2].strip() for told in ran.stderr.splitlines()}

    assert "deploy.services" in imported
    assert not spared & imported
