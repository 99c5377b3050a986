"""What a load costs each process of the machine, in CPU: it says where the time goes, on a busy machine too."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil
import psycopg

from deploy.local.part import Part

CLIENTS, SERVER = "clients", "postgres"


@dataclass
class Costs:
    """CPU seconds by role, of the clients (this process) and of PostgreSQL where it runs here."""

    seconds: Mapping[str, float]

    def each(self, acts: int) -> dict[str, float]:
        """Milliseconds for each of so many acts, and of all together."""
        found = {name: round(one / acts * 1000, 2) for name, one in self.seconds.items()}
        return {**found, "all": round(sum(self.seconds.values()) / acts * 1000, 2)}


@contextmanager
def counted(parts: Sequence[Part], url: str) -> Iterator[Costs]:
    """What is spent inside; it stands in the `Costs` at the end."""
    groups = dict(_groups(parts, url))
    before, found = _spent(groups), Costs({})
    yield found
    found.seconds = {name: after - before[name] for name, after in _spent(groups).items()}


def _groups(parts: Sequence[Part], url: str) -> Iterator[tuple[str, list[psutil.Process]]]:
    yield CLIENTS, [psutil.Process()]
    by_role = defaultdict(list)
    for part in parts:
        if part.started:
            by_role[part.role].append(psutil.Process(part.started.pid))
    yield from by_role.items()
    if (server := _server(url)) is not None:
        yield SERVER, [server]


def _server(url: str) -> psutil.Process | None:
    """The process that all backends are children of; None when the server runs elsewhere."""
    with psycopg.connect(url) as connection, suppress(psutil.NoSuchProcess):
        parent = psutil.Process(connection.info.backend_pid).parent()
        if parent is not None and parent.name() == "postgres":
            return parent
    return None


def _spent(groups: Mapping[str, list[psutil.Process]]) -> dict[str, float]:
    return {
        name: sum(_with_children(each) if name == SERVER else _own(each) for each in processes)
        for name, processes in groups.items()
    }


def _own(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _with_children(process: psutil.Process) -> float:
    """Those that have ended count too: the system adds them to their parent's children."""
    times = process.cpu_times()
    found = _own(process) + float(times.children_user + times.children_system)
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            found += _own(child)
    return found
