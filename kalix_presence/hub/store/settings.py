"""Small facts in the database that a serving hub and the commands beside it tell each other."""

from __future__ import annotations

import secrets

from sqlalchemy import delete

from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.schema import setting
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, said, this
from kalix_presence.hub.store.writer import Transaction

_ACCOUNTS = "account_version"
_PLAN_KEY = "plan_key"
_RULE_INPUTS = "rule_inputs"


_ROOM = "room"
_ADD = adding(setting.c.name, setting.c.value)
_FORGET = said(delete(setting).where(this(setting.c.name)))


def account_version(sql: Sql) -> int:
    """A number that grows with every change of accounts, also by another process (kalix-hub user)."""
    return int(read_setting(sql, _ACCOUNTS) or 0)


def touch_accounts(change: Transaction) -> int:
    """Count up the accounts' version after a change, so that a serving hub forgets what it cached; returns it."""
    version = account_version(change.sql) + 1
    put_setting(change.sql, _ACCOUNTS, str(version))
    return version


def plan_key(sql: Sql) -> bytes | None:
    """The site's secret from which the ids of planned absences are made; None before the first start."""
    kept = read_setting(sql, _PLAN_KEY)
    return None if kept is None else bytes.fromhex(kept)


def make_plan_key(change: Transaction) -> bytes:
    """A secret of 256 random bits, the same from now on; returns it."""
    key = secrets.token_bytes(32)
    change.sql.execute(_ADD, (_PLAN_KEY, key.hex()))
    return key


def device_key(change: Transaction) -> bytes:
    """The key that proofs of earlier devices are sealed with; made when first needed."""
    return _key(change, "device_key")


def mark_key(change: Transaction) -> bytes:
    """The key by which accounts are named in the log; made when first needed."""
    return _key(change, "mark_key")


def session_key(change: Transaction) -> bytes:
    """The key that the tokens of a session are made with; made when first needed."""
    return _key(change, "session_key")


def ticket_key(change: Transaction) -> bytes:
    """What sign-ins under way are sealed with, so that another hub may finish them; made when first needed."""
    return _key(change, "ticket_key")


def _key(change: Transaction, name: str) -> bytes:
    kept = read_setting(change.sql, name)
    if kept is not None:
        return bytes.fromhex(kept)
    key = secrets.token_bytes(32)
    change.sql.execute(_ADD, (name, key.hex()))
    return key


def try_room(change: Transaction) -> None:
    """Write something that needs room, where the last change had none."""
    put_setting(change.sql, _ROOM, "0" * 65_536)
    change.sql.execute(_FORGET, (_ROOM,))


def rule_inputs(sql: Sql) -> str | None:
    """The digest of what the rules were made from when they were brought to the PBX last; None before the first start."""
    return read_setting(sql, _RULE_INPUTS)


def put_rule_inputs(change: Transaction, digest: str) -> None:
    """Remember `digest` as what the rules are made from."""
    put_setting(change.sql, _RULE_INPUTS, digest)
