"""The privacy keys of an embedded run: drawn on first use, kept in one file for its owner only."""

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from shared.create_once import create_once
from shared.privacy.key_encryption import fresh_key


@dataclass(frozen=True, slots=True)
class LocalKeys:
    """The two secrets as text, just as the environment gives them in a city-wide run.

    Attributes:
        key_encryption_keys: for ``KeyEncryption.from_text``.
        blind_index_key: base64, for ``key_from_base64`` and ``BlindIndex``.
    """

    key_encryption_keys: str
    blind_index_key: str

    def __repr__(self) -> str:
        return "LocalKeys(...)"


def ensure_local_keys(path: Path) -> LocalKeys:
    """Read the keys at ``path``; draw them (mode 0600) when there is no such file.

    Losing this file forgets every person. Raises ``ValueError`` when it holds something else.
    """
    content = create_once(path, lambda: json.dumps(asdict(drawn_keys()))).read_text()
    try:
        return LocalKeys(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path} does not hold the privacy keys") from error


def drawn_keys() -> LocalKeys:
    """Two secrets that nobody has had before."""
    kek, blind = (base64.b64encode(fresh_key()).decode() for _ in range(2))
    return LocalKeys(f"local:{kek}", blind)
