"""What a local broker is told. A city's own cluster is told by its operators; this one is for a machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MECHANISM = "SCRAM-SHA-512"
_REPLICAS = 3


@dataclass(frozen=True)
class Ports:
    """Where a broker listens on the loopback.

    Attributes:
        plain: for our own services and the brokers among themselves.
        controller: for the quorum.
        secured: for those who say who they are; open only when there is an administrator.
    """

    plain: int
    controller: int
    secured: int


@dataclass(frozen=True)
class Admin:
    """The user that may do everything on the secured listener.

    Attributes:
        password: his.
        name: his.
        certificate: PEM file with the brokers' key and certificate: then the listener speaks TLS.
    """

    password: str = field(repr=False)
    name: str = "admin"
    certificate: Path | None = None

    @property
    def scram(self) -> str:
        """As the storage tool takes it when the cluster is made."""
        return f"{MECHANISM}=[name={self.name},password={self.password}]"


def properties(
    number: int, ports: Mapping[int, Ports], data: Path, admin: Admin | None
) -> dict[str, str]:
    """The properties of broker ``number`` in the cluster of all ``ports``."""
    mine, replicas = ports[number], min(_REPLICAS, len(ports))
    clients = {"PLAIN": mine.plain, **({"SECURED": mine.secured} if admin else {})}
    voters = (f"{n}@127.0.0.1:{one.controller}" for n, one in ports.items())
    return {
        "node.id": str(number),
        "process.roles": "broker,controller",
        "controller.quorum.voters": ",".join(voters),
        "listeners": _listeners({**clients, "CONTROLLER": mine.controller}),
        "advertised.listeners": _listeners(clients),
        "listener.security.protocol.map": _protocols(admin),
        "inter.broker.listener.name": "PLAIN",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": str(data),
        **ORDERLY,
        **_SMALL,
        "controlled.shutdown.enable": str(len(ports) == 1).lower(),  # ADR 0040
        "default.replication.factor": str(replicas),
        "min.insync.replicas": str(max(1, replicas - 1)),
        "offsets.topic.replication.factor": str(replicas),
        "transaction.state.log.replication.factor": str(replicas),
        "transaction.state.log.min.isr": str(max(1, replicas - 1)),
        **(_secured(admin) if admin else {}),
    }


def _listeners(ports: Mapping[str, int]) -> str:
    return ",".join(f"{name}://127.0.0.1:{port}" for name, port in ports.items())


def _secured(admin: Admin) -> dict[str, str]:
    """Strangers may nothing; on the plain listener, which only this machine reaches, nobody is asked."""
    module = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    listener = f"listener.name.secured.{MECHANISM.lower()}.sasl.jaas.config"
    certificate = {
        "listener.name.secured.ssl.keystore.type": "PEM",
        "listener.name.secured.ssl.keystore.location": str(admin.certificate),
    }
    return {
        **(certificate if admin.certificate else {}),
        "sasl.enabled.mechanisms": MECHANISM,
        listener: module,
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:{admin.name};User:ANONYMOUS",
        "allow.everyone.if.no.acl.found": "false",
    }


def _protocols(admin: Admin | None) -> str:
    secured = "SASL_SSL" if admin and admin.certificate else "SASL_PLAINTEXT"
    return f"PLAIN:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:{secured}"


ORDERLY = {
    "auto.create.topics.enable": "false",  # a misspelt topic is an error, not a new topic
    "unclean.leader.election.enable": "false",
    "broker.heartbeat.interval.ms": "1000",
    "broker.session.timeout.ms": "6000",  # a killed broker gives up its partitions that soon
}
"""What every cluster of ours is told, in Docker too (`deploy/kafka/compose.yaml`)."""
_SMALL = {
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",  # a consumer may ask to be missed that soon
    "offsets.topic.num.partitions": "5",
    "transaction.state.log.num.partitions": "5",
    "share.coordinator.state.topic.num.partitions": "5",
    "log.cleaner.dedupe.buffer.size": "8388608",  # its default is half of this JVM's heap
    "log.index.size.max.bytes": "1048576",
    "num.network.threads": "2",
    "num.io.threads": "4",
}
