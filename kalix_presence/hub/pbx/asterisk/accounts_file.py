"""The file of the hub's own accounts that the site's pjsip.conf includes: what it says, and how it is changed in one piece.

A change lies beside the file as it was before until it is kept, so that it can be undone by whoever finds it. The secret is
nowhere: `md5_cred` is the digest by which a phone signs in (RFC 7616), good for this realm alone.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kalix_presence.hub.pbx.asterisk.settings import AccountStyle
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.model.errors import Unavailable

REALM = "kalix-presence"
PROOF = "kalix-accounts"
"""An address of record that nobody signs in to: by its seal the PBX tells which version of the file it runs."""
MODE = 0o640
_HEAD = """\
; kalix-presence writes this file. Change nothing here: kalix-hub check would say so, and nothing would be set up.
; change {mark}
"""
_MARK = re.compile(r"[A-Za-z0-9:-]{0,80}")
_LONGEST_NAME = 80


class Account(msgspec.Struct, frozen=True):
    """One account as it stands in the file: all in it is checked, and no secret."""

    extension: str
    name: str
    digest: str
    template: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says. `seal` names this very text, "" where there is no file; `mark` the change that made it."""

    accounts: Mapping[str, Account] = field(default_factory=dict)
    mark: str = ""
    seal: str = ""


def made(account: PhoneAccount, digest: str, style: AccountStyle) -> Account:
    """An account as it may stand in the file. Raises Unavailable `pbx-refused` for what is no extension."""
    if not re.fullmatch(r"\d{1,8}", account.extension, re.ASCII):
        raise Unavailable("pbx-refused", action="phone")
    template = next((style.templates[unit] for unit in account.units if unit in style.templates), style.template)
    return Account(account.extension, shown_name(account.name), digest, template)


def shown_name(name: str) -> str:
    """Letters, figures and what names are written with; nothing that means something to Asterisk, on one line."""
    kept = "".join(one if one.isalnum() or one in " .'’-" else " " for one in name)
    return " ".join(kept.split())[:_LONGEST_NAME].strip()


def digest_of(extension: str, secret: str) -> str:
    """What the PBX compares with in place of the secret."""
    return hashlib.md5(f"{extension}:{REALM}:{secret}".encode(), usedforsecurity=False).hexdigest()


def written(accounts: Iterable[Account], mark: str, style: AccountStyle) -> tuple[str, str]:
    """The text of the file, and its seal."""
    if not _MARK.fullmatch(mark):
        raise ValueError("a mark is one word")
    body = "".join(_section(one, style) for one in sorted(accounts, key=lambda one: one.extension))
    head = _HEAD.format(mark=mark)
    seal = _seal(head, body)
    return f"{head}[{PROOF}]\ntype=aor\nvoicemail_extension={seal}\n\n{body}", seal


def understood(text: str) -> Kept:
    """What a text of ours says. Raises Unavailable `asterisk-accounts-changed` for one that somebody has changed."""
    head, found, body = text.partition(f"[{PROOF}]\n")
    proof, _, body = body.partition("\n\n")
    seal = proof.rpartition("=")[2]
    mark = re.search(r"^; change (.*)$", head, re.MULTILINE)
    if not found or mark is None or seal != _seal(head, body):
        raise Unavailable("asterisk-accounts-changed")
    accounts = [msgspec.json.decode(line[1:], type=Account) for line in body.splitlines() if line.startswith(";{")]
    return Kept({one.extension: one for one in accounts}, mark[1], seal)


class AccountsFile:
    """Reads and changes it; every way out leaves a whole file. Raises Unavailable `asterisk-accounts-unwritable`."""

    def __init__(self, style: AccountStyle) -> None:
        self.style, self.path = style, style.path
        self._before = style.path.with_name(f"{style.path.name}.before")

    def read(self) -> Kept:
        """What is there; nothing where there is no file."""
        try:
            return understood(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return Kept()
        except (OSError, UnicodeDecodeError) as fault:
            raise self._refused(fault) from None

    def begin(self) -> None:
        """Have a file, so that the line that includes it finds one."""
        if not self.path.exists():
            self._put(self.path, written((), "", self.style)[0].encode())

    def change(self, accounts: Mapping[str, Account], mark: str) -> str:
        """Put these in the place of what is there, which lies beside it until `keep`; the new file's seal."""
        text, seal = written(accounts.values(), mark, self.style)
        try:
            before = self.path.read_bytes()
        except FileNotFoundError:
            before = written((), "", self.style)[0].encode()
        except OSError as fault:
            raise self._refused(fault) from None
        self._put(self._before, before)
        self._put(self.path, text.encode())
        return seal

    @property
    def unkept(self) -> bool:
        """Whether a change was neither kept nor undone."""
        return self._before.exists()

    def keep(self) -> None:
        """The change counts."""
        try:
            self._before.unlink(missing_ok=True)
        except OSError as fault:
            raise self._refused(fault) from None

    def undo(self) -> None:
        """The file is as it was before the change; nothing where that was kept."""
        with suppress(FileNotFoundError):
            try:
                self._before.replace(self.path)
            except FileNotFoundError:
                raise
            except OSError as fault:
                raise self._refused(fault) from None

    def _put(self, path: Path, text: bytes) -> None:
        """In one piece, on the disk, and readable for the group that has the folder: Asterisk's."""
        new = path.with_name(f"{path.name}.new")
        try:
            new.unlink(missing_ok=True)
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
            try:
                os.fchmod(handle, MODE)
                with suppress(PermissionError):  # then `check` says that Asterisk cannot read it
                    os.fchown(handle, -1, path.parent.stat().st_gid)
                with os.fdopen(handle, "wb", closefd=False) as file:
                    file.write(text)
                os.fsync(handle)
            finally:
                os.close(handle)
            new.replace(path)
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as fault:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise self._refused(fault) from None

    def _refused(self, fault: Exception) -> Unavailable:
        return Unavailable("asterisk-accounts-unwritable", file=str(self.path), problem=type(fault).__name__)


def _section(one: Account, style: AccountStyle) -> str:
    number, own = one.extension, f"({one.template})" if one.template else ""
    said = [f"context={style.context}"] if style.context else []
    said += [f"transport={style.transport}"] if style.transport else []
    said += ["disallow=all", f"allow={','.join(style.codecs)}"] if style.codecs else []
    said += [f'callerid="{one.name}" <{number}>'] if one.name else []
    lines = [
        f";{msgspec.json.encode(one).decode()}",
        f"[{number}]{own}", "type=endpoint", f"auth={number}", f"aors={number}", *said,
        f"[{number}]", "type=auth", "auth_type=md5", f"username={number}", f"realm={REALM}", f"md5_cred={one.digest}",
        f"[{number}]", "type=aor", f"max_contacts={style.contacts}", "remove_existing=yes",
    ]  # fmt: skip
    if any(not line.isprintable() for line in lines):
        raise ValueError("a line of the file must be printable text")
    return "\n".join(lines) + "\n\n"


def _seal(head: str, body: str) -> str:
    return hashlib.sha256((head + body).encode()).hexdigest()[:32]
