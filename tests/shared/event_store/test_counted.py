"""What is appended, and who came too late, is counted."""

import pytest
from prometheus_client import CollectorRegistry, Counter

from shared.event_store import Act, VersionConflict
from shared.event_store.counted import CountedStore
from shared.event_store.in_memory import InMemoryEventStore
from tests.support.events import NOW, appended


def test_events_and_conflicts_are_counted() -> None:
    registry = CollectorRegistry()
    events, conflicts = (Counter(name, name, registry=registry) for name in ("e", "c"))
    store = CountedStore(InMemoryEventStore(), events, conflicts)

    store.append([appended("a", 0, (1, 2)), appended("b", 0)], NOW)
    with pytest.raises(VersionConflict):
        store.append([appended("a", 1)], NOW)

    assert registry.get_sample_value("e_total") == 3
    assert registry.get_sample_value("c_total") == 1


def test_acts_of_many_are_counted_each() -> None:
    registry = CollectorRegistry()
    events, conflicts = (Counter(name, name, registry=registry) for name in ("e", "c"))
    store = CountedStore(InMemoryEventStore(), events, conflicts)

    store.append_each([Act([appended("a", 0, (1, 2))], NOW), Act([appended("b", 4)], NOW)])

    assert registry.get_sample_value("e_total") == 2
    assert registry.get_sample_value("c_total") == 1
