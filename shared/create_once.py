"""Make a secret file exactly once, whoever comes first."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile


def create_once(path: Path, content: Callable[[], str]) -> Path:
    """Write ``content()`` to ``path`` (mode 0600) unless there is a file already.

    Processes that start together agree: the file appears complete or not at all, and the first
    one stays.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, prefix=".draft-") as draft:
            draft.write(content())
            draft.flush()
            _publish(Path(draft.name), path)
    return path


def _publish(draft: Path, path: Path) -> None:
    """A hard link is made whole or not at all, and never replaces a file."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
