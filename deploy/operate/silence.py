"""What a fault of Kafka's client or of the database's means to an operator."""

import psycopg
from kafka.errors import KafkaError
from sqlalchemy.exc import OperationalError

from deploy.operate.answers import Status
from deploy.operate.cluster import fault
from shared.messaging.kafka.link import KafkaUnavailable


def explained(error: BaseException) -> tuple[Status, str] | None:
    """The exit status, and what is said of it; None for any other fault."""
    match error:
        case KafkaError():
            failed = fault(error)
            before = "; what came before it is done" if failed.status is Status.REFUSED else ""
            return failed.status, f"{failed}{before}"
        case KafkaUnavailable():
            return Status.UNREACHABLE, f"Kafka does not answer: {error!r}"
        case psycopg.OperationalError() | OperationalError():
            said = str(error).splitlines()[0]
            return Status.UNREACHABLE, f"the database does not answer: {said}"
    return None
