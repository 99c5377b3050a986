"""What is killed: membership's policies, with the parts the service runs."""

from collections.abc import Sequence
from datetime import datetime

from services.membership.application import Membership
from services.membership.policies import expiry, following, forgetting
from shared.database import Pool, open_engine, open_pool
from shared.event_store import NO_SLOTS, Claim, Slots, StreamAppend
from shared.policies.behind_view import BehindView
from shared.policies.reaction import React, Reaction
from tests.support.office import Office
from tests.support.victims import Faults, WatchedStore, follow


class PolicyStore(WatchedStore):
    """Tells the faults before and after each append of commands that follow of themselves."""

    def append(
        self,
        appends: Sequence[StreamAppend],
        recorded_at: datetime,
        *,
        claims: Sequence[Claim] = (),
        releases: Sequence[str] = (),
        slots: Slots = NO_SLOTS,
    ) -> None:
        self._faults.reach("before append")
        super().append(appends, recorded_at, claims=claims, releases=releases, slots=slots)
        self._faults.reach("after append")


def _office(url: str, faults: Faults) -> Office:
    """A service whose every later statement is a step."""
    pool: Pool = open_pool(url)
    office = Office(pool, open_engine(url))
    office.membership = Membership(PolicyStore(faults, pool))
    faults.watch(office.engine)
    return office


def _react(office: Office, faults: Faults, name: str, react: React) -> None:
    source = BehindView(office.engine, office.log, "membership.members")
    follow(faults, source, Reaction(office.engine, name, react))


def follow_organisations(url: str, faults: Faults) -> None:
    office = _office(url, faults)
    policy = following.Following(office.engine, office.membership, lambda: office.now)
    _react(office, faults, following.NAME, policy.react)


def forget(url: str, faults: Faults) -> None:
    office = _office(url, faults)
    policy = forgetting.Forgetting(office.ring, office.drop_copies)
    _react(office, faults, forgetting.NAME, policy.react)


def expire(url: str, faults: Faults) -> None:
    office = _office(url, faults)
    for act in expiry.Expiry(office.engine, office.membership, lambda: office.now).acts():
        act()


ROLES = {"following": follow_organisations, "forgetting": forget, "expiry": expire}
