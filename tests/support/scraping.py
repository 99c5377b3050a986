"""Metrics as Prometheus reads them."""

from prometheus_client.parser import text_string_to_metric_families

from shared.metrics import Metrics, rendered


def samples(metrics: Metrics) -> dict[str, float]:
    """Every sample by `name[label=value,…]`."""
    return read(rendered(metrics).decode())


def read(page: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}[{labels}]" if labels else sample.name] = sample.value
    return found
