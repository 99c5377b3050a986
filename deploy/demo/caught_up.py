"""Waiting until what was loaded is seen."""

from deploy.demo.client import Client


def newest(operator: Client, service: str) -> str:
    """The newest position of a service's log, as a `Read-After` header takes it."""
    views = operator.get(f"/{service}/views")["views"]
    return f"{service}:{max(view['position'] + view['lag'] for view in views)}"
