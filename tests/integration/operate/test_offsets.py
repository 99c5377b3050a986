"""Moving a position in a topic of Kafka: tried first, kept within what there is, never behind somebody's back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path

import psycopg
import pytest
from kafka.admin import KafkaAdminClient

from deploy.operate import offsets
from deploy.operate.answers import Refused, Status
from deploy.operate.opened import Opened, opened
from services.petitions.main import compose
from shared.clock import utc_now
from shared.messaging.feed import Topic
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import OutgoingMessage
from tests.support.kafka import TestKafka
from tests.support.running_petitions import settings_for

VIEW, HEAD, STANDS = "petitions.sample", 3, 2
_STAND = "insert into subscription.checkpoints (subscription, source, position) values (%s, %s, %s)"


@pytest.fixture
def topic(kafka: TestKafka) -> str:
    return kafka.make_topic()


@pytest.fixture
def service(database_url: str, kafka: TestKafka, topic: str, tmp_path: Path) -> Iterator[Opened]:
    """A view of it stands at the second of three messages."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(_STAND, (VIEW, f"{topic}/0", STANDS))
    told = [OutgoingMessage(topic, "unit", b"{}", n, utc_now()) for n in range(1, HEAD + 1)]
    with closing(KafkaBackbone(Link(kafka.bootstrap))) as backbone:
        backbone.publisher().publish(told)
        composed = compose(settings_for(database_url, tmp_path), backbone)
        composed = replace(composed, topics={topic: Topic(backbone, topic)})
        with opened(composed, database_url) as found:
            yield found


def position(service: Opened) -> int:
    [found] = [one for one in service.standings() if one.subscription == VIEW]
    return found.position


def reset(
    service: Opened, source: str, to: int, *, skip: bool = False, dry_run: bool = False
) -> Status:
    return offsets.run_reset(service, VIEW, source, to, skip=skip, dry_run=dry_run)


def test_a_dry_run_tells_and_moves_nothing(
    service: Opened, topic: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reset(service, f"{topic}/0", 0, dry_run=True) == Status.DONE

    assert f"would move {VIEW} in {topic}/0: {STANDS} -> 0" in capsys.readouterr().out
    assert position(service) == STANDS


@pytest.mark.parametrize(("to", "skip"), [(0, False), (HEAD, True)])
def test_a_position_is_moved_within_what_the_topic_holds(
    service: Opened, topic: str, to: int, *, skip: bool
) -> None:
    assert reset(service, f"{topic}/0", to, skip=skip) == Status.DONE

    assert position(service) == to


def test_a_topic_that_is_deleted_is_begun_anew_in_each_of_its_parts(
    service: Opened, database_url: str, kafka: TestKafka, topic: str
) -> None:
    """Before it is made again: who moved back only then could have read what comes first there, too early."""
    more = [f"{topic}/1", f"{topic}0/0"]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.cursor().executemany(_STAND, [(VIEW, source, STANDS) for source in more])
    with closing(KafkaAdminClient(bootstrap_servers=kafka.bootstrap)) as admin:
        admin.delete_topics([topic])

    assert reset(service, topic, 0) == Status.DONE

    with psycopg.connect(database_url) as connection:
        found = connection.execute("select source, position from subscription.checkpoints")
        assert dict(found.fetchall()) == {f"{topic}/0": 0, f"{topic}/1": 0, f"{topic}0/0": STANDS}


@pytest.mark.parametrize("dry_run", [False, True])
def test_what_cannot_be_meant_is_refused(service: Opened, topic: str, *, dry_run: bool) -> None:
    with pytest.raises(Refused, match="--skip"):
        reset(service, f"{topic}/0", HEAD, dry_run=dry_run)
    with pytest.raises(Refused, match="from 0 to 3"):
        reset(service, f"{topic}/0", HEAD + 1, skip=True, dry_run=dry_run)
    with pytest.raises(Refused, match="stands nowhere"):
        reset(service, f"{topic}0", 0, dry_run=dry_run)
    assert position(service) == STANDS


@dataclass(frozen=True)
class AtWork(Opened):
    """A service whose view moves on while an operator looks."""

    def head(self, source: str) -> int:
        with psycopg.connect(str(self.engine.url.set(drivername="postgresql"))) as connection:
            connection.execute("update subscription.checkpoints set position = 3")
        return super().head(source)


def test_a_view_that_has_moved_meanwhile_is_left_alone(service: Opened, topic: str) -> None:
    at_work = AtWork(**{one.name: getattr(service, one.name) for one in fields(Opened)})

    with pytest.raises(Refused, match="has just moved by itself"):
        reset(at_work, f"{topic}/0", 1)
    assert position(service) == HEAD
