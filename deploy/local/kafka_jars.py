"""Apache Kafka's jars, fetched once by Maven: what a broker on the local JVM runs from."""

import fcntl
import re
import shutil
import subprocess
from pathlib import Path

POM = Path(__file__).parent.parent / "kafka" / "pom.xml"
FOLDER = Path(__file__).parent.parent.parent / "var" / "kafka"


class NoKafka(Exception):
    """Kafka cannot be had on this machine; the text says what is missing."""


def version() -> str:
    """The version of Apache Kafka this release is tested with: `pom.xml` says it once for all."""
    found = re.search(r"<kafka.version>(.+)</kafka.version>", POM.read_text(encoding="utf-8"))
    if found is None:
        raise NoKafka(f"{POM} names no kafka.version")
    return found[1]


def java() -> str:
    """The Java that runs a broker.

    Raises:
        NoKafka: there is none.
    """
    return _program("java", "Java 17 or newer")


def ensure_jars(folder: Path = FOLDER) -> Path:
    """The folder of the jars; fetched when they are not there yet.

    Raises:
        NoKafka: Maven is missing, or could not fetch them.
    """
    jars = folder / f"jars-{version()}"
    if not jars.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # brokers start side by side, and so do tests
            if not jars.exists():
                _fetch(jars, folder / "maven.log")
    return jars


def _fetch(jars: Path, log: Path) -> None:
    """Into a folder beside, then renamed: whoever sees the folder sees all of it."""
    beside = jars.with_name(f"{jars.name}.partly")
    shutil.rmtree(beside, ignore_errors=True)
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={beside.absolute()}"]
    command = [_program("mvn", "Maven"), "-B", "-q", "-f", str(POM), *copy]
    with log.open("w", encoding="utf-8") as lines:
        done = subprocess.run(command, stdout=lines, stderr=subprocess.STDOUT, check=False)  # noqa: S603 -- our own pom
    if done.returncode:
        raise NoKafka(f"Maven could not fetch Apache Kafka {version()}, see {log}")
    beside.rename(jars)


def _program(name: str, what: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NoKafka(f"{what} is needed for Kafka on this machine: `{name}` was not found")
    return found
