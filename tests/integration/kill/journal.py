"""What consumers noted beside their work: what each began with, and what it finished."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple


class Journal(NamedTuple):
    """All notes, in order.

    Attributes:
        workers: the processes that finished something.
        finished: how often each message was finished, wherever it stands.
        begun_again: the messages somebody began with after somebody had finished them.
    """

    workers: frozenset[int]
    finished: Counter[str]
    begun_again: frozenset[str]

    @classmethod
    def read(cls, file: Path) -> "Journal":
        workers, finished, again = set(), Counter[str](), set()
        for line in file.read_text(encoding="utf-8").splitlines():
            what, worker, message = line.split(" ")
            if what == "finished":
                workers.add(int(worker))
                finished[message] += 1
            elif finished[message]:
                again.add(message)
        return cls(frozenset(workers), finished, frozenset(again))

    @property
    def found(self) -> str:
        """In a line, as a finding."""
        return (
            f"{len(self.finished)} messages and marks were finished,"
            f" {len(self.begun_again)} of them were run again"
        )

    @property
    def nothing_was_run_again(self) -> bool:
        """Whoever loses a part to another may have begun, and is then fenced: he has not finished."""
        return not self.begun_again and set(self.finished.values()) == {1}
