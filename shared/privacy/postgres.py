"""Persons' keys in PostgreSQL, wrapped."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, text

from shared.clock import utc_now
from shared.database import looking_at
from shared.privacy.key_encryption import KeyEncryption, Wrapped, fresh_key
from shared.privacy.key_ring import Keys

_READ = text("""
    select subject_id, kek_id, wrapped from privacy.person_keys
    where subject_id = any(cast(:subject_ids as text[]))
""")

_INSERT = text("""
    insert into privacy.person_keys (subject_id, kek_id, wrapped, created_at)
    select subject_id, :kek_id, wrapped, :now
    from unnest(cast(:subject_ids as text[]), cast(:wrapped as bytea[])) as k(subject_id, wrapped)
    on conflict (subject_id) do nothing returning subject_id
""")

_DESTROY = text("""
    insert into privacy.person_keys as k (subject_id, created_at, destroyed_at)
    values (:subject_id, :now, :now)
    on conflict (subject_id) do update
    set kek_id = null, wrapped = null, destroyed_at = coalesce(k.destroyed_at, excluded.destroyed_at)
""")

_OUTDATED = text("""
    select subject_id, kek_id, wrapped from privacy.person_keys
    where kek_id <> :current limit :batch for update skip locked
""")

_REWRAP = text("""
    update privacy.person_keys as k set kek_id = :kek_id, wrapped = fresh.wrapped
    from unnest(cast(:subject_ids as text[]), cast(:wrapped as bytea[]))
        as fresh(subject_id, wrapped)
    where k.subject_id = fresh.subject_id
""")


class PostgresKeyRing:
    """A ``KeyRing`` over the table ``privacy.person_keys``; what a call writes is one transaction.

    After ``destroy`` has committed, the old row version holds the wrapped key on disk until
    PostgreSQL vacuums it; nobody reads it through SQL, and without the key-encryption key the
    bytes are worthless.
    """

    def __init__(
        self, engine: Engine, encryption: KeyEncryption, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._encryption, self._now = engine, encryption, now

    def keys_for(self, subject_ids: Iterable[str]) -> Keys:
        with looking_at(self._engine) as connection:
            return self._read(connection, list(subject_ids))

    def create(self, subject_ids: Iterable[str]) -> Keys:
        wanted = sorted(set(subject_ids))  # in order, so that two bulk creations cannot deadlock
        several = len(wanted) > 1
        with self._engine.begin() if several else looking_at(self._engine) as connection:
            known = self._read(connection, wanted) if several else {}
            made = self._insert(connection, [one for one in wanted if one not in known])
            known |= made
            left = [one for one in wanted if one not in known]  # somebody else has made them
            return known | self._read(connection, left) if left else known

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
        rows = connection.execute(_READ, {"subject_ids": subject_ids})
        return {row[0]: self._opened(*row) for row in rows}

    def _opened(self, subject_id: str, kek_id: str | None, content: bytes | None) -> bytes | None:
        if kek_id is None or content is None:
            return None
        return self._encryption.unwrap(subject_id, Wrapped(kek_id, content))

    def _insert(self, connection: Connection, subject_ids: list[str]) -> Keys:
        """Make keys for those that have none; answers the keys that were made."""
        if not subject_ids:
            return {}
        keys = {one: fresh_key() for one in subject_ids}
        made = connection.execute(_INSERT, {**self._wrapped(keys), "now": self._now()})
        return {one: keys[one] for (one,) in made}

    def _wrapped(self, keys: dict[str, bytes]) -> dict[str, object]:
        wrapped = [self._encryption.wrap(one, key).content for one, key in keys.items()]
        return {
            "kek_id": self._encryption.current,
            "subject_ids": list(keys),
            "wrapped": wrapped,
        }
