"""Fills the store with appeals that were handled in past years, by the event store's own append."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Engine

from services.petitions.application import Petitions
from services.petitions.application.tracking import tracking_code, tracking_digest
from services.petitions.application.words import appellant_of
from services.petitions.domain.streams import petition_stream
from shared.clock import derived_id
from shared.database import Pool
from shared.event_store import Metadata, StreamAppend
from shared.event_store.postgres import PostgresEventStore, number_events
from shared.privacy.key_encryption import KeyEncryption
from shared.privacy.postgres import PostgresKeyRing
from shared.privacy.sealing import Sealer
from tests.bench.petitions.histories import COURSES, Told, told

TOGETHER = 1_000
_DAYS_AGO, _SPREAD_DAYS = 400.0, 380.0
_MOST = 1_000_000
_SAID = "小区物业半年没有清扫楼道,多次反映无人处理,请尽快核实解决。"
_ANSWER = "已责成物业公司整改,楼道已清扫。"
_CODE_KEY = b"bench"


def petition_id(number: int) -> str:
    """The id of the ``number``-th appeal."""
    return derived_id(f"bench:petition:{number}")


class Filler:
    """Adds appeals to one database."""

    def __init__(self, pool: Pool, engine: Engine, encryption: KeyEncryption) -> None:
        self._pool, self._store = pool, PostgresEventStore(pool)
        self._sealer = Sealer(PostgresKeyRing(engine, encryption))
        self._around = Petitions(self._store).around()

    def fill(self, first: int, last: int, now: datetime) -> int:
        """Append the appeals from number ``first`` to before ``last``; answers how many events."""
        numbers, events = iter(range(first, last)), 0
        while together := list(islice(numbers, TOGETHER)):
            at = now - timedelta(days=_DAYS_AGO - _SPREAD_DAYS * together[0] / _MOST)
            appends = list(self._appends(together, at))
            self._store.append(appends, at)
            self.number()
            events += sum(len(append.events) for append in appends)
        return events

    def number(self) -> None:
        """Give everything that is stored its place."""
        while number_events(self._pool) != (0, False):
            pass

    def _appends(self, numbers: list[int], at: datetime) -> Iterator[StreamAppend]:
        courses = told(self._around, numbers[0], at)
        texts = self._sealed(numbers)
        for place, (number, sealed) in enumerate(zip(numbers, texts, strict=True)):
            yield _append(number, courses[place % len(COURSES)], sealed)

    def _sealed(self, numbers: list[int]) -> Iterator[list[str]]:
        """What was said, who said it, and the answer, each sealed with its appeal's own key."""
        payloads = [
            (appellant_of(petition_id(number)), payload)
            for number in numbers
            for payload in ({"text": _SAID}, _contact(number), {"text": _ANSWER})
        ]
        texts = iter(self._sealer.seal_many(payloads))
        while three := list(islice(texts, 3)):
            yield three


def _contact(number: int) -> dict[str, str]:
    return {"name": f"居民{number}", "phone": f"138{number:08d}", "address": "3栋201"}


def _append(number: int, course: Told, sealed: list[str]) -> StreamAppend:
    own = petition_id(number)
    digest = tracking_digest(tracking_code(_CODE_KEY, own))
    metadata = Metadata(own, "bench", "", "officer-1", course.place.path)
    return StreamAppend(petition_stream(own), 0, course.of(own, digest, sealed), metadata)
