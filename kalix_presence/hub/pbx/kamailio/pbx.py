"""The driver for Kamailio: rules as scripts that it runs and ends by itself, with the hub dead too."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kalix_presence.hub.pbx.forwards_only import FORWARDS_ONLY, ForwardsOnly
from kalix_presence.hub.pbx.kamailio.lines import Lines
from kalix_presence.hub.pbx.kamailio.packages import DIALOG, Package
from kalix_presence.hub.pbx.kamailio.point import refusal
from kalix_presence.hub.pbx.kamailio.rpc import Rpc
from kalix_presence.hub.pbx.kamailio.script import rule_of, script_of
from kalix_presence.hub.pbx.kamailio.subscriptions import Subscriptions
from kalix_presence.hub.pbx.protocol import Checked, DamagedRule, Expectation, LineChanged, PbxLost, PbxReady
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState

LOOK_SECONDS = 1.0
"""Between two looks whether it is there."""
PHONES_SECONDS = 5.0
"""Between two looks which phones are registered."""
CHECK = ForwardingRule("0000000000", "check", Divert.ALWAYS, "0", datetime(2021, 1, 1, tzinfo=UTC), "away")
"""Written, read and removed by a check, for a number that nobody has; over long ago."""


class KamailioPbx(ForwardsOnly):
    """Scripts of the users `EXTENSION@domain`; `folder` is shared with Kamailio, `extensions` are asked about; at
    `lines` it tells what they do by `package`."""

    capabilities = replace(FORWARDS_ONLY, forward_busy=False, forward_no_answer=False)

    def __init__(
        self,
        folder: Path,
        domain: str,
        extensions: Callable[[], Iterable[str]],
        *,
        lines: tuple[str, int] | None = None,
        package: Package = DIALOG,
    ) -> None:
        super().__init__()
        self._lines = None
        if lines is not None:
            self._lines = Lines(Subscriptions(lines, domain, self._line_changed, package=package), domain)
            self.capabilities = replace(self.capabilities, line_states=True)
        self._folder, self._domain = folder, domain
        self._extensions = extensions
        self._known: set[str] = set()
        self._rpc = Rpc(folder)
        self._there = False
        self._count = itertools.count(1)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def connected(self) -> bool:
        """Whether it has answered when last asked."""
        return self._there

    async def start(self) -> None:
        """Begin to look for it."""
        self.know_extensions(self._extensions())
        self.supervised.run("pbx-connection", self._keep_connected)
        if self._lines is not None:
            self.supervised.run("pbx-lines", self._lines.subscriptions.run, vital=False)
            self.supervised.run("pbx-phones", self._keep_phones, vital=False)

    async def stop(self) -> None:
        """Close for good."""
        await self.supervised.stop()
        self._there = False
        await self._rpc.close()

    def know_extensions(self, extensions: Iterable[str]) -> None:
        """Kamailio lists no scripts: these are asked about."""
        self._known.update(extensions)
        if self._lines is not None:
            self._lines.subscriptions.watch(self._known)

    async def lines(self) -> Mapping[str, LineState]:
        """As Kamailio has told of their calls, and of the phones that are registered."""
        self.require_connected()
        return {} if self._lines is None else self._lines.states

    async def apply(self, rule: ForwardingRule) -> None:
        """Have Kamailio load the rule's script, and read it back letter by letter."""
        self.require_connected()
        text = script_of(rule, self._domain)
        self._known.add(rule.extension)
        async with self._turns[rule.extension]:
            file = self._folder / f"script-{next(self._count)}.cpl"
            try:
                await asyncio.to_thread(_write, file, text)
                await self._rpc.ask("cpl.load", self._user(rule.extension), str(file))
            except OSError:
                raise Unavailable("pbx-refused", action="apply") from None
            finally:
                file.unlink(missing_ok=True)
            if await self._text(rule.extension) != text.strip():
                raise Unavailable("pbx-not-confirmed")

    async def remove(self, extension: str) -> None:
        """Take the script away, and read back that it is gone."""
        self.require_connected()
        async with self._turns[extension]:
            if await self._text(extension):
                await self._rpc.ask("cpl.remove", self._user(extension))
                if await self._text(extension):
                    raise Unavailable("pbx-not-confirmed")

    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        """The script as Kamailio has it now."""
        self.require_connected()
        text = await self._text(extension)
        return rule_of(extension, text, self._domain) if text else None

    async def rules(self) -> Mapping[str, ForwardingRule | DamagedRule]:
        """Those of all extensions in the directory, asked about one by one."""
        self.require_connected()
        found: dict[str, ForwardingRule | DamagedRule] = {}
        for extension in sorted(self._known):
            if (rule := await self.read(extension)) is not None:
                found[extension] = rule
        return found

    async def check(self, expected: Expectation | None = None) -> Checked:
        """Reachable, whether a script is taken and read back, and whether an answer point that asks believes the password."""
        if not self.connected:
            return [("reachable", Unavailable("kamailio-not-there"))]
        try:
            await self.apply(CHECK)
            await self.remove(CHECK.extension)
        except Unavailable:
            return [("reachable", None), ("kamailio-scripts", Unavailable("kamailio-scripts"))]
        finally:
            self._known.discard(CHECK.extension)
        there, fault = await refusal(self._rpc, self._domain)
        point: Checked = [("kamailio-point", fault)] if there else []
        return [("reachable", None), ("kamailio-scripts", None), *point]

    async def _text(self, extension: str) -> str:
        answer = await self._rpc.ask("cpl.get", self._user(extension))
        return answer.strip() if isinstance(answer, str) else ""

    def _user(self, extension: str) -> str:
        if not (extension.isascii() and extension.isdigit()):
            raise Unavailable("pbx-refused", action="number")
        return f"sip:{extension}@{self._domain}"

    def _line_changed(self, extension: str) -> None:
        if self._lines is not None:
            self.publish(LineChanged(extension, self._lines.state(extension)))

    async def _keep_phones(self) -> None:
        assert self._lines is not None  # noqa: S101  (begun only then)
        while True:
            if self._there:
                with suppress(Unavailable):
                    for extension in await self._lines.look(self._rpc):
                        self._line_changed(extension)
            await asyncio.sleep(PHONES_SECONDS)

    async def _keep_connected(self) -> None:
        while True:
            if await self._answers() is not self._there:
                self._there = not self._there
                if self._lines is not None:
                    self._lines.begin_again()
                self.publish(PbxReady() if self._there else PbxLost())
            await asyncio.sleep(LOOK_SECONDS)

    async def _answers(self) -> bool:
        try:
            if not self._there:
                await self._rpc.open()
            await self._rpc.ask("core.version")
        except Unavailable:
            return False
        return True


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    file.chmod(0o640)
