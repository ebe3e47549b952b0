"""Phones that the hub sets up: its own file changed, Asterisk made to read it, and asked whether it has."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import structlog

from kalix_presence.hub.pbx.asterisk.accounts_file import PROOF, Account, AccountsFile, digest_of, made
from kalix_presence.hub.pbx.asterisk.ami import Ami, Message
from kalix_presence.hub.pbx.asterisk.phones import digits
from kalix_presence.hub.pbx.asterisk.settings import AccountStyle
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.model.errors import Conflict, NotFound, Unavailable

log = structlog.get_logger("kalix.accounts")

READ_SECONDS = 10.0
"""Within which Asterisk has read its file after a reload: with ten thousand phones that takes seconds."""
AGAIN_SECONDS = 0.1
MODULE = "res_pjsip.so"


class AccountsPart:
    """See `protocol.SetsUpPhones`; without a `style` the hub sets up nothing."""

    def __init__(self, ami: Ami, style: AccountStyle | None) -> None:
        self._ami = ami
        self._file = AccountsFile(style) if style is not None else None
        self._changing = asyncio.Lock()
        self._reloaded_for = ""

    async def phone_accounts(self) -> frozenset[str]:
        """As the file says."""
        if self._file is None:
            return frozenset()
        return frozenset((await asyncio.to_thread(self._file.read)).accounts)

    async def put_phone(self, account: PhoneAccount, secret: str | None, mark: str) -> None:
        """Written, read by Asterisk, and asked for there."""
        file, number = self._own(), digits(account.extension)
        async with self._changing:
            self._require_ready()
            kept = (await asyncio.to_thread(file.read)).accounts
            before = kept.get(number)
            if before is None and await self._shown(number):
                raise Conflict("phone-elsewhere", number=number)
            if secret is None and before is None:
                raise NotFound("phone-not-ours", number=number)
            digest = digest_of(number, secret) if secret is not None else before.digest if before is not None else ""
            one = made(account, digest, file.style)

            async def has_it() -> bool:
                return holds(await self._shown(number), one)

            await self._change(file, {**kept, number: one}, mark, has_it)

    async def remove_phone(self, extension: str, mark: str) -> None:
        """Taken out, and gone from Asterisk."""
        file, number = self._own(), digits(extension)
        async with self._changing:
            self._require_ready()
            kept = (await asyncio.to_thread(file.read)).accounts
            if number not in kept:
                return

            async def gone() -> bool:
                return not await self._shown(number)

            await self._change(file, {name: one for name, one in kept.items() if name != number}, mark, gone)

    async def unkept_phones(self) -> str | None:
        """What lies beside the file tells it."""
        file = self._file
        if file is None or not await asyncio.to_thread(lambda: file.unkept):
            return None
        return (await asyncio.to_thread(file.read)).mark

    async def keep_phones(self) -> None:
        """What lies beside the file goes."""
        if self._file is not None:
            await asyncio.to_thread(self._file.keep)

    async def undo_phones(self) -> None:
        """The file goes back; Asterisk follows now, or when it is there again."""
        if self._file is not None:
            async with self._changing:
                await self._undo(self._file)

    async def settle_phones(self) -> None:
        """Asterisk runs the file as it is, or reads it: once for each text, for a reload says that the PBX is there anew."""
        file = self._file
        if file is None:
            return
        async with self._changing:
            await asyncio.to_thread(file.begin)
            seal = (await asyncio.to_thread(file.read)).seal
            if seal in (self._reloaded_for, await self._running()):
                return
            self._reloaded_for = seal
            await self._reload()
            if not await self._until(lambda: self._runs(seal)):
                log.warning("accounts-not-read")

    def accounts_lost(self) -> None:
        """The connection is gone: whatever is there next has read nothing for us yet."""
        self._reloaded_for = ""

    async def accounts_fault(self) -> Unavailable | None:
        """What `kalix-hub check` says of the file and of what Asterisk has of it."""
        file = self._file
        if file is None:
            return None
        if (fault := await asyncio.to_thread(_rights_fault, file)) is not None:
            return fault
        try:
            kept = await asyncio.to_thread(file.read)
        except Unavailable as refusal:
            return refusal
        running = await self._running()
        if not running:
            return Unavailable("asterisk-accounts-not-included", file=str(file.path))
        lacking = [number for number, one in kept.accounts.items() if not holds(await self._shown(number), one)]
        if running != kept.seal or lacking:
            named = ", ".join(sorted(lacking)[:5]) or "–"
            return Unavailable("asterisk-accounts-differ", file=str(file.path), count=len(lacking), numbers=named)
        return None

    async def _change(
        self, file: AccountsFile, accounts: Mapping[str, Account], mark: str, confirmed: Callable[[], Awaitable[bool]]
    ) -> None:
        try:
            seal = await asyncio.to_thread(file.change, accounts, mark)
            await self._reload()
            if await self._until(lambda: self._runs(seal)) and await self._until(confirmed):
                self._reloaded_for = seal
                return
            raise Unavailable("pbx-not-confirmed")
        except Exception:
            await self._undo(file)
            raise
        except BaseException:  # the hub ends: what Asterisk has read by now it unlearns at the next start
            file.undo()
            raise

    async def _undo(self, file: AccountsFile) -> None:
        await asyncio.to_thread(file.undo)
        self._reloaded_for = ""
        with suppress(Unavailable):  # else when it is there again, by `settle_phones`
            await self._reload()

    async def _reload(self) -> None:
        answer = await self._ami.request("Reload", ("Module", MODULE))
        if not answer.succeeded:
            raise Unavailable("pbx-refused", action="reload")

    async def _until(self, holds: Callable[[], Awaitable[bool]]) -> bool:
        try:
            async with asyncio.timeout(READ_SECONDS):
                while True:
                    if await holds():
                        return True
                    await asyncio.sleep(AGAIN_SECONDS)
        except TimeoutError:
            return False

    async def _runs(self, seal: str) -> bool:
        return await self._running() == seal

    async def _running(self) -> str:
        """The seal of the text that Asterisk has read; "" when it has read none."""
        answer = await self._ami.request("Getvar", ("Variable", f"PJSIP_AOR({PROOF},voicemail_extension)"))
        return answer.response.get("Value", "").strip() if answer.succeeded else ""

    async def _shown(self, number: str) -> list[Message]:
        """What Asterisk has by the name of `number`; nothing when there is no such endpoint."""
        answer = await self._ami.request("PJSIPShowEndpoint", ("Endpoint", number))
        return list(answer.events) if answer.succeeded else []

    def _own(self) -> AccountsFile:
        if self._file is None:
            raise Unavailable("pbx-cannot")
        return self._file

    def _require_ready(self) -> None:
        if not self._ami.ready:
            raise Unavailable("pbx-unreachable")


def holds(shown: list[Message], one: Account) -> bool:
    """Whether what Asterisk shows is this account: its phone signs in by this digest, and can be called there."""
    number = one.extension
    signs_in = any(
        one.digest in (event.get("Md5Cred", ""), event.get("PasswordDigest", "").removeprefix("MD5:"))
        for event in shown
        if event.get("Event") == "AuthDetail" and event.get("ObjectName") == number
    )
    called = any(event.get("Event") == "AorDetail" and event.get("ObjectName") == number for event in shown)
    return signs_in and called


def _rights_fault(file: AccountsFile) -> Unavailable | None:
    try:
        rights, folder = file.path.stat().st_mode, file.path.parent.stat().st_mode
    except FileNotFoundError:
        return Unavailable("asterisk-accounts-missing", file=str(file.path))
    except OSError as fault:
        return Unavailable("asterisk-accounts-unwritable", file=str(file.path), problem=type(fault).__name__)
    if rights & 0o027 or folder & 0o002:
        return Unavailable("asterisk-accounts-open", file=str(file.path))
    return None
