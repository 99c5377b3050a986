"""Officers who work at a steady pace while machines fail around them, and the proof that nothing was lost."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from threading import Condition, Event
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from kafka import KafkaConsumer, TopicPartition

from deploy.demo import district as chapter
from deploy.demo.client import Answer, Client
from deploy.demo.district import loading
from deploy.demo.district.figures import figures
from deploy.demo.officers import Officers
from deploy.demo.rebuilding import rebuild_all
from deploy.local.city import LocalCity
from deploy.sample.organisations import SampleOrganisation
from services.membership.domain.terms import OrganisationKind
from shared.contracts import log, membership, petitions, resources
from tests.support.running_membership import DETAILS, identity_number, person

CITY, DISTRICT, STREET, BRANCH = "4301", "430111", "430111001", "b-1"
_DIVISIONS = (
    {"code": CITY, "name": "长沙市", "level": "city"},
    {"code": DISTRICT, "name": "雨花区", "level": "district", "parent_code": CITY},
    {"code": STREET, "name": "侯家塘街道", "level": "street", "parent_code": DISTRICT},
)
_TREE = (
    SampleOrganisation(CITY, "中共长沙市委员会", OrganisationKind.CITY_COMMITTEE, None, CITY),
    SampleOrganisation(
        DISTRICT, "中共雨花区委员会", OrganisationKind.DISTRICT_COMMITTEE, CITY, DISTRICT
    ),
    SampleOrganisation(
        STREET, "侯家塘街道党工委", OrganisationKind.WORKING_COMMITTEE, DISTRICT, STREET
    ),
    SampleOrganisation(BRANCH, "第一党支部", OrganisationKind.BRANCH, STREET),
)
_LEARNING = ("senior_high", "postgraduate", "junior_high", "university")
"""What is corrected one after the other: only in this order does the last one stand."""
_OF_A_MEMBER = 1 + len(_LEARNING)
"""Commands for each member: one that registers, the others that correct."""
COMMANDS = _OF_A_MEMBER + 2
"""Of a round: a member's, an appeal, and a unit that is registered."""
_TOPICS = (membership.TOPIC, petitions.TOPIC, resources.TOPIC)
Act = Callable[[str, Answer, str], Answer]
"""Posts a body to a path, once under that name."""


@dataclass(frozen=True)
class KeptOpen(Client):
    """A client whose connection stays open from one request to the next, as an officer's browser keeps it."""

    _open: dict[str, HTTPConnection] = field(default_factory=dict)

    @classmethod
    def of_officer(cls, officer: Client) -> "KeptOpen":
        return cls(officer.addresses, officer.token)

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()

    def _once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> HTTPResponse:
        at = urlsplit(self.addresses[path.split("/")[1]]).netloc
        connection = self._open.setdefault(at, HTTPConnection(at, timeout=120))
        connection.request(method, path, body, {**headers, "Authorization": f"Bearer {self.token}"})
        return connection.getresponse()


