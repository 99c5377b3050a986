"""A cluster that asks who one is, and a bureau's user in it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from kafka.admin import KafkaAdminClient, NewTopic

from deploy.local.kafka import LocalKafka
from deploy.local.kafka_jars import NoKafka
from deploy.local.kafka_properties import MECHANISM, Admin
from deploy.operate.__main__ import main
from deploy.operate.answers import Status
from deploy.services import SERVICES
from tests.support.kafka import KEEP, NO_KAFKA
from tests.support.required import missing

PARTITIONS = 3
USER = "bureau-health"
PUBLIC, ALSO_PUBLIC, INSIDE = "public.membership.v1", "public.sample.v1", "sample.v1"
GROWING = "public.growing.v1"
TOPICS = {
    ALSO_PUBLIC,
    GROWING,
    INSIDE,
    *(topic for service in SERVICES.values() for topic in service.topics),
}
READABLE = sorted(topic for topic in TOPICS if topic.startswith("public."))


class Secured(NamedTuple):
    """Where clients begin: the services, and bureaus who say who they are."""

    inside: str
    outside: str
    password: str

    def bureau(self, **more: Any) -> dict[str, Any]:
        """What a client of the bureau is told."""
        return {
            "bootstrap_servers": self.outside,
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": MECHANISM,
            "sasl_plain_username": USER,
            "sasl_plain_password": self.password,
            **more,
        }


@pytest.fixture(scope="session")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """With the topics, the bureau's user, and the rights that operators gave it."""
    folder = tmp_path_factory.mktemp("secured")
    with _kafka(folder) as kafka:
        _prepare(kafka.bootstrap)
        rights = folder / "acls.toml"
        rights.write_text(f'[readers]\n"{USER}" = {json.dumps(READABLE)}\n', encoding="utf-8")
        at = ["--file", str(rights), "--bootstrap", kafka.bootstrap]
        assert main(["acls", "plan", *at]) == Status.LEFT
        assert main(["acls", "apply", *at]) == Status.DONE
        asked = (
            main(["acls", "plan", *at]) for _ in range(100)
        )  # brokers hear of it a little later
        assert Status.DONE in asked
        yield Secured(kafka.bootstrap, kafka.secured, admitted(kafka.bootstrap))


@contextmanager
def _kafka(folder: Path) -> Iterator[LocalKafka]:
    kafka = LocalKafka(folder / "kafka", admin=Admin("a-secret"))
    try:
        kafka.start()
    except NoKafka as reason:
        missing(NO_KAFKA, "TEST_REQUIRE_KAFKA", reason)
    try:
        yield kafka
    finally:
        kafka.stop()


def _prepare(bootstrap: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        admin.create_topics([NewTopic(name, PARTITIONS, 1, topic_configs=KEEP) for name in TOPICS])
    finally:
        admin.close()


def admitted(bootstrap: str, user: str = USER, *more: str) -> str:
    """The user's fresh password, as the operators' program shows it."""
    with redirect_stdout(StringIO()) as shown:
        assert main(["users", "admit", user, "--bootstrap", bootstrap, *more]) == Status.DONE
    found = re.search(r"^口令 password  (\w{64})$", shown.getvalue(), re.MULTILINE)
    assert found is not None
    return found[1]
