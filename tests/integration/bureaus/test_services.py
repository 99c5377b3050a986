"""What petitions and resources do reaches a bureau on its public topics: counted, proven, without anybody's data."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord

from services.petitions.main import compose as petitions
from services.resources.main import compose as resources
from shared.messaging.kafka import KafkaBackbone, Link
from shared.messaging.proofs import Chain
from tests.integration.bureaus.conftest import Secured
from tests.support import running_petitions as appeals
from tests.support import running_resources as lending
from tests.support.running_service import Running, serving
from tests.support.told_by_membership import district

pytestmark = pytest.mark.slow

APPELLANT = ("欧阳晓梅", "13812345678", "广济桥社区3栋201", "半年没有清扫", "阀门在三楼")
LIAISON = ("王小明", "13800001234", "办公室主任")
UNIT_ENTERED, APPEAL_COUNTED = (
    "public.petitions.unit-entered.v1",
    "public.petitions.appeal-counted.v1",
)
UNIT_REGISTERED = "public.resources.unit-registered.v1"
Records = Sequence[ConsumerRecord]
PATIENCE_MS = 60_000


@pytest.fixture
def backbone(secured: Secured) -> Iterator[KafkaBackbone]:
    with closing(KafkaBackbone(Link(secured.inside))) as opened:
        yield opened


def received(secured: Secured, topic: str, wanted: Mapping[str, int]) -> Records:
    """What the bureau reads, up to so many messages of these types and the proofs of all of them."""
    told: list[ConsumerRecord] = []
    with closing(KafkaConsumer(**secured.bureau(), auto_offset_reset="none")) as consumer:
        partitions = [
            TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)
        ]
        consumer.assign(partitions)
        for partition in partitions:
            consumer.seek(partition, 0)
        while not proven(told, wanted):
            found = consumer.poll(timeout_ms=PATIENCE_MS)
            assert found, f"nothing more came after {len(told)} records"
            told += [record for records in found.values() for record in records]
    return told


def proven(records: Records, wanted: Mapping[str, int]) -> bool:
    """Whether the wanted ones are there, and the newest proofs tell the truth about all of them."""
    chains: dict[int, Chain] = {}
    proofs: dict[int, Chain] = {}
    for record in records:
        message = json.loads(record.value)
        if message["type"].endswith(".proof.v1"):
            data = message["data"]
            proofs[record.partition] = Chain(data["count"], data["digest"], data["up_to"])
        else:
            before = chains.get(record.partition, Chain())
            chains[record.partition] = before.then(int(message["sequence"]), record.value)
    complete = all(len(of_type(records, kind)) >= number for kind, number in wanted.items())
    return complete and proofs == chains


def everything(records: Records) -> bytes:
    """Every byte the bureau gets to see."""
    parts = [
        part
        for record in records
        for part in (
            record.key or b"",
            record.value,
            *(value for _, value in record.headers),
            json.dumps(json.loads(record.value), ensure_ascii=False).encode(),
        )
    ]
    return b"\n".join(parts)


def of_type(records: Records, kind: str) -> list[dict[str, Any]]:
    """The data of the messages of that type."""
    messages = [json.loads(record.value) for record in records]
    return [message["data"] for message in messages if message["type"] == kind]


def leaked(records: Records, planted: Sequence[str]) -> list[str]:
    seen = everything(records)
    return [word for word in planted if word.encode() in seen]


def test_appeals_are_counted_and_nothing_tells_whose_they_are(
    secured: Secured, backbone: KafkaBackbone, database_url: str, tmp_path: Path
) -> None:
    settings = appeals.settings_for(database_url, tmp_path)
    keys = Path(settings.token_keys)
    with serving(
        database_url, keys, lambda _, now: petitions(settings, backbone, now=now)
    ) as service:
        appeals.settle(service)
        made = [_handled(service) for _ in range(3)]
        wanted = {UNIT_ENTERED: len(appeals.UNITS), APPEAL_COUNTED: 2 * len(made)}
        records = received(secured, "public.petitions.v1", wanted)

    standing: Counter[str] = Counter()
    for moved in of_type(records, APPEAL_COUNTED):
        if moved["before"]:
            standing[moved["before"]["status"]] -= 1
        standing[moved["after"]["status"]] += 1
    assert sum(standing.values()) == len(made)
    assert +standing == {"dispatched": len(made)}
    planted = [*APPELLANT, *(one["petition_id"] for one in made)]
    planted += [one["tracking_code"] for one in made]
    assert leaked(records, planted) == []
    assert leaked(records, ["区供水公司"]), "a planted word that is public is found"


def _handled(service: Running) -> dict[str, Any]:
    desk = service.as_("appeals_officer", appeals.COMMUNITY)
    street = service.as_("dispatcher", appeals.STREET)
    made = appeals.registered(desk)
    appeals.step(street, made["petition_id"], "dispatch", lead_id=appeals.WATER, note="阀门在三楼")
    return made


def test_units_and_what_they_lend_are_told_and_no_liaison(
    secured: Secured, backbone: KafkaBackbone, database_url: str, tmp_path: Path
) -> None:
    settings = lending.settings_for(database_url, tmp_path)
    keys = Path(settings.token_keys)
    membership = district()
    backbone.publisher().publish([*membership.told, membership.reached()])
    with serving(
        database_url, keys, lambda _, now: resources(settings, backbone, now=now)
    ) as running:
        lending.wait_for_city(database_url, membership.told[-1].sequence)
        town = lending.Town(running)
        units = [town.unit() for _ in range(3)]
        records = received(secured, "public.resources.v1", {UNIT_REGISTERED: len(units)})

    registered = of_type(records, UNIT_REGISTERED)
    assert {one["unit_id"] for one in registered} == set(units)
    assert leaked(records, LIAISON) == []
    assert leaked(records, units[:1]), "a planted word that is public is found"
