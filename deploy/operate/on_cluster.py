"""What each command does that works on the Kafka cluster."""

from argparse import Namespace
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from deploy.operate import acls, topic_deletion, topics, users
from deploy.operate.answers import Status
from deploy.operate.cluster import administering
from deploy.operate.topics_file import Topic, read
from deploy.operate.where import Where


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


def _administering(where: Where, given: Namespace) -> AbstractContextManager[Any]:
    if given.bootstrap:
        return administering(given.bootstrap)
    settings = where.cluster()
    return administering(settings.kafka_bootstrap, settings)
