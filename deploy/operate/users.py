"""`users list`, `users admit`, `users remove`: who may say who he is to the brokers (SASL/SCRAM-SHA-512).

What a user may read is another matter: `acls`. A password is drawn here, shown once, and kept by Kafka as
its salted hash only.
"""

import re
from collections.abc import Mapping

from kafka.admin import (
    KafkaAdminClient,
    ResourceType,
    ScramMechanism,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)

from deploy.operate import acls
from deploy.operate.answers import Refused, Status, table
from shared.privacy.key_encryption import fresh_key

_HEADERS = ("用户 user", "口令 password", "可读主题 may read")
_MECHANISM = ScramMechanism.SCRAM_SHA_512
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_DRY = "试运行 dry run: nothing was done"


def run_list(admin: KafkaAdminClient) -> Status:
    """Print who can say who he is, or has rights, and what he may read."""
    known, rights = _known(admin), _readable(admin)
    rows = [
        (user, known.get(user, "无 none"), ", ".join(rights.get(user, ())))
        for user in sorted({*known, *rights})
    ]
    print(table(_HEADERS, rows, empty="没有用户 no users"))
    return Status.DONE


def run_admit(admin: KafkaAdminClient, name: str, *, renew: bool, dry_run: bool) -> Status:
    """Give ``name`` a fresh password, and print it: it cannot be asked for again.

    Raises:
        Refused: the name is not one; the user has a password, and ``renew`` was not said; Kafka refused.
    """
    if not _NAME.fullmatch(name):
        raise Refused(
            f"{name!r} is no name of a user: write small letters, digits and single dashes"
        )
    if name in _known(admin) and not renew:
        raise Refused(f"{name} has a password: --renew gives another, and the old one ends")
    if dry_run:
        print(_DRY)
        return Status.DONE
    password = fresh_key().hex()
    _alter(admin, UserScramCredentialUpsertion(name, _MECHANISM, password))
    print(f"用户 user      {name}\n口令 password  {password}")
    print("只显示一次 shown once: hand it over now. What the user may read: `acls apply`.")
    return Status.DONE


def run_remove(admin: KafkaAdminClient, name: str, *, dry_run: bool) -> Status:
    """Take the password of ``name`` away; connections that are open go on until they end.

    Raises:
        Refused: there is none; Kafka refused.
    """
    if name not in _known(admin):
        raise Refused(f"{name} has no password here: `users list` tells who has")
    if dry_run:
        print(_DRY)
        return Status.DONE
    _alter(admin, UserScramCredentialDeletion(name, _MECHANISM))
    left = _readable(admin).get(name)
    print(f"已移除 removed: {name}")
    if left:
        print(f"its rights stay until acls.toml is without it: {', '.join(left)}")
    return Status.DONE


def _known(admin: KafkaAdminClient) -> Mapping[str, str]:
    """Who has a password, and of which kind."""
    told = admin.describe_user_scram_credentials()
    return {
        user: ", ".join(
            one["mechanism"].name.replace("_", "-") for one in found["credential_infos"]
        )
        for user, found in told.items()
        if found["credential_infos"]
    }


def _readable(admin: KafkaAdminClient) -> Mapping[str, list[str]]:
    """The topics that each user may read; nobody any where the cluster asks nobody who he is."""
    try:
        granted = acls.present(admin)
    except Refused:
        return {}
    topics = sorted(one for one in granted if one.kind is ResourceType.TOPIC)
    return {
        one.user: sorted({each.name for each in topics if each.user == one.user}) for one in topics
    }


def _alter(
    admin: KafkaAdminClient, change: UserScramCredentialUpsertion | UserScramCredentialDeletion
) -> None:
    faults = [fault for fault in admin.alter_user_scram_credentials([change]).values() if fault]
    if faults:
        raise Refused(f"Kafka refused: {', '.join(map(str, faults))}")
