"""A source that is a directory server: asked by a process of its own, which is ended when it says nothing for too long."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

import msgspec
import structlog

from kalix_presence.hub.site.sync_section import LdapSource
from kalix_presence.hub.supervision.own_process import begin
from kalix_presence.hub.sync.ldap_job import LENGTH, Alive, LdapAnswer, LdapJob, Read, Refused
from kalix_presence.hub.sync.ldap_people import FILTERS, mapping, reading_of
from kalix_presence.hub.sync.reading import Reading
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.policy import Policy

log = structlog.get_logger("kalix.sync")

START_SECONDS = 10.0
"""More than a wait for the server, for a machine that is busy."""


class LdapReader:
    """Reads `source`; its files are named from `folder`."""

    def __init__(self, source: LdapSource, folder: Path, policy: Policy) -> None:
        self._source, self._folder, self._policy = source, folder, policy

    async def read(self, mark: str = "") -> Reading:
        """Everybody, or what changed since `mark`. Raises BadInput, Unavailable `sync-...`: nothing of it is given then."""
        read = await self._answered(self._job(mark))
        return await asyncio.to_thread(reading_of, read, self._source, self._policy)

    async def probe(self) -> None:
        """Connect, sign in, look for the base. Raises as `read`."""
        await self._answered(self._job("", only_probe=True))

    def _job(self, mark: str, *, only_probe: bool = False) -> LdapJob:
        source = self._source
        try:
            password = (self._folder / source.password_file).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise BadInput("config-file-missing", file=source.password_file) from None
        return LdapJob(
            servers=source.servers,
            bind=source.bind,
            password=password,
            active_directory=source.schema == "active-directory",
            starttls=source.tls == "starttls",
            ca=str(self._folder / source.ca) if source.ca else "",
            base=source.base,
            filter=source.filter or FILTERS[source.schema],
            attributes=tuple(sorted(set(mapping(source).values()))),
            groups=tuple(source.roles),
            page=source.page,
            seconds=source.seconds,
            mark=mark,
            only_probe=only_probe,
        )

    async def _answered(self, job: LdapJob) -> Read:
        if importlib.util.find_spec("ldap") is None:
            raise BadInput("sync-ldap-missing")
        process = await self._process()
        try:
            async with asyncio.timeout(self._source.most_seconds):
                return await self._heard(process, job)
        except TimeoutError:
            raise Unavailable("sync-too-long", seconds=f"{self._source.most_seconds:g}") from None
        except (OSError, EOFError, msgspec.MsgspecError) as fault:
            log.warning("sync-process-lost", kind=type(fault).__name__)
            raise Unavailable("sync-process-lost") from None
        finally:
            await _end(process)

    async def _heard(self, process: Process, job: LdapJob) -> Read:
        taken, given = process.stdin, process.stdout
        assert taken is not None and given is not None  # noqa: S101, PT018  (both are pipes)
        content = msgspec.msgpack.encode(job)
        taken.write(LENGTH.pack(len(content)) + content)
        await taken.drain()
        decoder = msgspec.msgpack.Decoder(LdapAnswer)
        patience = len(job.servers) * job.seconds + START_SECONDS
        while True:
            try:
                async with asyncio.timeout(patience):
                    length = LENGTH.unpack(await given.readexactly(LENGTH.size))[0]
            except TimeoutError:
                raise Unavailable("sync-silent", seconds=f"{patience:g}") from None
            answer = await asyncio.to_thread(decoder.decode, await given.readexactly(length))
            match answer:
                case Read():
                    return answer
                case Refused(code, params):
                    kind = BadInput if code in _OWN_MISTAKES else Unavailable
                    raise kind(code, **params)
                case Alive():
                    pass

    async def _process(self) -> Process:
        try:
            return await begin("kalix_presence.hub.sync.ldap_process", errors=DEVNULL)
        except OSError:
            raise Unavailable("sync-process-lost") from None


_OWN_MISTAKES = frozenset(
    [
        *("sync-password-empty", "sync-base-unknown", "sync-base-missing", "sync-group-missing"),
        *("sync-asked-wrongly", "sync-ca", "sync-key-missing"),
    ]
)
"""What is to be put right in the settings, not waited for."""


async def _end(process: Process) -> None:
    """For good, also when it hangs in the kernel's or a library's hands and hears nothing."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await process.wait()
