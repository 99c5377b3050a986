"""Apache Kafka's classes as a broker has read and checked them once: the next broker starts from these.

The JVM calls it class data sharing. Reading its classes is half of the work of a broker's start.
"""

import fcntl
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local.kafka_jars import NoKafka, java


def archive(jars: Path) -> Path:
    """Where the classes of those jars are kept for this Java: another one could not use them."""
    made = int(Path(java()).resolve().stat().st_mtime)
    return jars.with_name(f"{jars.name}-for-java-{made}.jsa")


def ensure_archive(jars: Path, write: Callable[[Path], None]) -> None:
    """Have ``write`` make the archive when it is missing; without, brokers start all the same, but slower."""
    known = archive(jars)
    if known.exists():
        return
    with known.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # brokers start side by side, and so do tests
        if not known.exists():
            beside = known.with_suffix(".partly")
            try:
                write(beside)
                beside.rename(known)
            except (NoKafka, OSError):
                beside.unlink(missing_ok=True)


def from_archive(jars: Path) -> Sequence[str]:
    """How Java is told of the archive; one that does not fit is passed over by Java itself."""
    known = archive(jars)
    return [f"-XX:SharedArchiveFile={known}"] if known.exists() else []
