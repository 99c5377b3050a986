"""The backbone on Apache Kafka: FastStream keeps the clients, the platform keeps the positions."""

from shared.messaging.kafka.backbone import KafkaBackbone
from shared.messaging.kafka.link import Link, Scram

__all__ = ["KafkaBackbone", "Link", "Scram"]
