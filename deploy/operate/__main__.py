"""The operators' program: ``python -m deploy.operate --help``."""

import logging
import os
import sys
from collections.abc import Sequence

from shared.collector import resting

with resting():
    import psycopg
    from kafka.errors import KafkaError
    from sqlalchemy.exc import OperationalError

    from deploy.operate.acting import Act
    from deploy.operate.answers import Refused, Status
    from deploy.operate.cluster import fault
    from deploy.operate.commands import parser
    from deploy.operate.where import Where
    from shared.messaging.kafka.link import KafkaUnavailable
    from shared.settings import BadSetting


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; answers the exit status."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # its faults are told once, by us
    given = parser().parse_args(arguments)
    try:
        act: Act = given.act
        return act(Where(given.home), given)
    except BrokenPipeError:  # whoever reads has read enough
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # for what is written at the end
        return Status.UNREAD
    except _FORESEEN as error:
        return _failed(*_explained(error))


_FORESEEN = (
    Refused,
    BadSetting,
    psycopg.OperationalError,
    OperationalError,
    KafkaError,
    KafkaUnavailable,
    KeyboardInterrupt,
)


def _explained(error: BaseException) -> tuple[Status, object]:
    """The exit status, and what is said of it."""
    match error:
        case Refused():
            return error.status, error
        case BadSetting():
            where = "or name the folder of a local run with --home"
            return Status.REFUSED, f"{error}; {where}"
        case KeyboardInterrupt():
            told = "interrupted (已中断): look how far it came, and say it again"
            return Status.INTERRUPTED, told
        case KafkaError():
            failed = fault(error)
            before = "; what came before it is done" if failed.status is Status.REFUSED else ""
            return failed.status, f"{failed}{before}"
        case KafkaUnavailable():
            return Status.UNREACHABLE, f"Kafka does not answer: {error!r}"
    return Status.UNREACHABLE, f"the database does not answer: {str(error).splitlines()[0]}"


def _failed(status: Status, what: object) -> Status:
    print(f"未完成 not done: {what}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
