"""Print ready-made tokens for the demo roles: ``python -m deploy.token`` (``make token``)."""

from argparse import ArgumentParser
from pathlib import Path

from deploy.local.home import DEMOS, Home
from shared.access.demo import demo_tokens, printed
from shared.access.key_file import ensure_key_file, local_signing_key
from shared.clock import utc_now

BRANCH = "430111001002"


def main(arguments: list[str] | None = None) -> None:
    """Read the folder's key file, make it on first use, and print one token for each demo role."""
    parser = ArgumentParser(prog="python -m deploy.token", description=__doc__)
    whose = parser.add_mutually_exclusive_group()
    told = "whose demo's keys sign; embedded by default"
    whose.add_argument("--backbone", choices=sorted(DEMOS), default="embedded", help=told)
    told = "a run's folder, whose keys sign: var/city is that of `make up`"
    whose.add_argument("--home", type=Path, help=told)
    parser.add_argument("--branch", default=BRANCH, help="id of the branch whose secretary to show")
    given = parser.parse_args(arguments)
    key_file = Home(given.home or DEMOS[given.backbone]).token_keys
    try:
        key = local_signing_key(ensure_key_file(key_file))
    except (ValueError, OSError) as error:
        parser.exit(1, f"cannot use {key_file}: {error}\n")
    print(printed(demo_tokens(given.branch, key, utc_now())))


if __name__ == "__main__":
    main()
