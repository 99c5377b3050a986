"""`acls plan`, `acls apply`: who may read which topics, compared with the file that says who may."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    KafkaAdminClient,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)
from kafka.errors import NoError, SecurityDisabledError

from deploy.operate.answers import Refused, Status, table
from deploy.operate.toml_file import BadFile, tables, taken

PUBLIC = "public."
_HEADERS = ("变更 change", "用户 user", "权限 may", "对象 what", "名称 name")


class Grant(NamedTuple):
    """One user may do one thing with one topic, or with the groups whose names begin so."""

    user: str
    operation: ACLOperation
    kind: ResourceType
    name: str
    pattern: ACLResourcePatternType = ACLResourcePatternType.LITERAL

    @property
    def acl(self) -> ACL:
        return ACL(
            f"User:{self.user}",
            "*",
            self.operation,
            ACLPermissionType.ALLOW,
            ResourcePattern(self.kind, self.name, self.pattern),
        )

    @property
    def exactly(self) -> ACLFilter:
        return ACLFilter(
            f"User:{self.user}",
            "*",
            self.operation,
            ACLPermissionType.ALLOW,
            ResourcePatternFilter(self.kind, self.name, self.pattern),
        )


def wanted(text: str) -> frozenset[Grant]:
    """The grants of a file's text.

    Raises:
        BadFile: naming the place and the rule.
    """
    [readers] = tables(text, "readers", otherwise="write [readers] only")
    return frozenset(grant for user, topics in readers.items() for grant in _grants(user, topics))


def plan(
    wanted: frozenset[Grant], present: frozenset[Grant]
) -> tuple[Sequence[Grant], Sequence[Grant]]:
    """What to give, and what to take away."""
    return sorted(wanted - present), sorted(present - wanted)


def present(admin: KafkaAdminClient) -> frozenset[Grant]:
    """What users may do with topics and groups now.

    Raises:
        Refused: the cluster asks nobody who he is.
    """
    everything = ACLFilter(
        None,
        None,
        ACLOperation.ANY,
        ACLPermissionType.ALLOW,
        ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
    )
    try:
        found, fault = admin.describe_acls(everything)
    except SecurityDisabledError as error:
        raise _without_authorizer() from error
    if fault is SecurityDisabledError:
        raise _without_authorizer()
    return frozenset(
        Grant(
            acl.principal.removeprefix("User:"),
            acl.operation,
            acl.resource_pattern.resource_type,
            acl.resource_pattern.resource_name,
            acl.resource_pattern.pattern_type,
        )
        for acl in found
        if acl.resource_pattern.resource_type in {ResourceType.TOPIC, ResourceType.GROUP}
    )


def run_plan(admin: KafkaAdminClient, file: Path) -> Status:
    """Print what `apply` would do; `LEFT` when there is something."""
    give, take = plan(taken(file, wanted), present(admin))
    print(shown(give, take))
    return Status.LEFT if give or take else Status.DONE


def run_apply(admin: KafkaAdminClient, file: Path, *, allow_destructive: bool) -> Status:
    """Make the cluster as the file says; nothing at all when something would be taken away unasked."""
    give, take = plan(taken(file, wanted), present(admin))
    print(shown(give, take))
    if take and not allow_destructive:
        raise Refused(
            "nothing was done (未执行): it would take rights away from"
            f" {', '.join(sorted({one.user for one in take}))}. If that is meant, say"
            " --allow-destructive"
        )
    if give:
        failed = admin.create_acls([one.acl for one in give])["failed"]
        if failed:
            raise Refused(f"Kafka refused: {failed}")
    if take:
        faults = [fault for _, _, fault in admin.delete_acls([one.exactly for one in take])]
        if any(fault is not NoError for fault in faults):
            raise Refused(f"Kafka refused: {faults}")
    return Status.DONE


def shown(give: Iterable[Grant], take: Iterable[Grant]) -> str:
    """The plan as people read it."""
    rows = [("授予 give", *_told(one)) for one in give] + [
        ("收回 take", *_told(one)) for one in take
    ]
    return table(_HEADERS, rows, empty="已一致 nothing to change")


def _told(grant: Grant) -> tuple[str, str, str, str]:
    begins = grant.pattern is ACLResourcePatternType.PREFIXED
    name = f"{grant.name}*" if begins else grant.name
    return grant.user, grant.operation.name.lower(), grant.kind.name.lower(), name


def _grants(user: str, topics: object) -> Iterable[Grant]:
    if not isinstance(topics, list) or not all(isinstance(one, str) for one in topics):
        raise BadFile(f"{user}: give a list of topics")
    for topic in topics:
        if not topic.startswith(PUBLIC):
            raise BadFile(
                f"{user}: {topic} is not {PUBLIC}…: others hold what bureaus may not read"
            )
        yield Grant(user, ACLOperation.READ, ResourceType.TOPIC, topic)
        yield Grant(user, ACLOperation.DESCRIBE, ResourceType.TOPIC, topic)
    begins = ACLResourcePatternType.PREFIXED
    yield Grant(user, ACLOperation.READ, ResourceType.GROUP, f"{user}.", begins)


def _without_authorizer() -> Refused:
    return Refused(
        "this cluster asks nobody who he is, so there is nothing to grant: set"
        " authorizer.class.name on its brokers"
    )
