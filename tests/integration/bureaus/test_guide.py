"""The subscriber guide's program, as it is written there, on a real broker; killed and started again."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from kafka.admin import KafkaAdminClient

from tests.integration.bureaus.conftest import GROWING, PARTITIONS, USER, Secured
from tests.integration.bureaus.publishing import TELLING, city, counted

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[3] / "docs" / "subscribing.md"
MANY = 2_400
_PATIENCE_SECONDS = 90
Tamper = Callable[[sqlite3.Connection], object]


class Bureau:
    """A folder with the program of the guide, and what it needs to be told."""

    def __init__(self, folder: Path, secured: Secured) -> None:
        [program] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
        self.file, self.database = folder / "subscriber.py", folder / "bureau.db"
        self.file.write_text(program, encoding="utf-8")
        self._told = {
            "KAFKA_BOOTSTRAP": secured.outside,
            "KAFKA_SECURITY": "SASL_PLAINTEXT",
            "KAFKA_USER": USER,
            "KAFKA_PASSWORD": secured.password,
            "DATABASE": str(self.database),
        }

    def say(self, what: str, otherwise: str) -> None:
        """Change a word of the program."""
        text = self.file.read_text(encoding="utf-8")
        assert what in text
        self.file.write_text(text.replace(what, otherwise), encoding="utf-8")

    @contextmanager
    def following(self) -> Iterator[Iterator[int]]:
        """The program at work: how many messages it takes, transaction by transaction. It ends by SIGKILL."""
        command = [sys.executable, str(self.file)]
        piped = subprocess.PIPE
        with subprocess.Popen(command, env=self._told, stdout=piped, text=True) as program:  # noqa: S603 -- the guide's
            assert program.stdout is not None
            given_up = Timer(_PATIENCE_SECONDS, program.kill)
            given_up.start()
            try:
                yield (int(line.split()[2]) for line in program.stdout)
            finally:
                given_up.cancel()
                program.kill()

    def verify(self) -> tuple[int, str]:
        command = [sys.executable, str(self.file), "verify"]
        done = subprocess.run(command, env=self._told, capture_output=True, text=True, check=False)  # noqa: S603 -- the guide's
        return done.returncode, done.stdout + done.stderr

    def streets(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.database)) as database:
            return dict(database.execute("select path, members from streets"))

    def proven(self) -> int:
        """How many messages the publisher has proven to it."""
        with closing(sqlite3.connect(self.database)) as database:
            found = database.execute("select max(count) from proofs group by partition").fetchall()
        return sum(count for (count,) in found)

    def kept(self) -> int:
        with closing(sqlite3.connect(self.database)) as database:
            [(kept,)] = database.execute("select count(*) from messages")
        return int(kept)

    def middle(self) -> tuple[int, int]:
        """Partition and sequence of the message that is tampered with."""
        with closing(sqlite3.connect(self.database)) as database:
            return tuple(
                database.execute(
                    f"select partition, sequence from messages where {_ONE}"
                ).fetchone()
            )

    def tamper(self, how: str) -> None:
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute(how)


@pytest.fixture
def bureau(tmp_path: Path, secured: Secured) -> Bureau:
    return Bureau(tmp_path, secured)


def test_the_full_history_then_live_each_message_once_however_often_it_is_killed(
    bureau: Bureau, secured: Secured, database_url: str
) -> None:
    with city(database_url, secured.inside) as told:
        told.register(MANY)
        for _ in range(3):
            with bureau.following() as taken:
                next(taken)
        told.publish(forgetful=True)
        told.register(7)  # published again from the beginning, as after a crash, and 7 more
        with bureau.following() as taken:
            while bureau.kept() < MANY + 7:
                next(taken)
            told.register(STREAMED)
            while bureau.proven() < MANY + 7 + STREAMED:
                next(taken)

    assert bureau.streets() == counted(MANY + 7 + STREAMED)
    assert bureau.verify()[0] == 0, bureau.verify()
    for how, said in TAMPERED.items():
        kept = bureau.database.read_bytes()
        partition, sequence = bureau.middle()
        bureau.tamper(how)
        status, words = bureau.verify()
        assert (status, words.splitlines()[-1]) == (1, "NOT complete: 1 places differ")
        [found] = re.findall(r"partition (\d), behind (\d+) up to (\d+): (.*)", words)
        assert (int(found[0]), said in found[3]) == (partition, True), words
        assert int(found[1]) < sequence <= int(found[2]), "the range it is in, and no other"
        bureau.database.write_bytes(kept)
    status, words = bureau.verify()
    assert (status, words.splitlines()[-1], words.count("\n")) == (0, "complete", 4), words


STREAMED = 30
_ONE = "rowid = (select min(rowid) + 40 from messages)"
TAMPERED = {
    f"delete from messages where {_ONE}": "1 of ",
    f"insert into messages select partition, sequence - 0.5, value from messages where {_ONE}": "1 more than ",
    f"update messages set value = cast(replace(value, 'street-', 'street_') as blob) where {_ONE}": (
        "but not those"
    ),
}
"""A message dropped, one doubled, one altered, and what is said of it."""


GROWN = replace(TELLING, disclosure=replace(TELLING.disclosure, service="growing"))


def test_every_partition_there_is_is_followed_and_judged_also_one_that_is_added(
    bureau: Bureau, secured: Secured, database_url: str
) -> None:
    """The promise is that none is ever added; a program that trusts in it would lose messages in silence."""
    bureau.say("public.membership.v1", GROWING)
    bureau.say("public.membership.proof.v1", GROWN.disclosure.proof_type)
    bureau.say("enable_auto_commit", "metadata_max_age_ms=200, enable_auto_commit")
    assert bureau.verify() == (0, EMPTY), "all three are there, and nothing is published"
    with city(database_url, secured.inside, GROWN) as told, bureau.following() as taken:
        told.register(60)
        while bureau.proven() < 60:
            next(taken)
        with closing(KafkaAdminClient(bootstrap_servers=secured.inside)) as admin:
            admin.create_partitions({GROWING: PARTITIONS + 1})
        told.register(60)
        while bureau.proven() < 120:
            next(taken)
    status, words = bureau.verify()
    assert (status, words.count("messages were published")) == (0, PARTITIONS + 1), words
    assert bureau.streets() == counted(120)

    for tampering, (expected, said) in UNJUDGED.items():
        kept = bureau.database.read_bytes()
        for how in tampering:
            bureau.tamper(how)
        status, words = bureau.verify()
        assert (status, said in words, "\ncomplete" in words) == (expected, True, False), words
        bureau.database.write_bytes(kept)


EMPTY = "".join(f"partition {n}: nothing is published\n" for n in range(PARTITIONS)) + "complete\n"
_UNPROVEN = f"delete from proofs where partition = {PARTITIONS}"
_UNREAD = f"update positions set next_offset = next_offset - 1 where partition = {PARTITIONS}"
_GONE = [
    f"delete from {table} where partition = {PARTITIONS}" for table in ("positions", "messages")
]
_AHEAD = f"update positions set next_offset = next_offset + 1 where partition = {PARTITIONS}"
_STRANGE = f"insert into positions values ({PARTITIONS + 1}, 1, 1)"
UNJUDGED = {
    (_UNPROVEN,): (2, f"partition {PARTITIONS}: not proven yet, no proof has come;"),
    (_UNREAD,): (2, "1 records are not read yet"),
    (_UNPROVEN, *_GONE): (1, f"partition {PARTITIONS}: missing, not one of its"),
    (_AHEAD,): (1, f"partition {PARTITIONS}: it ends at offset"),
    (_STRANGE,): (1, f"partition {PARTITIONS + 1}: it ends at offset 0, and was read up to 1"),
    ("delete from proofs where up_to = (select max(up_to) from proofs)",): (
        2,
        "later ones are not",
    ),
}
"""What cannot be judged, or is missing as a whole: the exit status, and what is said."""


def test_a_topic_that_may_not_be_read_is_said(bureau: Bureau) -> None:
    bureau.say("public.membership.v1", "membership.v1")
    command = [sys.executable, str(bureau.file)]
    done = subprocess.run(  # noqa: S603 -- the guide's
        command, env=bureau._told, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode != 0
    assert "membership.v1" in done.stderr
