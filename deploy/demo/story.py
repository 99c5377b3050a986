"""The chapters in their order: loaded once, then shown before and after every view was rebuilt."""

import json
from collections.abc import Sequence
from datetime import date
from functools import reduce
from pathlib import Path

from deploy.demo.appeals import Appeals
from deploy.demo.chapter import Chapter, Scene
from deploy.demo.client import Answer
from deploy.demo.district import District
from deploy.demo.officers import Officers
from deploy.demo.rebuilding import Changed, drop_old_views, rebuild_all
from deploy.demo.sharing import Sharing
from deploy.local.written import write_whole
from shared.clock import city_day, utc_now

CHAPTERS: tuple[Chapter, ...] = (District(), Appeals(), Sharing())


def tell(officers: Officers, home: Path, afresh: str) -> None:
    """Load what is missing, show it, rebuild it, and write `summary.json`; ``afresh`` is how to begin anew.

    Raises:
        Refused: the platform refused a request.
        Changed: a rebuilt view is not what it was.
    """
    scene = _load(officers, home, afresh)
    before = [chapter.told(scene).compared for chapter in CHAPTERS]
    print("Throwing every read model away and rebuilding it from the log:", flush=True)
    rebuild = rebuild_all(officers.city())
    after = [chapter.told(scene) for chapter in CHAPTERS]
    if before != [told.compared for told in after]:
        raise Changed("what reporting says after the rebuild is not what it said before")
    for told in after:
        print(told.table)
    parts: Sequence[Answer] = [*(told.summary for told in after), {"rebuild": rebuild}]
    _write(reduce(lambda whole, part: whole | part, parts), home / "summary.json")
    print(f"Nothing changed. The summary is in {home / 'summary.json'}.")
    drop_old_views(officers.city())


def _load(officers: Officers, home: Path, afresh: str) -> Scene:
    """Load what is not loaded yet; the day of the first loading stays the day of the sample."""
    state = home / "loaded.json"
    loaded = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {}
    today = date.fromisoformat(loaded.get("today", city_day(utc_now()).isoformat()))
    scene, done = Scene(officers, today, home), list(loaded.get("chapters", ()))
    missing = [chapter for chapter in CHAPTERS if chapter.name not in done]
    if not missing:
        print(f"Going on with the data loaded before (`{afresh}` starts afresh).")
    else:
        print("Loading Yuhua district (雨花区) as its officers would:", flush=True)
    for chapter in missing:
        _write({"today": today.isoformat(), "chapters": done}, state)
        chapter.load(scene)
        done.append(chapter.name)
    _write({"today": today.isoformat(), "chapters": done}, state)
    for chapter in CHAPTERS:
        chapter.caught_up(scene)
    return scene


def _write(told: Answer, path: Path) -> None:
    write_whole(path, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
