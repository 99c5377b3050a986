"""Key-encryption keys are read strictly from the environment's text."""

import base64
from pathlib import Path

import pytest

from shared.privacy.blind import BlindIndex
from shared.privacy.key_encryption import KeyEncryption, key_from_base64
from shared.privacy.local_keys import ensure_local_keys

ONE, TWO = (base64.b64encode(bytes(range(n, n + 32))).decode() for n in (1, 2))


def test_the_first_key_wraps_and_every_key_unwraps() -> None:
    old = KeyEncryption.from_text(f"2025:{ONE}").wrap("a", b"k" * 32)
    both = KeyEncryption.from_text(f"2026:{TWO}, 2025:{ONE}")

    assert both.current == "2026"
    assert both.unwrap("a", old) == b"k" * 32
    assert both.unwrap("a", both.wrap("a", b"n" * 32)) == b"n" * 32


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "id:base64"),
        (ONE, "id:base64"),
        (f":{ONE}", "id:base64"),
        (f"a:{ONE},", "id:base64"),
        (f"a:{ONE},a:{TWO}", "same id"),
        ("a:c2hvcnQ=", "32 bytes"),
        ("a:?", "base64"),
        ("a:", "32 bytes"),
    ],
)
def test_other_text_is_refused_by_rule_and_not_quoted(text: str, rule: str) -> None:
    with pytest.raises(ValueError, match=rule) as caught:
        KeyEncryption.from_text(text)

    assert ONE not in str(caught.value)


def test_local_keys_are_drawn_once_and_fit(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "privacy.json"

    keys = ensure_local_keys(path)

    assert ensure_local_keys(path) == keys
    assert path.stat().st_mode & 0o777 == 0o600
    assert KeyEncryption.from_text(keys.key_encryption_keys).current == "local"
    assert BlindIndex(key_from_base64(keys.blind_index_key)).name("张三")
    assert keys.blind_index_key not in repr(keys)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"key_encryption_keys": "x"}'])
def test_another_file_is_not_taken_for_keys(tmp_path: Path, content: str) -> None:
    path = tmp_path / "privacy.json"
    path.write_text(content)

    with pytest.raises(ValueError, match="privacy keys"):
        ensure_local_keys(path)
