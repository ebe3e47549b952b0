"""Whose account it is that the sign-in service tells of: bound once, found by e-mail or reference at first sight alone."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.hub.store import Transaction, accounts, identities
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.identities import Identity
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.access import Role
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import SignInNeeded, Unavailable

LONGEST = 255
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is believed of a token that holds. `groups` is None where the site gives no roles by groups."""

    subject: str
    email: str = ""
    reference: str = ""
    groups: frozenset[str] | None = None


def claimed_by(claims: dict[str, Any], section: OidcSection) -> Claimed:
    """What the site's settings take from `claims`.

    An address that the service itself calls unverified tells nobody's. Raises Unavailable `organisation-token` without a
    subject, and `organisation-groups` where groups were left out because they are too many: roles are not guessed.
    """
    subject = _text(claims.get(section.subject_claim))
    if not subject:
        raise Unavailable("organisation-token", problem=section.subject_claim)
    email = _text(claims.get(section.email_claim)) if section.email_claim else ""
    if claims.get("email_verified", True) in (False, "false"):
        email = ""
    reference = _text(claims.get(section.reference_claim)) if section.reference_claim else ""
    return Claimed(subject, email, reference, _groups(claims, section) if section.roles else None)


def require_second_factor(claims: dict[str, Any], account: Account, section: OidcSection, *, must_have: frozenset[str]) -> None:
    """Refuse whoever has a role that `must_have` a second factor when the service does not say that it asked for one.

    A code of the hub's own beside it would be two sign-ins for everybody whom the service has asked. Raises SignInNeeded
    `organisation-factor`.
    """
    if section.factor_trusted or not must_have.intersection(account.roles):
        return
    methods = claims.get("amr")
    said = {each for each in (methods if isinstance(methods, list) else [methods]) if isinstance(each, str)}
    if not said.intersection(section.factor_amr) and claims.get("acr") not in section.factor_acr:
        raise SignInNeeded("organisation-factor")


def _groups(claims: dict[str, Any], section: OidcSection) -> frozenset[str]:
    found, elsewhere = claims.get(section.groups_claim), claims.get("_claim_names")
    if found is None and ((isinstance(elsewhere, dict) and section.groups_claim in elsewhere) or claims.get("hasgroups")):
        raise Unavailable("organisation-groups")
    listed = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return frozenset(each for each in listed if isinstance(each, str))


def _text(value: Any) -> str:
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if len(text) <= LONGEST else ""


def account_for(change: Transaction, claimed: Claimed, section: OidcSection, *, now: datetime) -> Account:
    """The account of whoever signed in at the service, with the roles that their groups give; bound when it was not.

    Raises SignInNeeded `organisation-nobody`, `organisation-several`, `organisation-other` (the person is bound to somebody
    else there), `organisation-by-hand` (`username`, `subject`: an account that may much is bound by an administrator) and
    `sign-in-locked`.
    """
    account = identities.find_bound(change.sql, section.issuer, claimed.subject)
    if account is None:
        account = _first_sight(change, claimed, section, now=now)
    if account.locked:
        raise SignInNeeded("organisation-locked")
    return _with_roles(change, account, claimed, section, now=now)


def _first_sight(change: Transaction, claimed: Claimed, section: OidcSection, *, now: datetime) -> Account:
    found = identities.find_extensions(change.sql, email=claimed.email, reference=claimed.reference)
    if not found:
        raise SignInNeeded("organisation-nobody")
    if len(found) > 1:
        raise SignInNeeded("organisation-several")
    account = accounts.find_account_of(change.sql, found[0])
    made = account is None
    if account is None:
        account = Account(_free_name(change, claimed.email, found[0]), found[0])
        accounts.put_account(change, account)
    elif identities.is_bound(change.sql, account.username):
        raise SignInNeeded("organisation-other")
    elif not {*account.roles} <= {Role.EMPLOYEE.value, *_given(claimed, section)}:
        # Whoever can change an e-mail address in the directory must not become an administrator by it.
        raise SignInNeeded("organisation-by-hand", username=account.username, subject=claimed.subject)
    identities.bind(change, Identity(section.issuer, claimed.subject, account.username, now))
    change.audit(
        AuditAct.BIND_IDENTITY, now=now, by=found[0], about=found[0], subject=account.username, detail="account" if made else ""
    )
    touch_accounts(change)
    return account


def _with_roles(change: Transaction, account: Account, claimed: Claimed, section: OidcSection, *, now: datetime) -> Account:
    """A role that some group gives is given by groups alone; the others stay as the administrator set them."""
    if claimed.groups is None:
        return account
    governed, given = {role.value for role in section.roles.values()}, _given(claimed, section)
    kept = [role for role in account.roles if role not in governed or role in given]
    roles = (*kept, *sorted(given - {*kept})) or (Role.EMPLOYEE.value,)
    if roles == account.roles:
        return account
    account = replace(account, roles=roles)
    accounts.put_account(change, account)
    about = account.extension or ""
    change.audit(AuditAct.USER_ROLES, now=now, about=about, subject=account.username, detail=" ".join(roles))
    touch_accounts(change)
    return account


def _given(claimed: Claimed, section: OidcSection) -> set[str]:
    return {section.roles[group].value for group in claimed.groups or () if group in section.roles}


def _free_name(change: Transaction, email: str, extension: str) -> str:
    """A username that nobody has: the e-mail address where it can be one."""
    for name in (email.casefold(), extension):
        if _USERNAME.fullmatch(name) and accounts.find_account(change.sql, name) is None:
            return name
    return f"{extension}-{secrets.token_hex(4)}"
