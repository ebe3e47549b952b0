"""Who changed what for whom, as it is shown."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.model.audit import AuditAct


class AuditLineView(msgspec.Struct, frozen=True):
    """One act. `by` is an extension or a username, "" where the hub itself wrote it; a name is "" of who is not here any
    longer. `session` tells one sign-in from another, `subject` is the id of what it was done to, `detail` a word for how."""

    number: int
    at: datetime
    act: AuditAct
    by: str
    by_name: str
    about: str
    about_name: str
    way: str
    session: str = ""
    subject: str = ""
    detail: str = ""


class AuditPage(msgspec.Struct, frozen=True):
    """Answer to GET /audit: newest first. `next` is the `below` of the following page, None on the last one."""

    lines: list[AuditLineView]
    next: int | None = None
