"""What rests in the table, and how key-encryption keys are rotated."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, Row, text

from shared.privacy.faults import KeyEncryptionKeyMissing, Tampered
from shared.privacy.key_encryption import KeyEncryption, fresh_key
from shared.privacy.postgres import PostgresKeyRing

OLD, NEW = fresh_key(), fresh_key()

WAITING = text("""
    select count(*) from pg_locks join pg_database on oid = database
    where not granted and datname = current_database()
""")


def only_row(engine: Engine) -> Row[Any]:
    with engine.connect() as connection:
        return connection.execute(text("select * from privacy.person_keys")).one()


def test_no_key_rests_in_clear(engine: Engine, encryption: KeyEncryption) -> None:
    key = PostgresKeyRing(engine, encryption).create(["a"])["a"]

    row = only_row(engine)
    assert key
    assert key not in row.wrapped
    assert (row.kek_id, row.destroyed_at) == ("k1", None)


def test_a_destroyed_row_keeps_the_id_and_no_key(engine: Engine, encryption: KeyEncryption) -> None:
    ring = PostgresKeyRing(engine, encryption)
    ring.create(["a"])
    ring.destroy("a")
    first = only_row(engine)
    ring.destroy("a")

    row = only_row(engine)
    assert (row.subject_id, row.kek_id, row.wrapped) == ("a", None, None)
    assert row.destroyed_at == first.destroyed_at is not None


def test_a_key_copied_to_another_person_does_not_open(
    engine: Engine, encryption: KeyEncryption
) -> None:
    ring = PostgresKeyRing(engine, encryption)
    ring.create(["a", "b"])
    with engine.begin() as connection:
        connection.execute(
            text(
                "update privacy.person_keys set wrapped ="
                " (select wrapped from privacy.person_keys where subject_id = 'a')"
            )
        )

    assert ring.keys_for(["a"])["a"]
    with pytest.raises(Tampered, match="b"):
        ring.keys_for(["b"])


def test_bulk_creations_in_opposite_orders_do_not_lock_each_other_out(
    engine: Engine, encryption: KeyEncryption
) -> None:
    ring, people = PostgresKeyRing(engine, encryption), [f"{n:04}" for n in range(3000)]
    with ThreadPoolExecutor(2) as pool, engine.begin() as gate:
        gate.execute(
            text("lock table privacy.person_keys in share mode")
        )  # reads pass, writes wait
        answers = [pool.submit(ring.create, order) for order in (people, people[::-1])]
        while gate.scalar(WAITING) != 2:
            pass
        gate.rollback()

        assert answers[0].result() == answers[1].result()


def test_rotation_moves_every_living_key_to_the_new_one(engine: Engine) -> None:
    before = PostgresKeyRing(engine, KeyEncryption({"old": OLD}, "old"))
    keys = before.create(str(n) for n in range(25))
    before.destroy("0")
    during = PostgresKeyRing(engine, KeyEncryption({"new": NEW, "old": OLD}, "new"))

    assert during.keys_for(["1"])["1"] == keys["1"]
    assert [during.rewrap(batch=10) for _ in range(4)] == [10, 10, 4, 0]

    after = PostgresKeyRing(engine, KeyEncryption({"new": NEW}, "new"))
    assert after.keys_for(keys) == {**keys, "0": None}


def test_a_key_encryption_key_that_is_not_listed_is_named(engine: Engine) -> None:
    PostgresKeyRing(engine, KeyEncryption({"old": OLD}, "old")).create(["a"])

    with pytest.raises(KeyEncryptionKeyMissing, match="old"):
        PostgresKeyRing(engine, KeyEncryption({"new": NEW}, "new")).keys_for(["a"])


def test_another_key_under_the_same_id_is_noticed(engine: Engine) -> None:
    PostgresKeyRing(engine, KeyEncryption({"k": OLD}, "k")).create(["a"])

    with pytest.raises(Tampered):
        PostgresKeyRing(engine, KeyEncryption({"k": NEW}, "k")).keys_for(["a"])
