"""Every adapter of the key ring, for the one suite; and the table under the real ones."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.database import open_engine
from shared.privacy.cached import CachedKeyRing
from shared.privacy.in_memory import InMemoryKeyRing
from shared.privacy.key_encryption import KeyEncryption, fresh_key
from shared.privacy.key_ring import KeyRing
from shared.privacy.postgres import PostgresKeyRing


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def encryption() -> KeyEncryption:
    return KeyEncryption({"k1": fresh_key()}, "k1")


@pytest.fixture(params=["in_memory", "postgres", "cached", "cached_postgres"])
def ring(request: pytest.FixtureRequest, encryption: KeyEncryption) -> KeyRing:
    def postgres() -> KeyRing:
        return PostgresKeyRing(request.getfixturevalue("engine"), encryption)

    match request.param:
        case "in_memory":
            return InMemoryKeyRing()
        case "postgres":
            return postgres()
        case "cached":
            return CachedKeyRing(InMemoryKeyRing())
        case _:
            return CachedKeyRing(postgres())
