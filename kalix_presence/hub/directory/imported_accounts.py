"""The accounts that a people file asks for: given, renamed, their roles changed where the file says so; passwords stay."""

from __future__ import annotations

from dataclasses import replace

from kalix_presence.hub.directory.difference import AccountChange, LinesRefused
from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.hub.directory.people_file import PersonRow
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import Account, put_account, read_accounts
from kalix_presence.hub.store.holdings import end_account
from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput


def put_accounts(change: Transaction, rows: list[PersonRow]) -> tuple[AccountChange, ...]:
    """Let the accounts be as `rows` say; roles that are not said stay, and are those of an employee for a new account.

    All old names are given up before new ones are taken, so that two may change names. Raises LinesRefused
    `import-username-taken`.
    """
    accounts = read_accounts(change.sql)
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
        if there is not None and username not in given_up and there.extension not in (None, row.person.extension):
            bad.append(BadLine(row.line, BadInput("import-username-taken", field="username", value=username)))
    if bad:
        raise LinesRefused(sorted(bad, key=lambda each: each.line))
    for username in sorted(given_up):
        end_account(change, username)
    done = []
    for row, username, theirs in asked:
        there = by_name.get(username) if username not in given_up else None
        before = there or theirs
        roles = row.roles or (before.roles if before is not None else (Role.EMPLOYEE.value,))
        wanted = replace(before or Account(username), username=username, extension=row.person.extension, roles=roles)
        if wanted == there:
            continue
        put_account(change, wanted)
        renamed = before.username if before is not None and before.username != username else ""
        kept = before.roles if before is not None else None
        done.append(AccountChange(username, row.person.extension, kept, roles, renamed))
    return tuple(done)
