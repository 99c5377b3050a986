"""What each command does that reads what was published."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from deploy.operate import replay as replays
from deploy.operate import verify as verifying
from deploy.operate.answers import Status
from deploy.operate.cluster import administering, who
from deploy.operate.opened import opened_at
from deploy.operate.verify import Asked, Publisher
from deploy.operate.wanted import Wanted
from deploy.operate.where import Where
from deploy.services import SERVICES
from shared.contracts.public import DISCLOSURES


def replay(where: Where, given: Namespace) -> Status:
    [disclosure] = [one for one in DISCLOSURES if one.service == given.service]
    wanted = Wanted(frozenset(given.district), frozenset(given.type))
    with _client(where, given) as told:
        source = given.source or disclosure.topic
        with closing(replays.Replay(told, disclosure, wanted, source, given.to)) as one:
            return replays.run(one, dry_run=given.dry_run)


def verify(where: Where, given: Namespace) -> Status:
    with _client(where, given) as told:
        if given.topic or given.bootstrap:
            public = [each.topic for each in DISCLOSURES if given.service in {None, each.service}]
            return verifying.run(told, map(Asked, [given.topic] if given.topic else public))
        with opened_at(where, [given.service] if given.service else ()) as found:
            telling = ((one, SERVICES[one.name].public) for one in found)
            asked = [Asked(it.topic, Publisher(one, it)) for one, it in telling if it]
            return verifying.run(told, asked)


@contextmanager
def _client(where: Where, given: Namespace) -> Iterator[Mapping[str, Any]]:
    """What a client of the cluster is told; it says clearly when nobody answers there."""
    settings = None if given.bootstrap else where.cluster()
    bootstrap = given.bootstrap or (settings.kafka_bootstrap if settings else "")
    with administering(bootstrap, settings):
        yield {"bootstrap_servers": bootstrap.split(","), **who(settings)}
