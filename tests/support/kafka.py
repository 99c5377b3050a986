"""A real Kafka for tests: an address from the environment, else Docker, else the JVM of this machine.

One broker serves a whole test run, all its workers: a keeper process holds it and ends with the run. So
every test takes topics and groups of its own, with names nobody else has.
"""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from kafka.admin import KafkaAdminClient, NewTopic

from shared.clock import new_id
from tests.support.required import missing

NO_KAFKA = "NO KAFKA FOR TESTS"
KEEP = {"retention.ms": "-1"}
"""A message is as old as what it tells of: by default Kafka would soon throw it away."""
_ROOT = Path(__file__).parents[2]
_keepers: list["subprocess.Popen[str]"] = []


class TestKafka:
    """The broker of this test run.

    Attributes:
        bootstrap: where clients begin; nobody is asked who they are.
    """

    __test__ = False

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap

    @staticmethod
    def unique(name: str) -> str:
        """A name that no other test has, for a topic or a group."""
        return f"{name}.{new_id()[-8:]}"

    def make_topic(
        self,
        name: str = "sample.v1",
        *,
        partitions: int = 1,
        settings: Mapping[str, str] | None = None,
    ) -> str:
        """Make a topic of one's own, with Kafka's ``settings`` if asked; answers its name."""
        topic = self.unique(name)
        with closing(KafkaAdminClient(bootstrap_servers=self.bootstrap)) as admin:
            _make(admin, NewTopic(topic, partitions, 1, topic_configs={**KEEP, **(settings or {})}))
        return topic

    def make_anew(self, topic: str) -> None:
        """Delete a topic of one part, and make it again under its name."""
        with closing(KafkaAdminClient(bootstrap_servers=self.bootstrap)) as admin:
            admin.delete_topics([topic])
            while topic in admin.list_topics():
                pass
            _make(admin, NewTopic(topic, 1, 1, topic_configs=KEEP))


def _make(admin: KafkaAdminClient, wanted: NewTopic) -> None:
    admin.create_topics([wanted])
    while admin.describe_topics([wanted.name])[0]["error_code"]:
        pass  # the broker is about to hear of it from its controller


def found() -> TestKafka:
    """The broker of this test run; the first to ask starts it.

    Skips the test, loudly, where there can be none; in CI that is a failure.
    """
    given = os.environ.get("TEST_KAFKA_BOOTSTRAP")  # noqa: TID251 -- tests have no settings.py
    if given:
        return TestKafka(given)
    told = _told()
    if "bootstrap" not in told:
        missing(NO_KAFKA, "TEST_REQUIRE_KAFKA", told["missing"])
    return TestKafka(told["bootstrap"])


def _told() -> dict[str, str]:
    """What the keeper of this run says; started by whichever worker comes first."""
    worker = "PYTEST_XDIST_WORKER" in os.environ  # noqa: TID251 -- as above
    owner = os.getppid() if worker else os.getpid()
    folder = _ROOT / "var" / "test-kafka" / str(owner)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = folder / "told.json"
        if not file.exists():
            file.write_text(_kept(folder, owner), encoding="utf-8")
        told: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return told


def _kept(folder: Path, owner: int) -> str:
    """Start the keeper; answers its one line."""
    keeper = subprocess.Popen(  # noqa: S603 -- our own module
        [sys.executable, "-m", "tests.support.kafka_keeper", str(folder), str(owner)],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # it outlives a Ctrl-C, to clear up
    )
    _keepers.append(keeper)
    if keeper.stdout is None:
        raise RuntimeError("the keeper has no pipe")
    return keeper.stdout.readline() or json.dumps({"missing": "its keeper died, see above"})
