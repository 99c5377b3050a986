"""The operators' program: ``python -m deploy.operate --help``."""

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pkgutil import resolve_name

from deploy.operate.answers import Refused, Status
from deploy.operate.commands import parser
from deploy.operate.where import Where
from shared.collector import resting
from shared.settings import BadSetting

Act = Callable[[Where, Namespace], Status]


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; answers the exit status."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # its faults are told once, by us
    given = parser().parse_args(arguments)
    try:
        with resting():
            act: Act = resolve_name(given.act)
        return act(Where(given.home), given)
    except BrokenPipeError:  # whoever reads has read enough
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # for what is written at the end
        return Status.UNREAD
    except (Exception, KeyboardInterrupt) as error:
        if (foreseen := _explained(error)) is None:
            raise
        return _failed(*foreseen)


def _explained(error: BaseException) -> tuple[Status, object] | None:
    """The exit status, and what is said of it; None for what nobody has foreseen."""
    match error:
        case Refused():
            return error.status, error
        case BadSetting():
            where = "or name the folder of a local run with --home"
            return Status.REFUSED, f"{error}; {where}"
        case KeyboardInterrupt():
            told = "interrupted (已中断): look how far it came, and say it again"
            return Status.INTERRUPTED, told
    from deploy.operate.silence import explained  # noqa: PLC0415 -- it knows every client's errors, and so imports all

    return explained(error)


def _failed(status: Status, what: object) -> Status:
    print(f"未完成 not done: {what}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
