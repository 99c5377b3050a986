"""What each command does that looks into services and their databases."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.operate import dead_letters, offsets, standing, views
from deploy.operate.answers import Status
from deploy.operate.opened import Opened, opened_at
from deploy.operate.where import Where


@contextmanager
def _opened(where: Where, given: Namespace) -> Iterator[list[Opened]]:
    with opened_at(where, [given.service] if given.service else ()) as found:
        yield found


@contextmanager
def _one(where: Where, given: Namespace) -> Iterator[Opened]:
    with opened_at(where, [given.service]) as [found]:
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
