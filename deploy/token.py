"""Print ready-made tokens for the demo roles: ``python -m deploy.token`` (``make token``)."""

from argparse import ArgumentParser
from pathlib import Path

from shared.access.demo import demo_tokens, printed
from shared.access.key_file import ensure_key_file, local_signing_key
from shared.clock import utc_now

KEY_FILE = Path("var/demo/keys/access.json")
BRANCH = "430111001002"


def main(arguments: list[str] | None = None) -> None:
    """Read the key file, make it on first use, and print one token for each demo role."""
    parser = ArgumentParser(prog="deploy.token", description=__doc__)
    parser.add_argument("key_file", nargs="?", type=Path, default=KEY_FILE)
    parser.add_argument("--branch", default=BRANCH, help="id of the branch whose secretary to show")
    given = parser.parse_args(arguments)
    try:
        key = local_signing_key(ensure_key_file(given.key_file))
    except (ValueError, OSError) as error:
        parser.exit(1, f"cannot use {given.key_file}: {error}\n")
    print(printed(demo_tokens(given.branch, key, utc_now())))


if __name__ == "__main__":
    main()
