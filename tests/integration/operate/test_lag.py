"""How far a service is behind what others publish, in messages and in seconds: of whoever reads it."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from deploy.operate import standing, views
from deploy.operate.answers import Status
from deploy.operate.opened import Opened, opened
from services.petitions.consumers import divisions, needs
from services.petitions.main import compose
from shared.clock import utc_now
from shared.messaging import chosen
from shared.messaging.feed import Topic
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.promise import OutgoingMessage
from shared.subscription.standing import Standing
from tests.support.kafka import TestKafka
from tests.support.running_petitions import settings_for

HOUR = timedelta(hours=1)
_STAND = "insert into subscription.checkpoints (subscription, source, position) values (%s, %s, %s)"


def stands(url: str, name: str, source: str, position: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_STAND, (name, source, position))


def messages(topic: str) -> list[OutgoingMessage]:
    """One of three hours ago, one of two hours ago, one of just now."""
    now = utc_now()
    return [
        OutgoingMessage(topic, "unit", b"{}", number, now - age)
        for number, age in enumerate((3 * HOUR, 2 * HOUR, 0 * HOUR), 1)
    ]


def of_consumer(service: Opened, name: str) -> Standing:
    [found] = [one for one in service.standings() if one.subscription == name]
    return found


def test_of_a_consumer_that_is_down_what_waits_is_counted(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stands(database_url, divisions.NAME, "membership.v1/0", 1)
    with chosen.embedded(database_url) as backbone:
        backbone.publisher().publish(messages("membership.v1"))
        with opened(
            compose(settings_for(database_url, tmp_path), backbone), database_url
        ) as service:
            found = of_consumer(service, divisions.NAME)
            status = standing.run_lag([service], most=3600)

    assert found.lag_events == 2
    assert found.lag_seconds == pytest.approx(2 * HOUR.total_seconds(), abs=60)
    assert status == Status.LEFT
    out = capsys.readouterr().out
    assert (divisions.NAME in out, "?" in out, "2.0 h" in out) == (True, False, True)


def test_a_position_beyond_the_end_is_lost_and_not_nothing_behind(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The topic or the log was made anew: nothing waits, and what comes would be passed over."""
    with chosen.embedded(database_url) as backbone:
        composed = compose(settings_for(database_url, tmp_path), backbone)
        with opened(composed, database_url) as service:
            assert views.run_list([service]) == Status.DONE
            view, *_ = service.views
            stands(database_url, view, "log", 5)
            assert standing.run_lag([service], most=None) == Status.LEFT
            assert standing.LOST in capsys.readouterr().out
            assert views.run_list([service]) == Status.LEFT
            assert standing.LOST in capsys.readouterr().out


def test_on_kafka_the_first_that_waits_says_for_how_long(
    database_url: str, kafka: TestKafka, tmp_path: Path
) -> None:
    topic = kafka.make_topic()
    stands(database_url, divisions.NAME, f"{topic}/0", 1)
    stands(database_url, needs.NAME, f"{topic}/0", 3)
    with closing(KafkaBackbone(Link(kafka.bootstrap))) as backbone:
        backbone.publisher().publish(messages(topic))
        composed = compose(settings_for(database_url, tmp_path), backbone)
        composed = replace(composed, topics={topic: Topic(backbone, topic)})
        with opened(composed, database_url) as service:
            behind = of_consumer(service, divisions.NAME)
            done = of_consumer(service, needs.NAME)

    assert behind.lag_events == 2
    assert behind.lag_seconds == pytest.approx(2 * HOUR.total_seconds(), abs=60)
    assert (done.lag_events, done.lag_seconds) == (0, 0)
