"""The Kafka cluster, for administration."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka.admin import KafkaAdminClient
from kafka.errors import BrokerResponseError, KafkaError

from deploy.operate.answers import Refused, Unreachable
from shared.settings import ServiceSettings

_PATIENCE_MS = 10_000
_KNOCK_SECONDS = 3.0


@contextmanager
def administering(bootstrap: str, settings: ServiceSettings | None = None) -> Iterator[Any]:
    """A client for administration, as the user that ``settings`` name, if they name one.

    Raises:
        Unreachable: no broker answers there.
    """
    if not any(map(_listens, bootstrap.split(","))):
        raise Unreachable(
            f"Kafka does not answer at {bootstrap}: is it running, is that the address?"
        )
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=bootstrap.split(","),
            client_id="operators",
            request_timeout_ms=_PATIENCE_MS,
            **who(settings),
        )
    except KafkaError as error:
        raise Unreachable(f"Kafka does not answer at {bootstrap}: {error!r}") from error
    try:
        yield admin
    finally:
        admin.close()


def fault(error: KafkaError) -> Refused:
    """What an error of Kafka's client means to an operator: Kafka refuses it, or does not answer."""
    if isinstance(error, BrokerResponseError) and not error.retriable:
        return Refused(f"Kafka refuses it: {error}")
    return Unreachable(f"Kafka does not answer: {error!r}")


def _listens(address: str) -> bool:
    """Whether anybody does. The client would try for long, and leave connections open behind it."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), _KNOCK_SECONDS):
            return True
    except (OSError, ValueError):
        return False


def who(settings: ServiceSettings | None) -> dict[str, Any]:
    """What a client says of itself, as the user that ``settings`` name."""
    if settings is None or not settings.kafka_user:
        return {}
    told: dict[str, Any] = {
        "security_protocol": "SASL_SSL" if settings.kafka_ca else "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": settings.kafka_user,
        "sasl_plain_password": settings.kafka_password,
    }
    if settings.kafka_ca:
        told["ssl_context"] = ssl.create_default_context(cafile=settings.kafka_ca)
    return told
