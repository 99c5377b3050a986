"""What can be wrong with keys and sealed texts.

PrivacyFault
├── SubjectForgotten          somebody seals for a person whose key was destroyed
├── NoKey                     a sealed text of a person who never had a key here
├── Tampered                  a text or a wrapped key does not belong where it was found
└── KeyEncryptionKeyMissing   the environment lacks a key that older rows are wrapped with
"""

from collections.abc import Collection


class PrivacyFault(Exception):
    """A fault of keys or sealed texts; the text never quotes either."""


class SubjectForgotten(PrivacyFault):
    """Nothing new can be sealed for a forgotten person: forgetting is for good."""

    def __init__(self, subject_ids: Collection[str]) -> None:
        super().__init__(f"forgotten, nothing can be sealed: {', '.join(sorted(subject_ids))}")
        self.subject_ids = frozenset(subject_ids)


class NoKey(PrivacyFault):
    """Not the same as forgotten: keys are missing that should be there (another database?)."""

    def __init__(self, subject_id: str) -> None:
        super().__init__(f"no key was ever made for {subject_id}")


class Tampered(PrivacyFault):
    """The text was changed, cut, moved to another person, or sealed with another key."""


class KeyEncryptionKeyMissing(PrivacyFault):
    """Rows name a key-encryption key that the settings no longer list."""

    def __init__(self, kek_id: str) -> None:
        super().__init__(f"the key-encryption key {kek_id!r} is not in the settings")
