"""The composition root: one service, for one role or for all of them in one process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from fastapi import FastAPI
from sqlalchemy import Engine

from services.membership.api.application import may_operate, membership_app
from services.membership.api.freshness import Freshness
from services.membership.api.office import Office
from services.membership.api.result_files import ResultFiles
from services.membership.application import Membership, People, new_desk
from services.membership.application.roster import RosterImports
from services.membership.outgoing import TOPIC, outgoing
from services.membership.policies import expiry, following, forgetting
from services.membership.policies.behind_view import BehindView
from services.membership.policies.reaction import Reaction
from services.membership.settings import Settings
from services.membership.views import members_source, VIEWS
from shared.access.tokens import Verifier
from shared.clock import utc_now
from shared.database import open_engine, open_pool
from shared.event_store.postgres import APPENDED, NUMBERED, LogSource, Numbering, PostgresEventStore
