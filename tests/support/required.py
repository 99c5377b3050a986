"""What a test needs of the machine and cannot make itself: a broker, a program."""

import os
from typing import NoReturn

import pytest


def missing(what: str, variable: str, reason: object) -> NoReturn:
    """End a test that lacks something: skipped, and the end of the run says so.

    In CI, and wherever ``variable`` is set, that is a failure: nothing goes unproven there.
    """
    told = f"{what}: {reason}"
    if os.environ.get("CI") or os.environ.get(variable):  # noqa: TID251 -- tests have no settings.py
        pytest.fail(told, pytrace=False)
    pytest.skip(told)
