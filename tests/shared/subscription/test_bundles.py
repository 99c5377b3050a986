"""A rebuild in bundles treats every entry as the live view does, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import get_ident

import msgspec
import pytest
from sqlalchemy import Engine, text

from shared.messaging.promise import Message
from shared.subscription import rebuild
from shared.subscription.bundle import Bundle, Bundling, TakesBundles
from shared.subscription.healing import Healing, ViewCure
from shared.subscription.projector import Projector
from shared.subscription.promise import Rows
from shared.subscription.rebuild import Rebuild
from shared.subscription.views import ensure_view
from tests.shared.subscription.test_rebuild import one_by_one, replaced
from tests.support.bundles import BundledSource
from tests.support.looking import last, ledger, parked
from tests.support.sample import LEDGER, Happened, LastOnly, Sample, messages


@dataclass(frozen=True)
class Told(Sample):
    """A ledger that needs nothing but values; ``taken`` counts those it was told in bundles."""

    taken: list[int] = field(default_factory=list, compare=False)

    def project(self, entry: Message, rows: Rows) -> None:
        self._write(msgspec.json.decode(entry.value, type=Happened), rows)

    def project_bundle(self, bundle: Bundle[Message], rows: Rows) -> None:
        for block in bundle.blocks:
            for happened in msgspec.json.decode(block.array, type=list[Happened]):
                self._write(happened, rows)
        self.taken.append(len(bundle))

    def _write(self, happened: Happened, rows: Rows) -> None:
        if happened.number in self.refuses:
            raise ValueError(f"number {happened.number} is refused")
        stream, _, version = happened.id.partition("@")
        line = {"event_id": happened.id, "stream": stream, "version": int(version)}
        rows.insert(LEDGER, {**line, "number": happened.number, "sequence": 0})


@pytest.fixture
def told(engine: Engine) -> Told:
    view = Told()
    assert ensure_view(engine, view)
    return view


def source_of(sent: Sequence[Message]) -> BundledSource:
    source = BundledSource(sent)
    assert isinstance(source, Bundling)
    assert isinstance(Told(), TakesBundles)
    return source


def test_what_is_plain_is_taken_in_bundles(
    engine: Engine, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BUNDLE", 4)
    source = source_of(messages(*[("abc"[n % 3], n) for n in range(10)]))
    one_by_one(Projector(engine, told), source)

    report = Rebuild(engine, told, [source]).run()

    assert (report.events, report.identical, report.switched) == (10, True, True)
    assert told.taken == [4, 3, 1, 1, 1], "towards the end they are smaller"
    assert Rebuild(engine, told, [source]).run().identical, "the checkpoint is behind the last one"


class Reading(BundledSource):
    """Remembers which threads asked it for bundles."""

    def __init__(self, sent: Sequence[Message], reads_ahead: bool) -> None:
        super().__init__(sent)
        self.reads_ahead, self.asked_by = reads_ahead, set[int]()

    def bundle(self, after: int, to: int) -> Bundle[Message] | None:
        self.asked_by.add(get_ident())
        return super().bundle(after, to)


@dataclass(frozen=True)
class Watched(Told):
    """Remembers which threads told it of bundles."""

    told_by: set[int] = field(default_factory=set, compare=False)

    def project_bundle(self, bundle: Bundle[Message], rows: Rows) -> None:
        self.told_by.add(get_ident())
        super().project_bundle(bundle, rows)


@pytest.mark.parametrize("reads_ahead", [True, False])
def test_a_source_that_reads_ahead_has_no_thread_ahead_of_it(
    engine: Engine, told: Told, reads_ahead: bool
) -> None:
    """Its bundles are made by whoever decodes them; of another they come while the one before is decoded."""
    source = Reading(messages(("a", 1), ("b", 2)), reads_ahead)
    one_by_one(Projector(engine, told), source)
    view = Watched()

    assert Rebuild(engine, view, [source]).run().identical
    assert (source.asked_by == view.told_by) == reads_ahead
    assert get_ident() not in source.asked_by | view.told_by


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize("refused", [frozenset({666}), frozenset()])
def test_poison_and_twins_are_treated_as_in_the_live_view_whatever_the_bundle(
    engine: Engine,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    refused: frozenset[int],
) -> None:
    """A number the projection refuses, one the database refuses, and messages that come again.

    Of what waits the last position is known at which it came.
    """
    monkeypatch.setattr(rebuild, "BUNDLE", size)
    numbers = (("a", 1), ("b", 666), ("a", 2), ("b", 3), ("c", 2**40), ("a", 4), ("c", 5), ("d", 6))
    sent = messages(*numbers)
    twins = [replaced(m, position) for position, m in enumerate(sent[2:6], 9)]
    source = source_of([*sent, *twins])
    projection = replace(told, refuses=refused)
    one_by_one(Projector(engine, projection), source)
    before, aside = ledger(engine), [2, 7, 10, 11] if refused else [7, 11]
    assert sorted(parked(engine)) == aside

    report = Rebuild(engine, projection, [source]).run()

    assert (report.identical, report.switched) == (True, True)
    assert (ledger(engine), sorted(parked(engine))) == (before, aside)


class Last(LastOnly):
    """Would not notice an older message behind a newer one."""

    def project_bundle(self, bundle: Bundle[Message], rows: Rows) -> None:
        for entry in bundle.entries():
            self.project(entry, rows)


@pytest.mark.parametrize("size", [2, 1000])
def test_a_twin_does_not_bring_back_what_is_over(
    engine: Engine, told: Told, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(rebuild, "BUNDLE", size)
    sent = messages(("a", 1), ("a", 2))
    source = source_of([*sent, replaced(sent[0], 3)])
    one_by_one(Projector(engine, Last()), source)

    assert Rebuild(engine, Last(), [source]).run().identical
    assert (last(engine), told.name) == ({"a": 2}, Last().name)


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("known", [True, False])
def test_what_was_discarded_stays_out(
    engine: Engine, told: Told, monkeypatch: pytest.MonkeyPatch, size: int, *, known: bool
) -> None:
    """Also when a release noted it that noted no sequences."""
    monkeypatch.setattr(rebuild, "BUNDLE", size)
    source = source_of(messages(*[("abc"[n % 3], n) for n in range(9)]))
    refusing = replace(told, refuses=frozenset({4}))
    one_by_one(Projector(engine, refusing), source)
    healing = Healing(ViewCure(engine, refusing), [source])
    healing.discard(healing.listed()[0].id)
    if not known:
        with engine.begin() as connection:
            connection.execute(text("update subscription.dead_letters set sequence = null"))
    before = ledger(engine)
    assert (len(before), parked(engine)) == (8, {})

    report = Rebuild(engine, told, [source]).run()

    assert (report.identical, report.switched) == (True, True)
    assert ledger(engine) == before


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_was_discarded_stays_out_wherever_it_stands_and_nothing_in_its_place(
    engine: Engine, told: Told, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """In a topic that was made anew it stands elsewhere."""
    monkeypatch.setattr(rebuild, "BUNDLE", size)
    sent = messages(*[("abc"[n % 3], n) for n in range(9)])
    old = source_of([replaced(one, one.position + 2) for one in sent])
    refusing = replace(told, refuses=frozenset({4}))
    one_by_one(Projector(engine, refusing), old)
    healing = Healing(ViewCure(engine, refusing), [old])
    healing.discard(healing.listed()[0].id)
    before, anew = ledger(engine), source_of(sent)
    with engine.begin() as connection:
        connection.execute(text("update subscription.checkpoints set position = 0"))
    one_by_one(Projector(engine, told), anew)

    report = Rebuild(engine, told, [anew]).run()

    assert (report.identical, report.switched) == (True, True)
    assert ledger(engine) == before
