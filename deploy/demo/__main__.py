"""`make demo`: set up, start, load Yuhua district, rebuild every view, show the figures, serve."""

import shutil
import signal
import sys
import traceback
from argparse import ArgumentParser, Namespace
from pathlib import Path

from shared.collector import resting

with resting():
    from deploy.city import city_at
    from deploy.demo.officers import Officers
    from deploy.demo.story import tell
    from deploy.local.alone import Running, alone_in
    from deploy.local.city import LocalCity
    from deploy.local.home import DEMOS, Home
    from deploy.local.kafka_jars import NoKafka
    from deploy.local.platform import LocalPlatform
    from deploy.local.postgres import LocalPostgres
    from deploy.local.processes import end_when_asked
    from deploy.token import BRANCH
    from shared import logging
    from shared.access.demo import demo_tokens, printed
    from shared.access.key_file import local_signing_key
    from shared.asked_to_end import AskedToEnd
    from shared.clock import utc_now
    from shared.http.server import PortTaken

_PORT = 8080
_INTERRUPTED = 128 + signal.SIGINT


def main(arguments: list[str] | None = None) -> int:
    """Run the demonstration; answers the exit status."""
    given = _parsed(arguments)
    try:
        with alone_in(given.home, f"it runs already in {given.home}: end it with Ctrl-C first"):
            return _clean(given) if given.clean else _run(given)
    except (NoKafka, Running) as error:
        print(f"The demo: {error}.", file=sys.stderr)
        return 1


def _clean(given: Namespace) -> int:
    """Throw the data away, and end what a demo that was killed has left running."""
    home = Home(given.home)
    if given.backbone == "kafka":
        city_at(given.home).clean()
    elif LocalPostgres.runs(home.postgres):
        LocalPostgres(home.postgres).stop()
    shutil.rmtree(given.home, ignore_errors=True)
    print(f"Thrown away (已清除): {given.home}")
    return 0


def _run(given: Namespace) -> int:
    with (given.home / "platform.log").open("a", encoding="utf-8") as log:
        logging.configure("INFO", log)
        try:
            _demonstrate(given)
        except KeyboardInterrupt:
            print(f"\nStopped. The next `make demo{given.more}` goes on from here.", flush=True)
            return _INTERRUPTED
        except Exception as error:  # noqa: BLE001 -- whatever it is: one line for who looks on, the rest in the log
            traceback.print_exc(file=log)
            told = " ".join(f"{error}".split()) or type(error).__name__
            hint = "; `make demo PORT=9000` takes another" if isinstance(error, PortTaken) else ""
            seen = f" (see {given.home / 'platform.log'})"
            print(f"The demo failed: {told}{hint or seen}", file=sys.stderr)
            return 1
    return 0


def _parsed(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m deploy.demo", description=__doc__)
    told = f"where it answers ({_PORT}); on Kafka each service has a free one of its own"
    parser.add_argument("--port", type=int, help=told)
    told = "what carries messages: embedded (in PostgreSQL, the default) or kafka"
    parser.add_argument("--backbone", choices=sorted(DEMOS), default="embedded", help=told)
    parser.add_argument("--home", type=Path, help="where its data is kept")
    parser.add_argument("--once", action="store_true", help="end when all is shown")
    parser.add_argument("--clean", action="store_true", help="throw the demo's data away")
    given = parser.parse_args(arguments)
    if given.port is not None and given.backbone == "kafka":
        parser.error(
            "--port: on Kafka each service takes a free one, which is printed; leave it out"
        )
    given.home = given.home or DEMOS[given.backbone]
    given.more = "" if given.backbone == "embedded" else f" BACKBONE={given.backbone}"
    return given


def _demonstrate(given: Namespace) -> None:
    with _platform(given) as platform:
        keys = platform.home.token_keys
        for address in sorted(set(platform.addresses.values())):
            services = [name for name, at in platform.addresses.items() if at == address]
            pages = ", ".join(f"/{name}/docs" for name in services)
            print(f"  {address}/   (pages: {pages})", flush=True)
        print(
            f"Tokens for the demo's roles (send as `Authorization: Bearer …`):\n"
            f"{printed(demo_tokens(BRANCH, local_signing_key(keys), utc_now()))}\n",
            flush=True,
        )
        tell(Officers(platform.addresses, keys), given.home, f"make clean-demo{given.more}")
        if given.once:
            return
        print("\nServing until Ctrl-C.", flush=True)
        AskedToEnd().wait()
        print(f"Stopping … the next `make demo{given.more}` goes on with this data.", flush=True)


def _platform(given: Namespace) -> LocalPlatform | LocalCity:
    if given.backbone == "kafka":
        print("Starting Kafka, PostgreSQL and every service in its own processes …", flush=True)
        return city_at(given.home, brokers=1, replicas={})  # nobody dies in a demo
    print("Starting PostgreSQL and every service …", flush=True)
    return LocalPlatform(Home(given.home), port=_PORT if given.port is None else given.port)


if __name__ == "__main__":
    end_when_asked()
    sys.exit(main())
