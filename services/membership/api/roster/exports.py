"""Giving the register out as a spreadsheet: masked, or in clear to who may, and recorded."""

import tempfile
from collections.abc import Iterator
from typing import Annotated, Any, BinaryIO, cast

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from services.membership.api.asking import Asked
from services.membership.api.fields import OrganisationId
from services.membership.api.looking import Looked
from services.membership.api.members.shown import opened
from services.membership.api.roster.imports import FILE, XLSX
from services.membership.domain.disclosure.purposes import DisclosurePurpose
from services.membership.projections import members
from services.membership.projections.members import queries
from services.membership.projections.members.row import MemberRow
from services.membership.roster.export import write_roster
from services.membership.roster.row import RosterValues
from shared.access.permissions import Permission
from shared.http.service_app import service_router

router = service_router(404, 409, tags=["花名册 roster"])
_SPOOLED_BYTES = 16 * 1024 * 1024
_CHUNK = 256 * 1024
