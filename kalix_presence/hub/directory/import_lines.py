"""What the audit trail says of an import: a line for everybody whom it has brought, changed, moved or removed."""

from __future__ import annotations

from datetime import datetime

from kalix_presence.hub.directory.difference import Imported
from kalix_presence.hub.store import Transaction
from kalix_presence.model.audit import AuditAct


def audit_import(change: Transaction, done: Imported, *, now: datetime, by: str, way: str) -> None:
    """In the import's own transaction."""
    told = {
        **{after.extension: "changed" for _, after in done.changed},
        **dict.fromkeys(sorted(done.passes), "passed-on"),
        **{person.extension: "added" for person in done.added},
    }
    for extension, detail in told.items():
        change.audit(AuditAct.IMPORT, now=now, by=by, about=extension, way=way, detail=detail)
    for person in done.removed:
        told_of = {"about": person.extension, "about_person": person.id, "way": way, "detail": "removed"}
        change.audit(AuditAct.IMPORT, now=now, by=by, **told_of)
