"""The operators' program beside the embedded run, which it knows by its folder."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deploy.local.home import Home
from deploy.local.platform import LocalPlatform
from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from deploy.services import SERVICES

pytestmark = pytest.mark.slow


def test_a_folder_is_enough_while_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Not below pytest's own: another run beside this one would shut PostgreSQL out of it."""
    with TemporaryDirectory(prefix="operated-") as name:
        at = ("--home", name)
        with LocalPlatform(Home(Path(name)), port=0):
            assert main([*at, "dead-letters", "list"]) == Status.DONE
            assert main([*at, "offsets", "show"]) == Status.DONE
            told = capsys.readouterr().out
            assert all(f"{service}." in told for service in SERVICES)
            assert main([*at, "topics", "plan"]) == Status.REFUSED
            assert "`make demo` alone has none" in capsys.readouterr().err

        assert main([*at, "lag"]) == Status.REFUSED
        assert f"nothing runs in {name}" in capsys.readouterr().err
