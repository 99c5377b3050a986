"""The same through Kafka: one broker on this machine for each bench, every reference on the same one."""
