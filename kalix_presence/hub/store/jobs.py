"""PBX jobs: whose rule must still be brought to the PBX. One row for each extension, the newest change only."""

from __future__ import annotations

from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import pbx_job
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this
from kalix_presence.hub.store.writer import Transaction

_of = pbx_job.c
_WANT = putting(_of.extension, _of.number)
_DONE = said(delete(pbx_job).where(this(_of.extension), this(_of.number)), "this_extension", "this_number")
_IS_WANTED = said(select(_of.number).where(this(_of.extension), this(_of.number)), "this_extension", "this_number")
_READ = said(select(_of.extension, _of.number))


def want(change: Transaction, extension: str, number: int) -> None:
    """The PBX must follow the change with event `number`; it replaces an older job."""
    change.sql.execute(_WANT, (extension, number))


def done(change: Transaction, extension: str, number: int) -> bool:
    """The PBX has what `number` asked for; False when a newer change has taken its place meanwhile."""
    return change.sql.execute(_DONE, (extension, number)).rowcount > 0


def is_wanted(change: Transaction, extension: str, number: int) -> bool:
    """Whether the job of `number` is still the newest for `extension`."""
    row = change.sql.execute(_IS_WANTED, (extension, number)).fetchone()
    return row is not None


def read_jobs(sql: Sql) -> dict[str, int]:
    """Open jobs: extension -> event number of the change."""
    return dict(sql.execute(_READ).fetchall())
