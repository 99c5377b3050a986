"""Every command with its options; `--help` tells the groups, and each group's its commands."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from deploy.operate.toml_file import ACLS, TOPICS
from deploy.services import BUREAUS, SERVICES

_ABOUT = """\
社区党建平台运维 Operating the platform.

It is told where everything is by the very variables of the services (docs/configuration.md), or by
--home, the folder of a run on this machine.

exit status (退出码):
  0  done, or all is well
  1  something is left: entries still set aside, a view not switched, changes not applied, a lag too great,
     a topic that is not as it was published, or not proven to be
  2  the command line cannot be read
  3  refused: the text says what would have to be told
  4  a database or Kafka does not answer
  130  interrupted (Ctrl-C)
"""


def parser() -> ArgumentParser:
    """The command line, whole."""
    whole = ArgumentParser(
        prog="python -m deploy.operate",
        description=_ABOUT,
        formatter_class=RawDescriptionHelpFormatter,
    )
    whole.add_argument("--home", type=Path, help="本机运行的目录 folder of a run on this machine")
    groups = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _dead_letters(
        _group(
            groups, "dead-letters", "搁置的消息 what a view, a policy or a consumer could not take"
        )
    )
    _views(_group(groups, "views", "读模型 read models: list, rebuild, free old copies"))
    topics = _group(groups, "topics", "主题 the cluster's topics, from one file")
    _cluster(topics, "cluster:plan_topics", "cluster:apply_topics", TOPICS)
    _deletion(
        _command(topics, "delete", "删除 one, with all that it holds", "cluster:delete_topic")
    )
    rights = _group(groups, "acls", "权限 who may read which topics, from one file")
    _cluster(rights, "cluster:plan_acls", "cluster:apply_acls", ACLS)
    _users(_group(groups, "users", "用户 who can say who he is to the brokers"))
    _offsets(_group(groups, "offsets", "位置 where subscriptions stand"))
    _replay(
        _command(
            groups, "replay", "补发 a bureau's own topic, its districts only", "messages:replay"
        )
    )
    _verify(
        _command(groups, "verify", "核对 is a public topic what was published", "messages:verify")
    )
    lag = _command(groups, "lag", "滞后 how far everything is behind", "services:lag")
    _service(lag, optional=True)
    lag.add_argument(
        "--most", type=float, metavar="SECONDS", help="exit 1 when one is further behind"
    )
    log = _group(groups, "log", "事件日志 the event logs")
    horizon = _command(
        log, "horizon", "长事务 what holds readers of the log back", "services:horizon"
    )
    _service(horizon, optional=True)
    horizon.add_argument(
        "--most",
        type=float,
        default=30.0,
        metavar="SECONDS",
        help="exit 1 when held for longer (30)",
    )
    return whole


def _dead_letters(group: Any) -> None:
    _service(
        _command(group, "list", "列出 all that waits for a decision", "services:letters"),
        optional=True,
    )
    show = _command(group, "show", "查看 one with its reason and content", "services:show_letter")
    _letter(show)
    retry = _command(
        group, "retry", "重试 take them after all, once the cause is mended", "services:retry"
    )
    _service(retry)
    retry.add_argument("--stream", help="this stream only; every one by default")
    _dry_run(retry)
    discard = _command(
        group, "discard", "弃用 leave one out for good, in every rebuild too", "services:discard"
    )
    _letter(discard)
    discard.add_argument(
        "--because", type=_reason, required=True, help="原因 why; it is noted with the entry"
    )
    _dry_run(discard)


def _views(group: Any) -> None:
    _service(
        _command(group, "list", "列出 how far each is, and its state", "services:list_views"),
        optional=True,
    )
    rebuild = _command(
        group, "rebuild", "重建 anew beside the live one, compared, switched", "services:rebuild"
    )
    _service(rebuild)
    rebuild.add_argument("view")
    rebuild.add_argument(
        "--accept-differences", action="store_true", help="switch even when it differs"
    )
    _dry_run(rebuild)
    drop = _command(
        group, "drop-old", "删除旧副本 the copies from before the last rebuild", "services:drop_old"
    )
    _service(drop)
    drop.add_argument("view", nargs="?", help="every one by default")
    _dry_run(drop)


def _users(group: Any) -> None:
    _bootstrap(_command(group, "list", "列出 with what they may read", "cluster:list_users"))
    admit = _command(group, "admit", "开通 a fresh password, shown once", "cluster:admit_user")
    admit.add_argument("--renew", action="store_true", help="换口令 another password")
    remove = _command(group, "remove", "移除 take the password away", "cluster:remove_user")
    for one in (admit, remove):
        one.add_argument("user", help="用户 a bureau's, as in acls.toml")
        _dry_run(one)
        _bootstrap(one)


def _offsets(group: Any) -> None:
    _service(
        _command(group, "show", "查看 the true positions", "services:show_offsets"), optional=True
    )
    reset = _command(
        group, "reset", "移动 one of them; who follows goes on from there", "services:reset"
    )
    _service(reset)
    reset.add_argument("subscription")
    reset.add_argument(
        "--source",
        default="log",
        help="`log` (default), topic/partition, or a topic: all its parts",
    )
    reset.add_argument(
        "--to",
        type=int,
        required=True,
        metavar="POSITION",
        help="the last one taken for handled; 0: from the beginning",
    )
    reset.add_argument("--skip", action="store_true", help="forwards: leave entries out")
    _dry_run(reset)
    forget = _command(
        group, "forget", "清除 what one that no release has any more has left", "services:forget"
    )
    _service(forget)
    forget.add_argument("subscription", help="订阅 as `lag` shows it: no longer followed")
    _dry_run(forget)


def _replay(command: ArgumentParser) -> None:
    command.add_argument("service", choices=BUREAUS, help="服务 whose public topic")
    command.add_argument("--to", required=True, metavar="TOPIC", help="the bureau's own topic")
    command.add_argument(
        "--district",
        action="append",
        required=True,
        help="区划代码或组织 a division's code, or an organisation's id, with all below; repeatable",
    )
    command.add_argument(
        "--type",
        action="append",
        default=[],
        help="one type of message; repeatable; all by default",
    )
    command.add_argument("--source", help="the public topic, in place of the service's own")
    _dry_run(command)
    _bootstrap(command)


def _verify(command: ArgumentParser) -> None:
    command.add_argument("service", nargs="?", choices=BUREAUS, help="every one by default")
    command.add_argument(
        "--topic",
        help="this one by its own proofs alone: a bureau's own topic; exit 1 also while not all is proven",
    )
    command.add_argument(
        "--bootstrap", help="host:port,… of brokers; the topics by their own proofs alone, likewise"
    )


def _cluster(group: Any, plan: str, apply: str, file: Path) -> None:
    planning = _command(group, "plan", "比较 what would change; exit 1 when something would", plan)
    applying = _command(group, "apply", "执行 make it so", apply)
    applying.add_argument("--allow-destructive", action="store_true", help="also what does harm")
    for one in (planning, applying):
        one.add_argument("--file", type=Path, default=file, help="what it is to be")
        _bootstrap(one)


def _deletion(command: ArgumentParser) -> None:
    command.add_argument("topic", help="主题 its name")
    command.add_argument("--allow-destructive", action="store_true", help="its messages may go")
    _dry_run(command)
    _bootstrap(command)


def _bootstrap(command: ArgumentParser) -> None:
    command.add_argument(
        "--bootstrap", help="host:port,… of brokers, in place of the services' own"
    )


def _group(groups: Any, name: str, meaning: str) -> Any:
    made = groups.add_parser(name, help=meaning, description=meaning)
    return made.add_subparsers(required=True, metavar="COMMAND")


def _command(group: Any, name: str, meaning: str, act: str) -> ArgumentParser:
    """``act``: what does it, `services:lag` is `lag` in `on_services.py`; imported when it is to be done."""
    made: ArgumentParser = group.add_parser(name, help=meaning, description=meaning)
    made.set_defaults(act=f"{__package__}.on_{act}")
    return made


def _service(command: ArgumentParser, *, optional: bool = False) -> None:
    many = "every one by default" if optional else "服务 whose"
    command.add_argument("service", nargs="?" if optional else None, choices=SERVICES, help=many)


def _letter(command: ArgumentParser) -> None:
    _service(command)
    command.add_argument("id", type=int, help="编号 as `dead-letters list` shows it")


def _reason(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("say why (请说明原因): a blank tells nobody")
    return text


def _dry_run(command: ArgumentParser) -> None:
    command.add_argument("--dry-run", action="store_true", help="试运行 tell, and change nothing")
