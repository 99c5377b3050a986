"""What every key ring promises, run on each of them."""

from concurrent.futures import ThreadPoolExecutor

from shared.privacy.key_ring import KeyRing


def test_who_never_had_a_key_is_not_in_the_answer(ring: KeyRing) -> None:
    assert ring.keys_for(["a", "b"]) == {}
    assert ring.keys_for([]) == {}


def test_a_key_is_made_once_and_found_again(ring: KeyRing) -> None:
    made = ring.create(["a", "b", "a"])

    assert sorted(made) == ["a", "b"]
    assert ring.keys_for(["a", "b", "c"]) == made
    assert ring.create(["a", "b"]) == made


def test_every_person_has_a_key_of_their_own_with_256_bits(ring: KeyRing) -> None:
    made = ring.create(str(n) for n in range(500))

    assert len(set(made.values())) == 500
    assert {len(key or b"") for key in made.values()} == {32}


def test_bulk_creation_keeps_the_keys_there_are(ring: KeyRing) -> None:
    first = ring.create(["a"])

    both = ring.create(["b", "a"])

    assert both["a"] == first["a"]
    assert both["b"] not in {None, first["a"]}


def test_a_destroyed_key_is_gone_for_good(ring: KeyRing) -> None:
    ring.create(["a", "b"])

    ring.destroy("a")
    ring.destroy("a")

    assert ring.keys_for(["a"]) == {"a": None}
    assert ring.create(["a", "b"])["a"] is None
    assert ring.keys_for(["b"])["b"]


def test_who_is_forgotten_before_having_a_key_never_gets_one(ring: KeyRing) -> None:
    ring.destroy("a")

    assert ring.create(["a"]) == {"a": None}


def test_creating_the_same_at_once_agrees_on_one_key(ring: KeyRing) -> None:
    people = [str(n) for n in range(50)]
    orders = [people, people[::-1]] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ring.create, orders))

    assert all(answer == answers[0] for answer in answers)
    assert ring.keys_for(people) == answers[0]


def test_any_text_may_be_a_subject_id(ring: KeyRing) -> None:
    strange = ["", "张三", "{a,b}", 'quote"', "null", "back\\slash"]

    assert sorted(ring.create(strange)) == sorted(strange)
