"""A view whose tables change, or that was never made: the rebuild brings it up beside the old one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Column, Engine, Index, MetaData, Table, Text, text

from shared.messaging.promise import Message
from shared.subscription.loop import Subscription
from shared.subscription.progress import State
from shared.subscription.projector import Projector
from shared.subscription.promise import Rows
from shared.subscription.rebuild import Rebuild
from shared.subscription.views import ensure_view
from tests.support.looking import ledger, parked
from tests.support.sample import TABLES, Sample, messages
from tests.support.sources import ListSource


def _wider() -> Sample:
    """The next release's projection: one more table, one more index."""
    tables = MetaData(schema="sample")
    for table in TABLES.tables.values():
        table.to_metadata(tables)
    Table(
        "seen", tables, Column("stream", Text, primary_key=True), Index("seen_by_stream", "stream")
    )
    return _Wider(shape="2", tables=tables)


@dataclass(frozen=True)
class _Wider(Sample):
    def project(self, entry: Message, rows: Rows) -> None:
        super().project(entry, rows)
        rows.upsert(self.tables.tables["sample.seen"], {"stream": entry.key})


def test_a_new_shape_is_built_at_start_up_while_the_old_release_serves(
    engine: Engine, live: Subscription[Message], source: ListSource
) -> None:
    """The old release writes until the switch, then stands by and spoils nothing."""
    wider = _wider()
    assert ensure_view(engine, wider) is False
    assert len(ledger(engine)) == 90, "asking changes nothing"

    report = Rebuild(engine, wider, [source]).run()

    assert (report.identical, report.switched, ensure_view(engine, wider)) == (None, True, True)
    source.tell(messages(*[("abc"[n % 3], n) for n in range(91)])[-1])
    assert live.progress.wait_until(lambda p: p.state is State.STANDING_BY, 20)
    new = Projector(engine, wider)
    new.handle(source.name, new.resume(source.name), source.read(90, 10))
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from sample.seen")).scalar() == 3
    assert (len(ledger(engine)), parked(engine)) == (91, {})


def test_an_index_or_a_version_is_a_new_shape_too(engine: Engine, view: Sample) -> None:
    assert ensure_view(engine, replace(view, shape="2")) is False
    tables = MetaData(schema="sample")
    for table in TABLES.tables.values():
        table.to_metadata(tables)
    Index("by_number", tables.tables["sample.ledger"].c.number)
    assert ensure_view(engine, replace(view, tables=tables)) is False
    assert ensure_view(engine, view) is True


def test_a_view_made_for_the_first_time_starts_from_the_beginning(
    engine: Engine, view: Sample, live: Subscription[Message], source: ListSource
) -> None:
    """Its tables were thrown away by hand: an old checkpoint must not skip what they held."""
    live.stop()
    with engine.begin() as connection:
        connection.execute(text("drop schema sample cascade"))
        connection.execute(text("delete from subscription.views"))

    assert ensure_view(engine, view)

    projector = Projector(engine, view)
    assert projector.handle(source.name, projector.resume(source.name), source.read(0, 100)) == 90
    assert len(ledger(engine)) == 90


def test_a_rebuild_makes_a_view_that_was_never_there(engine: Engine, source: ListSource) -> None:
    report = Rebuild(engine, Sample(), [source]).run()
    assert (report.identical, report.switched, len(ledger(engine))) == (None, True, 90)


class _Counted(list[ListSource]):
    """The partitions of a topic; a question to Kafka for each look at them."""

    looks = 0

    def __iter__(self) -> Iterator[ListSource]:
        self.looks += 1
        return super().__iter__()


def test_what_a_rebuild_reads_is_asked_for_once_for_each_of_its_two_readings(
    engine: Engine, source: ListSource
) -> None:
    parts = _Counted([source])
    assert Rebuild(engine, Sample(), parts).run().switched
    assert parts.looks == 2
