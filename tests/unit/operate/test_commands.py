"""Whatever an operator can change he can try before."""

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator

from deploy.operate.commands import parser

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
