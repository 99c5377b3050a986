"""Whether a Docker engine answers: then testcontainers start the servers of a test run."""

import os
from pathlib import Path

_SECONDS = 5


def engine_answers() -> bool:
    """An engine that is installed and does not run is none."""
    given = os.environ.get("DOCKER_HOST")  # noqa: TID251 -- Docker's own variable
    if not given and not Path("/var/run/docker.sock").exists():
        return False
    import docker  # noqa: PLC0415 -- takes half a second, and few machines need it
    from docker.errors import DockerException  # noqa: PLC0415

    try:
        client = docker.from_env(timeout=_SECONDS)
        try:
            client.ping()
        finally:
            client.close()
    except DockerException:
        return False
    return True
