"""What each command does with what was said on its command line."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from deploy.operate import (
    acls,
    dead_letters,
    offsets,
    standing,
    topic_deletion,
    topics,
    users,
    views,
)
from deploy.operate import replay as replays
from deploy.operate import verify as verifying
from deploy.operate.answers import Status
from deploy.operate.cluster import administering, who
from deploy.operate.opened import Opened
from deploy.operate.topics_file import Topic, read
from deploy.operate.verify import Asked, Publisher
from deploy.operate.wanted import Wanted
from deploy.operate.where import Where
from deploy.services import SERVICES
from shared.contracts.public import DISCLOSURES

Act = Callable[[Where, Namespace], Status]


@contextmanager
def _opened(where: Where, given: Namespace) -> Iterator[list[Opened]]:
    with where.services([given.service] if given.service else ()) as found:
        yield found


@contextmanager
def _one(where: Where, given: Namespace) -> Iterator[Opened]:
    with where.services([given.service]) as [found]:
        yield found


def letters(where: Where, given: Namespace) -> Status:
    with _opened(where, given) as found:
        return dead_letters.run_list(each for one in found for each in one.mending())


def show_letter(where: Where, given: Namespace) -> Status:
    with _one(where, given) as service:
        return dead_letters.run_show(service.mending(), given.id)


def retry(where: Where, given: Namespace) -> Status:
    with _one(where, given) as service:
        waiting = service.mending()
        return dead_letters.run_retry(waiting, stream=given.stream, dry_run=given.dry_run)


def discard(where: Where, given: Namespace) -> Status:
    with _one(where, given) as service:
        told = {"because": given.because, "dry_run": given.dry_run}
        return dead_letters.run_discard(service.mending(), given.id, **told)


def list_views(where: Where, given: Namespace) -> Status:
    with _opened(where, given) as found:
        return views.run_list(found)


def rebuild(where: Where, given: Namespace) -> Status:
    with _one(where, given) as service:
        view = service.view(given.view)
        accepted = given.accept_differences
        return views.run_rebuild(view, accept_differences=accepted, dry_run=given.dry_run)


def drop_old(where: Where, given: Namespace) -> Status:
    with _one(where, given) as service:
        chosen = [service.view(given.view)] if given.view else service.views.values()
        return views.run_drop_old(chosen, dry_run=given.dry_run)


def show_offsets(where: Where, given: Namespace) -> Status:
    with _opened(where, given) as found:
        return offsets.run_show(found)


def reset(where: Where, given: Namespace) -> Status:
    with _one(where, given) as service:
        told = {"skip": given.skip, "dry_run": given.dry_run}
        return offsets.run_reset(service, given.subscription, given.source, given.to, **told)


def forget(where: Where, given: Namespace) -> Status:
    with _one(where, given) as service:
        return offsets.run_forget(service, given.subscription, dry_run=given.dry_run)


def lag(where: Where, given: Namespace) -> Status:
    with _opened(where, given) as found:
        return standing.run_lag(found, most=given.most)


def horizon(where: Where, given: Namespace) -> Status:
    with _opened(where, given) as found:
        return standing.run_horizon(found, most=given.most)


def plan_topics(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        return topics.run_plan(admin, _wanted(where, given))


def apply_topics(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        return topics.run_apply(
            admin, _wanted(where, given), allow_destructive=given.allow_destructive
        )


def delete_topic(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        told = {"allow_destructive": given.allow_destructive, "dry_run": given.dry_run}
        return topic_deletion.run_delete(admin, given.topic, **told)


def plan_acls(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        return acls.run_plan(admin, given.file)


def apply_acls(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        return acls.run_apply(admin, given.file, allow_destructive=given.allow_destructive)


def list_users(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        return users.run_list(admin)


def admit_user(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        return users.run_admit(admin, given.user, renew=given.renew, dry_run=given.dry_run)


def remove_user(where: Where, given: Namespace) -> Status:
    with _administering(where, given) as admin:
        return users.run_remove(admin, given.user, dry_run=given.dry_run)


def _wanted(where: Where, given: Namespace) -> Mapping[str, Topic]:
    return read(given.file) if given.bootstrap else where.wanted(given.file)


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
        with _opened(where, given) as found:
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


def _administering(where: Where, given: Namespace) -> AbstractContextManager[Any]:
    if given.bootstrap:
        return administering(given.bootstrap)
    settings = where.cluster()
    return administering(settings.kafka_bootstrap, settings)
