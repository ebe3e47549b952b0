"""The accounts that a people file asks for: given, renamed, their roles changed where the file says so; passwords stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kalix_presence.hub.directory.difference import AccountChange, LinesRefused
from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.hub.directory.people_file import PersonRow
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import Account, find_account, put_account
from kalix_presence.hub.store.holdings import end_account
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput


@dataclass(frozen=True, slots=True)
class WantedAccounts:
    """`given_up` are user names that end, `put` the accounts to be written, `told` what is different by that; `compared` what
    was known of each of these user names before anybody left: None of one that is new."""

    given_up: tuple[str, ...]
    put: tuple[Account, ...]
    told: tuple[AccountChange, ...]
    compared: tuple[tuple[str, Account | None], ...]


def wanted_accounts(
    before: Iterable[Account], leaving: Leaving, rows: list[PersonRow], *, nobodys_too: bool = True
) -> WantedAccounts:
    """How the accounts are to be by `rows`, once `leaving` have left; roles that are not said stay, and are an employee's for a
    new account. Unless `nobodys_too` an account that is nobody's in the directory, as that of whoever administers it, is not
    given to anybody. Raises LinesRefused `import-username-taken`."""
    compared = {one.username: one for one in before}
    accounts = [
        replace(one, extension=leaving.moved.get(one.extension or "", one.extension))
        for one in compared.values()
        if one.extension not in leaving.ended
    ]
    by_name = {one.username: one for one in accounts}
    by_extension = {one.extension: one for one in accounts if one.extension is not None}
    asked = []
    for row in rows:
        theirs = by_extension.get(row.person.extension)
        username = row.username or (theirs.username if theirs is not None else "")
        if username:
            asked.append((row, username, theirs))
    given_up = {theirs.username for _, username, theirs in asked if theirs is not None and theirs.username != username}
    bad = []
    for row, username, _ in asked:
        there = by_name.get(username)
        free = (row.person.extension, None) if nobodys_too else (row.person.extension,)
        if there is not None and username not in given_up and there.extension not in free:
            bad.append(BadLine(row.line, BadInput("import-username-taken", field="username", value=username)))
    if bad:
        raise LinesRefused(sorted(bad, key=lambda each: each.line))
    put, told = [], []
    for row, username, theirs in asked:
        there = by_name.get(username) if username not in given_up else None
        kept = there or theirs
        roles = _roles(row, kept.roles if kept is not None else ())
        wanted = replace(kept or Account(username), username=username, extension=row.person.extension, roles=roles)
        if wanted == there:
            continue
        put.append(wanted)
        renamed = kept.username if kept is not None and kept.username != username else ""
        told.append(AccountChange(username, row.person.extension, None if kept is None else kept.roles, roles, renamed))
    names = sorted(given_up | {one.username for one in put})
    return WantedAccounts(tuple(sorted(given_up)), tuple(put), tuple(told), tuple((name, compared.get(name)) for name in names))


def _roles(row: PersonRow, before: tuple[str, ...]) -> tuple[str, ...]:
    if not row.governed:
        return row.roles or before or (Role.EMPLOYEE.value,)
    stay = [one for one in before if one not in row.governed]
    now = (*stay, *(one for one in row.roles if one not in stay)) or (Role.EMPLOYEE.value,)
    return before if set(now) == set(before) else now


def are_as_compared(change: Transaction, wanted: WantedAccounts) -> bool:
    """Whether each account that would be written is what it was: somebody may have changed their password, which is kept in
    the same row."""
    return all(find_account(change.sql, name) == there for name, there in wanted.compared)


def put_accounts(change: Transaction, wanted: WantedAccounts) -> None:
    """Write them. All old names are given up before new ones are taken, so that two may change names."""
    for username in wanted.given_up:
        end_account(change, username)
    for account in wanted.put:
        put_account(change, account)
