"""What is sealed opens for the same person only, as it was, until the person is forgotten."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.privacy.faults import NoKey, SubjectForgotten, Tampered
from shared.privacy.in_memory import InMemoryKeyRing
from shared.privacy.key_ring import KeyRing
from shared.privacy.sealing import Sealer, open_bytes, seal_bytes

PERSON = {"name": "张三丰", "identity_number": "430111199001011234", "phone": "13812341234"}

sealer_alone = Sealer(InMemoryKeyRing())


def test_what_is_sealed_opens_again(ring: KeyRing) -> None:
    sealer = Sealer(ring)

    assert sealer.unseal("m1", sealer.seal("m1", PERSON)) == PERSON


@given(st.text(max_size=20), st.dictionaries(st.text(), st.text(), max_size=5))
def test_any_person_and_any_data_come_back(subject_id: str, payload: dict[str, str]) -> None:
    sealed = sealer_alone.seal(subject_id, payload)

    assert sealer_alone.unseal(subject_id, sealed) == payload


def test_nothing_of_it_can_be_read() -> None:
    sealed = sealer_alone.seal("m1", PERSON)

    raw = base64.b64decode(sealed)
    assert sealed.isascii()
    assert not any(value.encode() in raw for value in PERSON.values())


def test_the_same_data_never_looks_the_same() -> None:
    assert len({sealer_alone.seal("m1", PERSON) for _ in range(100)}) == 100


def test_the_length_tells_nothing_about_a_name() -> None:
    names = ["李", "欧阳修文", "阿依古丽·买买提"]

    assert len({len(sealer_alone.seal("m1", {"name": name})) for name in names}) == 1


def test_thousands_are_sealed_and_opened_in_order(ring: KeyRing) -> None:
    sealer = Sealer(ring)
    people = [(f"m{n}", {"name": f"张{n}"}) for n in range(2000)]

    sealed = sealer.seal_many(people)
    opened = sealer.unseal_many((one, text) for (one, _), text in zip(people, sealed, strict=True))

    assert opened == [payload for _, payload in people]


def test_two_events_of_one_person_share_the_key() -> None:
    first, second = sealer_alone.seal_many([("m1", {"name": "a"}), ("m1", {"name": "b"})])

    assert sealer_alone.unseal_many([("m1", second), ("m1", first)]) == [
        {"name": "b"},
        {"name": "a"},
    ]


def test_every_changed_bit_is_noticed() -> None:
    raw = base64.b64decode(sealer_alone.seal("m1", PERSON))
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(Tampered):
            sealer_alone.unseal("m1", base64.b64encode(changed).decode())


@pytest.mark.parametrize("text", ["", "not base64!", "张三", "AQ==", "AQEB" * 8])
def test_other_text_does_not_open(text: str) -> None:
    sealer_alone.seal("m1", PERSON)

    with pytest.raises(Tampered, match="m1"):
        sealer_alone.unseal("m1", text)


def test_a_text_moved_to_another_person_does_not_open() -> None:
    ring = InMemoryKeyRing()
    sealer = Sealer(ring)
    sealed = sealer.seal("m1", PERSON)
    ring._keys["m2"] = ring._keys["m1"]

    with pytest.raises(Tampered):
        sealer.unseal("m2", sealed)


def test_a_forgotten_person_opens_no_more_and_cannot_be_sealed_again(ring: KeyRing) -> None:
    sealer = Sealer(ring)
    kept, gone = sealer.seal_many([("kept", PERSON), ("gone", PERSON)])

    ring.destroy("gone")

    assert sealer.unseal_many([("kept", kept), ("gone", gone)]) == [PERSON, None]
    with pytest.raises(SubjectForgotten) as caught:
        sealer.seal_many([("kept", PERSON), ("gone", PERSON)])
    assert caught.value.subject_ids == {"gone"}


def test_a_missing_key_is_not_taken_for_forgetting() -> None:
    sealed = sealer_alone.seal("m1", PERSON)

    with pytest.raises(NoKey, match="m1"):
        Sealer(InMemoryKeyRing()).unseal("m1", sealed)


def test_faults_never_quote_what_they_could_not_open() -> None:
    sealed = sealer_alone.seal("m1", PERSON)
    with pytest.raises(Tampered) as caught:
        sealer_alone.unseal("m1", sealed[:-8])

    assert sealed[:20] not in str(caught.value)


def test_a_file_opens_again_for_its_person_only() -> None:
    key, content = bytes(range(32)), b"\xff\xd8 a photo"
    sealed = seal_bytes(key, "p1", content)

    assert open_bytes(key, "p1", sealed) == content
    for subject, text in (("p2", sealed), ("p1", sealed[:-1]), ("p1", b"")):
        with pytest.raises(Tampered):
            open_bytes(key, subject, text)