@dataclass
class Load:
    """Rounds at a rate, until `finish`: a member is registered and corrected four times, and then some.

    Attributes:
        officers: who registers them.
        rate: rounds a second.
        also: what else belongs to a round, in the other services.
        workers: officers at work at the same time.
        done: the rounds of which all commands were accepted; an officer who was held up leaves a gap.
        slowest: seconds the slowest command took.
        began: when they began, on `perf_counter`.
    """

    officers: Officers
    rate: float
    also: Callable[[Act, int], None]
    workers: int = 4
    done: list[int] = field(default_factory=list)
    slowest: float = 0.0
    began: float = 0.0
    _more: Condition = field(default_factory=Condition)
    _over: Event = field(default_factory=Event)
    _running: list["Future[None]"] = field(default_factory=list)
    _pool: ThreadPoolExecutor | None = None

    @property
    def accepted(self) -> int:
        """Of how many rounds all commands were accepted."""
        return len(self.done)

    def start(self) -> "Load":
        self._pool = ThreadPoolExecutor(self.workers)
        start = self.began = perf_counter()
        for worker in range(self.workers):
            self._running.append(self._pool.submit(self._work, worker, start))
        return self

    def reached(self, rounds: int, patience: float) -> None:
        """Return when so many were accepted; fail when officers no longer get on."""
        with self._more:
            got_on = self._more.wait_for(lambda: self.accepted >= rounds or self._ended(), patience)
        self._raise_what_ended_one()
        assert got_on, f"{self.accepted} rounds accepted in {patience} s, not {rounds}"

    def finish(self) -> None:
        """Let the officers finish the round at hand; raise what one of them met."""
        self._over.set()
        for one in self._running:
            one.result()
        if self._pool:
            self._pool.shutdown()

    def _raise_what_ended_one(self) -> None:
        for one in self._running:
            if one.done():
                one.result()

    def _ended(self) -> bool:
        return any(one.done() for one in self._running)

    def _work(self, worker: int, start: float) -> None:
        with closing(KeptOpen.of_officer(self.officers.at(STREET))) as street:
            number = worker
            while not self._over.wait(max(0.0, start + number / self.rate - perf_counter())):
                act = partial(self._timed, street)
                self._member(act, number)
                self.also(act, number)
                with self._more:
                    self.done.append(number)
                    self._more.notify_all()
                number += self.workers

    def _member(self, act: Act, number: int) -> None:
        born = date(1980, 5, 17) + timedelta(days=number // 1000)
        someone = person(number % 1000, identity_number=identity_number(number % 1000, born))
        body: dict[str, Any] = {"organisation_id": BRANCH, "person": someone, "details": DETAILS}
        entered = act("/membership/members", body, f"member {number}")
        path = f"/membership/members/{entered['stream'].removeprefix('member-')}/correction"
        for learning in _LEARNING:
            act(path, {"education": learning}, f"{number} {learning}")

    def _timed(self, officer: Client, path: str, body: Answer, once: str) -> Answer:
        began = perf_counter()
        answer = officer.post(path, body, once=once)
        self.slowest = max(self.slowest, perf_counter() - began)
        return answer


def settled(officers: Officers) -> None:
    """The divisions are registered, and the organisations established."""
    divisions = {"divisions": list(_DIVISIONS)}
    officers.city().post("/membership/divisions", divisions, once="divisions")
    loading.establish(_TREE, officers)


def all_is_there(city: LocalCity, load: Load) -> dict[str, int]:
    """Every accepted command is in every view once, and every stream is in order in its topic.

    Answers how many members, appeals and units the topics tell of, in how many messages, and how many of
    these came twice.
    """
    operator, district = load.officers.city(), load.officers.district()
    chapter.caught_up(operator, district)
    found = figures(chapter.statistics(district))
    assert found["members"] == load.accepted
    assert found["members_by_education"]["college_and_above"] == load.accepted
    assert rebuild_all(operator, tuple(city.addresses))["identical"] is True
    told, repeated = _in_order(city.kafka.bootstrap)
    of = {kind: [told[one] for one in told if one.startswith(kind)] for kind in _STREAMS}
    assert [len(versions) for versions in of["member-"]] == [_OF_A_MEMBER] * load.accepted
    return {
        **{name: len(of[kind]) for kind, name in _STREAMS.items()},
        "messages": sum(map(len, told.values())),
        "twice": repeated,
    }


_STREAMS = {"member-": "members", "petition-": "appeals", "unit-": "units"}


def _in_order(bootstrap: str) -> tuple[dict[str, list[int]], int]:
    """The versions of each stream as they first came, and how many came again."""
    told: dict[str, list[int]] = defaultdict(list)
    repeated = 0
    for stream, version in _messages(bootstrap):
        if version in told[stream]:
            repeated += 1
            continue
        assert not told[stream] or version > told[stream][-1], f"{stream}: {version} came too late"
        told[stream].append(version)
    return told, repeated


def _messages(bootstrap: str) -> Iterator[tuple[str, int]]:
    """Stream and version of every message in the topics but the marks of how far the logs are."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        parts = [TopicPartition(t, n) for t in _TOPICS for n in consumer.partitions_for_topic(t)]
        consumer.assign(parts)
        consumer.seek_to_beginning(*parts)
        ends = consumer.end_offsets(parts)
        while any(consumer.position(part) < ends[part] for part in parts):
            for records in consumer.poll(timeout_ms=1000).values():
                for record in records:
                    message = json.loads(record.value)
                    if message["subject"] != log.STREAM:  # these stand in every part of the topic
                        yield message["subject"], message["streamversion"]
    finally:
        consumer.close()
