"""Accounts of pushed people: whose a push may touch at all, the roles that groups give, locking and unlocking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from kalix_presence.hub.site.scim_section import ScimSection
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.hub.store.kept_sessions import end_sessions_of
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.access import Role
from kalix_presence.model.audit import AuditAct

WAY = "scim"


def is_protected(account: Account | None, section: ScimSection) -> bool:
    """Whether an administrator has given the account a role that no group gives: a push neither takes it over nor locks it."""
    return account is not None and not {*account.roles} <= {Role.EMPLOYEE.value, *_governed(section)}


def with_roles(change: Transaction, account: Account, teams: Collection[str], section: ScimSection, *, now: datetime) -> None:
    """A role that stands in the site's settings is given, and taken away, by groups alone; all others stay."""
    governed = _governed(section)
    given = {role.value for team, role in section.roles.items() if team in teams or team.casefold() in teams}
    kept = [role for role in account.roles if role not in governed or role in given]
    roles = (*kept, *sorted(given - {*kept})) or (Role.EMPLOYEE.value,)
    if {*roles} == {*account.roles}:
        return
    put_account(change, replace(account, roles=roles))
    _audit(change, AuditAct.USER_ROLES, account, now=now, detail=" ".join(roles))
    touch_accounts(change)


def lock(change: Transaction, account: Account, *, now: datetime) -> None:
    """They can sign in no more, and everything that is signed in ends."""
    if not account.locked:
        put_account(change, replace(account, locked=True))
        _audit(change, AuditAct.USER_LOCK, account, now=now)
    end_sessions_of(change, account.username)
    touch_accounts(change)


def unlock(change: Transaction, account: Account, *, now: datetime) -> None:
    """They can sign in again."""
    if account.locked:
        put_account(change, replace(account, locked=False))
        _audit(change, AuditAct.USER_UNLOCK, account, now=now)
        touch_accounts(change)


def _governed(section: ScimSection) -> set[str]:
    return {role.value for role in section.roles.values()}


def _audit(change: Transaction, act: AuditAct, account: Account, *, now: datetime, detail: str = "") -> None:
    change.audit(act, now=now, by=WAY, about=account.extension or "", way=WAY, subject=account.username, detail=detail)
