"""One holds the lease; it ends with the holder's session."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.pool import QueuePool

from shared.subscription.lease import Lease
from shared.subscription.promise import Fenced
from tests.support.looking import cut_sessions


@pytest.fixture
def holder(engine: Engine) -> Lease:
    lease = Lease(engine, "relay")
    lease.take()
    return lease


def test_of_two_only_one_holds_it(engine: Engine, holder: Lease) -> None:
    with pytest.raises(Fenced):
        Lease(engine, "relay").take()
    holder.take()
    holder.check()
    holder.give_back()


def test_who_cannot_have_it_gives_his_session_back_as_it_was(engine: Engine, holder: Lease) -> None:
    """Else whoever borrows it next is missed as well, and loses the lock of a rebuild."""
    with pytest.raises(Fenced):
        Lease(engine, "relay").take()
    with engine.connect() as connection:
        assert connection.scalar(text("show idle_session_timeout")) == "0"
    holder.give_back()


def test_a_holder_keeps_it_however_long_it_is_busy_elsewhere(engine: Engine) -> None:
    lease, other = Lease(engine, "busy", seconds=0.2), Lease(engine, "busy", seconds=0.2)
    lease.take()
    with engine.connect() as connection:
        connection.execute(text("select pg_sleep(0.7)"))
    with pytest.raises(Fenced):
        other.take()
    lease.check()
    lease.give_back()


def test_a_holder_that_does_not_show_that_it_lives_loses_it(engine: Engine) -> None:
    lease, other = Lease(engine, "hangs", seconds=0.2), Lease(engine, "hangs")
    lease.take()
    with lease._one, engine.connect() as connection:  # as good as stopped
        connection.execute(text("select pg_sleep(0.7)"))
    other.take()
    with pytest.raises(Fenced):
        lease.check()
    other.give_back()


def test_leases_of_other_names_do_not_matter(engine: Engine, holder: Lease) -> None:
    other = Lease(engine, "another relay")
    other.take()
    other.give_back()
    holder.give_back()


def test_what_is_given_back_can_be_taken(engine: Engine, holder: Lease) -> None:
    holder.give_back()
    holder.give_back()
    other = Lease(engine, "relay")
    other.take()
    with pytest.raises(Fenced):
        holder.take()
    other.give_back()


def test_when_the_holders_session_dies_a_stand_by_takes_over(
    engine: Engine, holder: Lease, database_url: str
) -> None:
    """And the old holder learns of it before it does anything more, and stands by in its turn."""
    cut_sessions(database_url)
    stand_by = Lease(engine, "relay")
    stand_by.take()

    with pytest.raises(Fenced):
        holder.check()
    for _ in range(3):
        with pytest.raises(Fenced):
            holder.take()
    stand_by.check()

    stand_by.give_back()
    holder.take()
    holder.give_back()


def test_giving_back_after_the_session_died_is_no_fault(
    engine: Engine, holder: Lease, database_url: str
) -> None:
    cut_sessions(database_url)
    holder.give_back()
    again = Lease(engine, "relay")
    again.take()
    again.give_back()


def test_those_who_stand_by_leave_no_connection_behind(engine: Engine, holder: Lease) -> None:
    waiting = Lease(engine, "relay")
    for _ in range(50):
        with pytest.raises(Fenced):
            waiting.take()
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.checkedout() == 1
    holder.give_back()
    assert engine.pool.checkedout() == 0
