"""Importers' result files, kept for a while.

They hold personal data in clear: what the importer sent himself. So each lies in a folder that only
this account of the machine may enter, is given to nobody but its importer, and is deleted when its
time is over or when there are too many; nothing of them is in the database or in a backup of it.
Several replicas share the folder, or keep a caller at one of them.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

_ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True)
class ResultFiles:
    """A private folder of result files.

    Attributes:
        folder: made on first use, for its owner only.
        kept: how long a file stays.
        most: how many files stay; the oldest goes first.
    """

    folder: Path
    kept: timedelta = timedelta(hours=24)
    most: int = 200

    def keep(
        self, import_id: str, importer: str, write: Callable[[BinaryIO], None], now: datetime
    ) -> None:
        """Let ``write`` write the result file of one import."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.clear(now)
        path = self._path(import_id, importer)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            write(out)
        os.utime(path, (now.timestamp(), now.timestamp()))

    def find(self, import_id: str, importer: str, now: datetime) -> Path | None:
        """The result file, for its importer only, and only in its time."""
        self.clear(now)
        path = self._path(import_id, importer)
        return path if _ID.fullmatch(import_id) and path.is_file() else None

    def clear(self, now: datetime) -> None:
        """Delete what is too old or too much."""
        files = sorted(self.folder.glob("*.xlsx"), key=_made, reverse=True)
        oldest = (now - self.kept).timestamp()
        for number, path in enumerate(files):
            if number >= self.most or _made(path) < oldest:
                path.unlink(missing_ok=True)

    def _path(self, import_id: str, importer: str) -> Path:
        owner = sha256(importer.encode()).hexdigest()[:16]
        return self.folder / f"{import_id}-{owner}.xlsx"


def _made(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # somebody else has just deleted it
        return 0.0
