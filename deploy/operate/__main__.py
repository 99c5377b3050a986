"""The operators' program: ``python -m deploy.operate --help``."""

import logging
import sys
from collections.abc import Sequence

import psycopg
from kafka.errors import KafkaError
from sqlalchemy.exc import OperationalError

from deploy.operate.acting import Act
from deploy.operate.answers import Refused, Status, Unreachable
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
    except Refused as error:
        return _failed(error.status, error)
    except BadSetting as error:
        return _failed(Status.REFUSED, f"{error}; or name the folder of a local run with --home")
    except (psycopg.OperationalError, OperationalError) as error:
        told = str(error).splitlines()[0]
        return _failed(Unreachable.status, f"the database does not answer: {told}")
    except (KafkaError, KafkaUnavailable) as error:
        return _failed(Unreachable.status, f"Kafka does not answer: {error!r}")


def _failed(status: Status, what: object) -> Status:
    print(f"未完成 not done: {what}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
