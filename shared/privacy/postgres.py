"""Persons' keys in PostgreSQL, wrapped."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, select, text

from shared.clock import utc_now
from shared.privacy.key_encryption import KeyEncryption, Wrapped, fresh_key
from shared.privacy.key_ring import Keys
from shared.privacy.table import PERSON_KEYS

_INSERT = text("""
    INSERT INTO privacy.person_keys (subject_id, kek_id, wrapped, created_at)
    SELECT subject_id, :kek_id, wrapped, :now
    FROM unnest(CAST(:subject_ids AS text[]), CAST(:wrapped AS bytea[])) AS k(subject_id, wrapped)
    ON CONFLICT (subject_id) DO NOTHING
""")

_DESTROY = text("""
    INSERT INTO privacy.person_keys AS k (subject_id, created_at, destroyed_at)
    VALUES (:subject_id, :now, :now)
    ON CONFLICT (subject_id) DO UPDATE
    SET kek_id = NULL, wrapped = NULL, destroyed_at = coalesce(k.destroyed_at, excluded.destroyed_at)
""")

_OUTDATED = text("""
    SELECT subject_id, kek_id, wrapped FROM privacy.person_keys
    WHERE kek_id <> :current LIMIT :batch FOR UPDATE SKIP LOCKED
""")

_REWRAP = text("""
    UPDATE privacy.person_keys AS k SET kek_id = :kek_id, wrapped = fresh.wrapped
    FROM unnest(CAST(:subject_ids AS text[]), CAST(:wrapped AS bytea[]))
        AS fresh(subject_id, wrapped)
    WHERE k.subject_id = fresh.subject_id
""")


class PostgresKeyRing:
    """A ``KeyRing`` over the table ``privacy.person_keys``; each call is one transaction.

    After ``destroy`` has committed, the old row version holds the wrapped key on disk until
    PostgreSQL vacuums it; nobody reads it through SQL, and without the key-encryption key the
    bytes are worthless.
    """

    def __init__(
        self, engine: Engine, encryption: KeyEncryption, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._encryption, self._now = engine, encryption, now

    def keys_for(self, subject_ids: Iterable[str]) -> Keys:
        with self._engine.connect() as connection:
            return self._read(connection, list(subject_ids))

    def create(self, subject_ids: Iterable[str]) -> Keys:
        wanted = sorted(set(subject_ids))  # in order, so that two bulk creations cannot deadlock
        with self._engine.begin() as connection:
            known = self._read(connection, wanted)
            missing = [one for one in wanted if one not in known]
            if missing:
                self._insert(connection, missing)
                known |= self._read(connection, missing)
            return known

    def destroy(self, subject_id: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(_DESTROY, {"subject_id": subject_id, "now": self._now()})

    def rewrap(self, batch: int = 1000) -> int:
        """Wrap up to ``batch`` keys anew with the current key-encryption key; answer how many.

        Call it until it answers 0; then the older key-encryption keys can leave the settings. It
        may run beside everything else and in several processes.
        """
        with self._engine.begin() as connection:
            rows = connection.execute(
                _OUTDATED, {"current": self._encryption.current, "batch": batch}
            ).all()
            keys = {row[0]: self._encryption.unwrap(row[0], Wrapped(*row[1:])) for row in rows}
            if keys:
                connection.execute(_REWRAP, self._wrapped(keys))
            return len(keys)

    def _read(self, connection: Connection, subject_ids: list[str]) -> Keys:
        columns = PERSON_KEYS.c
        rows = connection.execute(
            select(columns.subject_id, columns.kek_id, columns.wrapped).where(
                columns.subject_id == text("ANY(:ids)").bindparams(ids=subject_ids)
            )
        )
        return {row[0]: self._opened(*row) for row in rows}

    def _opened(self, subject_id: str, kek_id: str | None, content: bytes | None) -> bytes | None:
        if kek_id is None or content is None:
            return None
        return self._encryption.unwrap(subject_id, Wrapped(kek_id, content))

    def _insert(self, connection: Connection, subject_ids: list[str]) -> None:
        keys = {one: fresh_key() for one in subject_ids}
        connection.execute(_INSERT, {**self._wrapped(keys), "now": self._now()})

    def _wrapped(self, keys: dict[str, bytes]) -> dict[str, object]:
        wrapped = [self._encryption.wrap(one, key).content for one, key in keys.items()]
        return {
            "kek_id": self._encryption.current,
            "subject_ids": list(keys),
            "wrapped": wrapped,
        }
