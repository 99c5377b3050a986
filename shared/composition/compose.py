"""Ground, work and front as one service, for the role its settings name."""

from collections import ChainMap
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, cast

from shared.composition.front import Front, app_of
from shared.composition.ground import Ground, House
from shared.composition.work import Reacting, Work, public_relay_of, relay_of
from shared.event_store.postgres import LogSource, Numbering, PostgresEventStore, state_of_log
from shared.http.office import Office
from shared.http.views import views_router
from shared.messaging.feed import OwnLog
from shared.messaging.promise import Backbone, Following
from shared.policies.clerk import Clerk
from shared.service import Part, Service, Together
from shared.subscription.checkpoints import BY_HAND
from shared.subscription.follower import Follower
from shared.subscription.healing import Healing
from shared.subscription.keeping import followings
from shared.subscription.renewing import Renewal, ViewKeeper
from shared.subscription.standing import Ends, Measured, Observer
from shared.watching import Watching

Followings = Mapping[str, Following]
Loops = Mapping[str, Follower[Any]]


def compose(
    ground: Ground, work: Work, front: Front, backbone: Backbone, office: Office | None = None
) -> Service:
    """The service, not yet started.

    Args:
        ground: what it stands on; with a log of its own, a `House`.
        work: what it does besides answering.
        front: how it answers.
        backbone: where messages go to, and come from.
        office: what stands behind its endpoints.
    """
    runs = ground.settings.runs
    followings = _followings(ground, work, backbone)
    loops: Loops = ChainMap(*(cast("dict[str, Any]", each.loops) for each in followings.values()))
    ground.signals.call(BY_HAND, partial(_look_again, followings))
    clerks = {each.name: each for each in work.clerks} if runs("policies") else {}
    healings = _healings(ground, work)
    followed = {*healings, *_relays(ground, work, backbone)}
    keeper = ViewKeeper(work.views, renews=runs("projector"))
    observer, shares = _observer(ground, work, followed), _shared_topics(work, followings)
    watching = _watching(ground, observer, loops, clerks, renewals=keeper.renewals, shares=shares)
    routers = [*front.routers] if runs("api") else []
    routers.append(views_router(work.views, loops, front.allow))
    front = front.over(keeper.outdated)
    working = Together([keeper, *followings.values(), *clerks.values()])
    return Service(
        name=ground.name,
        app=app_of(ground, front, office, watching.readiness, routers),
        parts=[ground.signals, *_numbering(ground), working],
        subscriptions=loops,
        clerks=clerks,
        renewals=keeper.renewals,
        followed=followed,
        views=work.views,
        healings=healings,
        topics=work.topics,
        closing=(ground.close,),
    )


def _look_again(followings: Followings, subscription: str) -> None:
    """A person has decided something about a subscription; about any, when it is empty."""
    for following in followings.values():
        for loop in following.loops.values():
            if subscription in {"", loop.subscription}:
                loop.look_again()


def _numbering(ground: Ground) -> Sequence[Part]:
    """Of whoever has a log. The relay's process is always there: who looks into a view waits for its own."""
    if not isinstance(ground, House):
        return ()
    signals = ground.signals if ground.settings.follows_log else None
    return (Numbering(ground.pool, signals, first=ground.settings.runs("relay")),)


def _followings(ground: Ground, work: Work, backbone: Backbone) -> Followings:
    """What this process follows, by the name of who follows."""
    found: dict[str, Following] = {}
    runs, engine = ground.settings.runs, ground.engine
    if runs("projector"):
        found |= followings(work.views, ground.moved)
    if runs("relay"):
        found |= {
            name: make()
            for name, make in _relays(ground, work, backbone).items()
            if backbone.for_bureaus or name != _public_relay(ground)
        }
    reacting: list[Reacting] = []
    if runs("policies"):
        reacting += work.policies
    if runs("consumers"):
        reacting += work.consumers
    return found | {each.name: each.following(engine) for each in reacting}


def _public_relay(ground: Ground) -> str:
    return f"{ground.name}.public.relay"


def _relays(
    ground: Ground, work: Work, backbone: Backbone
) -> Mapping[str, Callable[[], Following]]:
    """What makes each relay of this release, by name."""
    found: dict[str, Callable[[], Following]] = {}
    if work.publication is not None and isinstance(ground, House):
        name, log = f"{ground.name}.relay", OwnLog(ground.log)
        found[name] = partial(relay_of, name, ground.engine, work.publication, backbone, log)
        if work.public is not None:
            name = _public_relay(ground)
            found[name] = partial(public_relay_of, name, ground.engine, work.public, backbone, log)
    return found


def _healings(ground: Ground, work: Work) -> Mapping[str, Callable[[], Healing[Any]]]:
    """The views first: a reaction that asks one can only act upon what that shows."""
    found: dict[str, Callable[[], Healing[Any]]] = {
        name: view.healing for name, view in work.views.items()
    }
    reacting = (*work.policies, *work.consumers)
    return found | {one.name: partial(one.healing, ground.engine) for one in reacting}


def _observer(ground: Ground, work: Work, followed: Collection[str]) -> Observer:
    sources: list[Measured | Ends] = []
    for topic in work.topics.values():
        parts = topic.sources()  # Kafka's are not counted before somebody looks
        sources += [parts] if isinstance(parts, Ends) else parts
    if isinstance(ground, House):
        sources.append(LogSource(PostgresEventStore(ground.observing), ground.signals))
    return Observer(ground.observing, sources, followed, now=ground.now)


def _watching(
    ground: Ground,
    observer: Observer,
    loops: Loops,
    clerks: Mapping[str, Clerk],
    *,
    renewals: Mapping[str, Renewal],
    shares: Followings,
) -> Watching:
    log = (lambda: state_of_log(ground.observing)) if isinstance(ground, House) else None
    watching = Watching(
        observer=observer,
        loops=loops,
        clerks=clerks,
        renewals=renewals,
        followings=shares,
        pools=ground.pools,
        log=log,
        now=ground.now,
    )
    watching.show(ground.metrics)
    return watching


def _shared_topics(work: Work, followings: Followings) -> Followings:
    """The followings that share the parts of topics with other processes, by topics."""
    feeds = {name: view.feed for name, view in work.views.items()}
    feeds |= {each.name: each.feed for each in work.consumers}
    found: dict[str, Following] = {}
    for name, following in followings.items():
        if (feed := feeds.get(name)) and feed.topics:
            found[feed.name if feed.name not in found else f"{feed.name} {name}"] = following
    return found
