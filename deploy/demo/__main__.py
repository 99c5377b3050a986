"""`make demo`: set up, start, load Yuhua district, rebuild every view, show the statistics, serve."""

import json
import shutil
import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from deploy.demo import loading, showing
from deploy.demo.client import Refused
from deploy.demo.loading import Officers
from deploy.local.city import LocalCity
from deploy.local.home import Home
from deploy.local.kafka import LocalKafka
from deploy.local.kafka_jars import NoKafka
from deploy.local.part import NotUp
from deploy.local.platform import LocalPlatform
from deploy.sample.chance import seeded
from deploy.sample.yuhua import yuhua
from deploy.token import BRANCH
from shared import logging
from shared.access.demo import demo_tokens, printed
from shared.access.key_file import local_signing_key
from shared.clock import city_day, utc_now
from shared.http.server import PortTaken

HOMES = {"embedded": Path("var/demo"), "kafka": Path("var/demo-kafka")}
"""A folder for each way to run: their messages are in different places."""
SEED = 430111


def main(arguments: list[str] | None = None) -> int:
    """Run the demonstration; answers the exit status."""
    given = _parsed(arguments)
    if given.clean:
        shutil.rmtree(given.home, ignore_errors=True)
        return 0
    given.home.mkdir(parents=True, exist_ok=True)
    with (given.home / "platform.log").open("a", encoding="utf-8") as log:
        logging.configure("INFO", log)
        try:
            _demonstrate(given)
        except (Refused, PortTaken, showing.Changed, NoKafka, NotUp, OSError) as error:
            print(f"The demo failed: {error}\n(see {given.home / 'platform.log'})", file=sys.stderr)
            return 1
    return 0


def _parsed(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--backbone", choices=sorted(HOMES), default="embedded")
    parser.add_argument("--home", type=Path, help="where its data is kept")
    parser.add_argument("--once", action="store_true", help="end when all is shown")
    parser.add_argument("--clean", action="store_true", help="throw the demo's data away")
    given = parser.parse_args(arguments)
    given.home = given.home or HOMES[given.backbone]
    return given


def _demonstrate(given: Namespace) -> None:
    with _platform(given) as platform:
        keys = platform.home.token_keys
        for address in sorted(set(platform.addresses.values())):
            services = [name for name, at in platform.addresses.items() if at == address]
            pages = ", ".join(f"/{name}/docs" for name in services)
            print(f"  {address}/   (pages: {pages})", flush=True)
        officers = Officers(platform.addresses, keys)
        _load(officers, given.home)
        showing.caught_up(officers.city(), officers.district())
        _show(officers, given.home)
        showing.drop_old_views(officers.city())
        print(
            f"\nTokens for the demo's roles (send as `Authorization: Bearer …`):\n"
            f"{printed(demo_tokens(BRANCH, local_signing_key(keys), utc_now()))}"
        )
        if given.once:
            return
        print("\nServing until Ctrl-C.", flush=True)
        _until_stopped()


def _platform(given: Namespace) -> LocalPlatform | LocalCity:
    home = Home(given.home)
    if given.backbone == "kafka":
        print("Starting Kafka, PostgreSQL and every service in its own processes …", flush=True)
        return LocalCity(home, LocalKafka(home.kafka))
    print("Starting PostgreSQL and every service …", flush=True)
    return LocalPlatform(home, port=given.port)


def _load(officers: Officers, home: Path) -> None:
    """Load what is not loaded yet; the day of the first loading stays the day of the sample."""
    state = home / "loaded.json"
    if state.exists() and json.loads(state.read_text(encoding="utf-8"))["complete"]:
        print("Going on with the data loaded before (`make clean-demo` starts afresh).")
        return
    today = city_day(utc_now())
    if state.exists():
        today = date.fromisoformat(json.loads(state.read_text(encoding="utf-8"))["today"])
    for complete in (False, True):
        state.write_text(json.dumps({"today": today.isoformat(), "complete": complete}))
        if not complete:
            print("Loading Yuhua district (雨花区) as its officers would:", flush=True)
            loading.load(yuhua(today, seeded(SEED)), officers, home / "rosters")


def _show(officers: Officers, home: Path) -> None:
    before = showing.statistics(officers.district())
    print("Throwing every read model away and rebuilding it from the log:", flush=True)
    rebuild = showing.rebuild_all(officers.city())
    after = showing.statistics(officers.district())
    if showing.figures(before) != showing.figures(after):
        raise showing.Changed("the statistics after the rebuild are not those before")
    print(showing.printed(after))
    told = showing.summary(after, int(after["position"].partition(":")[2]), rebuild)
    showing.write(told, home / "summary.json")
    print(f"Nothing changed. The summary is in {home / 'summary.json'}.")


def _until_stopped() -> None:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    stopped.wait()
    print("Stopping …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
