"""The subscriber guide's program, as it is written there, on a real broker; killed and started again."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.integration.bureaus.conftest import USER, Secured
from tests.integration.bureaus.publishing import city, counted

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[3] / "docs" / "subscribing.md"
MANY = 2_400
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

    @contextmanager
    def following(self) -> Iterator[Iterator[int]]:
        """The program at work: how many messages it takes, transaction by transaction. It ends by SIGKILL."""
        command = [sys.executable, str(self.file)]
        piped = subprocess.PIPE
        with subprocess.Popen(command, env=self._told, stdout=piped, text=True) as program:  # noqa: S603 -- the guide's
            assert program.stdout is not None
            try:
                yield (int(line.split()[2]) for line in program.stdout)
            finally:
                program.kill()

    def verify(self) -> tuple[int, str]:
        command = [sys.executable, str(self.file), "verify"]
        done = subprocess.run(command, env=self._told, capture_output=True, text=True, check=False)  # noqa: S603 -- the guide's
        return done.returncode, done.stdout + done.stderr

    def streets(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.database)) as database:
            return dict(database.execute("select path, members from streets"))

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
            while bureau.kept() < MANY + 7 + STREAMED:
                next(taken)

    assert bureau.streets() == counted(MANY + 7 + STREAMED)
    assert bureau.verify()[0] == 0, bureau.verify()
    for how, said in TAMPERED.items():
        kept = bureau.database.read_bytes()
        partition, sequence = bureau.middle()
        bureau.tamper(how)
        status, words = bureau.verify()
        assert (status, words.splitlines()[-1]) == (1, "NOT complete: 1 ranges differ")
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


def test_a_topic_that_may_not_be_read_is_said(bureau: Bureau) -> None:
    text = bureau.file.read_text(encoding="utf-8").replace(
        '"public.membership.v1"', '"membership.v1"'
    )
    bureau.file.write_text(text, encoding="utf-8")
    command = [sys.executable, str(bureau.file)]
    done = subprocess.run(  # noqa: S603 -- the guide's
        command, env=bureau._told, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode != 0
    assert "membership.v1" in done.stderr
