"""The process in which a directory server is read: whatever libldap waits for, its hub can end it.

`python -m kalix_presence.hub.sync.ldap_process` takes one job (`ldap_job`) on standard input and answers with signs of life,
then with all that it has read or with why not. What is not whole is never given.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import ldap
import msgspec
from ldap.controls import LDAPControl
from ldap.controls.libldap import SimplePagedResultsControl
from ldap.filter import escape_filter_chars

from kalix_presence.hub.sync.ldap_job import LENGTH, Alive, Entry, LdapAnswer, LdapJob, Read, Refused
from kalix_presence.hub.sync.tls_look import look, system_certificates
from kalix_presence.model.errors import BadInput, PresenceError, Unavailable

SHOW_DELETED = "1.2.840.113556.1.4.417"
IN_CHAIN = "1.2.840.113556.1.4.1941"
"""The rule by which an Active Directory finds members of groups in groups."""
NESTED = 10
"""So deep groups are looked through elsewhere."""
MOST_VALUES = 20
LONGEST = 1_000

Found = tuple[str, dict[str, list[bytes]]]


def main() -> None:
    """One job, then the end."""
    head = sys.stdin.buffer.read(LENGTH.size)
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(LENGTH.unpack(head)[0]), type=LdapJob)
    try:
        _say(done(job, alive=lambda count: _say(Alive(count))))
    except PresenceError as refusal:
        _say(Refused(refusal.code, {name: str(value) for name, value in refusal.params.items()}))


def done(job: LdapJob, *, alive: Callable[[int], None]) -> Read:
    """What the first server says that answers; `alive` is told as it goes on. Raises Unavailable and BadInput `sync-...`."""
    if not job.password:
        # A server may take an empty password for somebody who does not say who they are, and show them less.
        raise BadInput("sync-password-empty")
    reachable: PresenceError | None = None
    for address in job.servers:
        try:
            look(address, starttls=job.starttls, ca=job.ca, seconds=job.seconds)
            alive(0)
            return _Server(job, address, alive).read()
        except Unavailable as refusal:
            reachable = reachable or refusal
    raise reachable or BadInput("sync-server-none")


class _Server:
    def __init__(self, job: LdapJob, address: str, alive: Callable[[int], None]) -> None:
        self._job, self._address, self._alive = job, address, alive
        self._guid = "objectGUID" if job.active_directory else "entryUUID"
        self._seen = 0
        self._newest = ""

    def read(self) -> Read:
        try:
            self._connection = self._connected()
            root = self._root()
            base = self._job.base or root.get("defaultNamingContext", "")
            if not base:
                raise BadInput("sync-base-unknown")
            for group in self._job.groups:
                self._require_group(group)
            if self._job.only_probe:
                self._connection.search_ext_s(base, ldap.SCOPE_BASE, "(objectClass=*)", ["1.1"], timeout=self._job.seconds)
                return Read(base, [], whole=False)
            return self._changes(base, root) or self._everybody(base, root)
        except ldap.INVALID_CREDENTIALS:
            raise Unavailable("sync-password", bind=self._job.bind) from None
        except (ldap.SIZELIMIT_EXCEEDED, ldap.ADMINLIMIT_EXCEEDED, ldap.TIMELIMIT_EXCEEDED, ldap.PARTIAL_RESULTS):
            raise Unavailable("sync-cut-off", address=self._address) from None
        except ldap.NO_SUCH_OBJECT:
            raise BadInput("sync-base-missing", base=self._job.base) from None
        except (ldap.FILTER_ERROR, ldap.INVALID_DN_SYNTAX, ldap.PROTOCOL_ERROR) as fault:
            raise BadInput("sync-asked-wrongly", problem=_described(fault)) from None
        except (ldap.STRONG_AUTH_REQUIRED, ldap.CONFIDENTIALITY_REQUIRED, ldap.INSUFFICIENT_ACCESS) as fault:
            raise Unavailable("sync-not-let", problem=_described(fault)) from None
        except ldap.LDAPError as fault:
            raise Unavailable("sync-broken-off", address=self._address, problem=_described(fault)) from None

    def _connected(self) -> Any:
        job = self._job
        connection = ldap.initialize(self._address)
        connection.set_option(ldap.OPT_REFERRALS, 0)
        connection.set_option(ldap.OPT_NETWORK_TIMEOUT, job.seconds)
        connection.set_option(ldap.OPT_TIMEOUT, job.seconds)
        if self._address.startswith("ldaps:") or job.starttls:
            connection.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
            connection.set_option(ldap.OPT_X_TLS_CACERTFILE, job.ca or system_certificates())
            connection.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
        if self._address.startswith("ldap:") and job.starttls:
            connection.start_tls_s()
        connection.simple_bind_s(job.bind, job.password)
        return connection

    def _root(self) -> dict[str, str]:
        wanted = ["defaultNamingContext", "highestCommittedUSN", "dsServiceName"]
        [(_, values)] = self._connection.search_ext_s("", ldap.SCOPE_BASE, "(objectClass=*)", wanted, timeout=self._job.seconds)
        return {name: found[0].decode("utf-8", "replace") for name, found in values.items() if found}

    def _everybody(self, base: str, root: dict[str, str]) -> Read:
        entries = [self._entry(*one) for one in self._pages(base, self._job.filter, self._wanted())]
        members = {group: self._members(base, group) for group in self._job.groups}
        return Read(base, entries, whole=True, members=members, mark=self._mark(root))

    def _changes(self, base: str, root: dict[str, str]) -> Read | None:
        """What differs since the mark; None where this server cannot say."""
        place, _, since = self._job.mark.rpartition("|")
        if not since or place != self._place(root):
            return None
        self._newest = since
        if self._job.active_directory:
            changed = f"(uSNChanged>={int(since) + 1})"
        else:
            changed = f"(entryCSN>={escape_filter_chars(since)})"
        touched = {self._key(values) for _, values in self._pages(base, changed, [self._guid])}
        entries = []
        if touched:
            found = self._pages(base, f"(&{self._job.filter}{changed})", self._wanted())
            entries = [self._entry(*one) for one in found]
        gone = touched - {one.key for one in entries}
        if self._job.active_directory:
            gone |= self._deleted(root, changed)
        return Read(base, entries, whole=False, gone=sorted(gone), mark=self._mark(root))

    def _deleted(self, root: dict[str, str], changed: str) -> set[str]:
        """Those whose tombstones may be seen; of others it is found out when everybody is read."""
        where = f"CN=Deleted Objects,{root.get('defaultNamingContext', '')}"
        control = LDAPControl(SHOW_DELETED, True, encodedControlValue=None)
        try:
            found = list(self._pages(where, f"(&(isDeleted=TRUE){changed})", [self._guid], (control,)))
        except (ldap.NO_SUCH_OBJECT, ldap.INSUFFICIENT_ACCESS, ldap.UNAVAILABLE_CRITICAL_EXTENSION):
            return set()
        return {self._key(values) for _, values in found}

    def _require_group(self, group: str) -> None:
        """One that is not there, or is called otherwise by now, has no members: by that everybody would lose its role."""
        if not self._one(group, ["1.1"]):
            raise BadInput("sync-group-missing", group=group)

    def _one(self, dn: str, attributes: list[str]) -> list[Found]:
        """What lies at `dn`; nothing where nothing does: groups go on naming people who were deleted."""
        try:
            found = self._connection.search_ext_s(dn, ldap.SCOPE_BASE, "(objectClass=*)", attributes, timeout=self._job.seconds)
        except ldap.NO_SUCH_OBJECT:
            return []
        return [(there, values) for there, values in found if there is not None]

    def _members(self, base: str, group: str) -> list[str]:
        """The keys of those in `group`, by way of other groups, too."""
        if self._job.active_directory:
            inside = f"(&{self._job.filter}(memberOf:{IN_CHAIN}:={escape_filter_chars(group)}))"
            return sorted(self._key(values) for _, values in self._pages(base, inside, [self._guid]))
        seen, level, keys = {group}, [group], set[str]()
        for _ in range(NESTED):
            below: list[str] = []
            for dn in level:
                for _, values in self._one(dn, ["member", "uniqueMember", self._guid]):
                    held = [*values.get("member", ()), *values.get("uniqueMember", ())]
                    if not held and dn != group:
                        keys.add(self._key(values))
                    below += [one.decode("utf-8", "replace") for one in held]
                self._alive(self._seen)
            level = [one for one in dict.fromkeys(below) if one and one not in seen]
            seen.update(level)
        return sorted(keys)

    def _pages(self, base: str, wanted: str, attributes: list[str], more: tuple[LDAPControl, ...] = ()) -> Iterator[Found]:
        """Page by page always: a server that stops at a thousand says nothing of it to whoever asks for all at once."""
        control = SimplePagedResultsControl(True, size=self._job.page, cookie="")
        while True:
            sent = self._connection.search_ext(
                base, ldap.SCOPE_SUBTREE, wanted, attributes, serverctrls=[control, *more], timeout=int(self._job.seconds)
            )
            _, found, _, controls = self._connection.result3(sent, timeout=self._job.seconds)
            for dn, values in found:
                if dn is not None:  # None: a referral to another server
                    yield dn, values
            self._seen += len(found)
            self._alive(self._seen)
            cookie = next((one.cookie for one in controls if one.controlType == SimplePagedResultsControl.controlType), b"")
            if not cookie:
                return
            control.cookie = cookie

    def _wanted(self) -> list[str]:
        return [*self._job.attributes, self._guid, *([] if self._job.active_directory else ["entryCSN"])]

    def _entry(self, dn: str, values: dict[str, list[bytes]]) -> Entry:
        texts = {
            name.lower(): [value[:LONGEST].decode("utf-8", "replace") for value in found[:MOST_VALUES]]
            for name, found in values.items()
            if name not in ("objectGUID", "entryUUID", "entryCSN")
        }
        for csn in values.get("entryCSN", ()):
            self._newest = max(self._newest, csn.decode("ascii", "replace"))
        return Entry(self._key(values), dn, texts)

    def _key(self, values: dict[str, list[bytes]]) -> str:
        for name, found in values.items():
            if name.lower() == self._guid.lower() and found:
                return str(uuid.UUID(bytes_le=found[0])) if self._job.active_directory else found[0].decode("ascii", "replace")
        raise BadInput("sync-key-missing", attribute=self._guid)

    def _place(self, root: dict[str, str]) -> str:
        """Which server counts: each domain controller has a count of its own."""
        return root.get("dsServiceName", "") if self._job.active_directory else self._address

    def _mark(self, root: dict[str, str]) -> str:
        # As it was before anything was read: what changed meanwhile is looked at once more.
        newest = root.get("highestCommittedUSN", "") if self._job.active_directory else self._newest
        return f"{self._place(root)}|{newest}" if newest else ""


def _described(fault: ldap.LDAPError) -> str:
    said = fault.args[0] if fault.args and isinstance(fault.args[0], dict) else {}
    return str(said.get("desc", type(fault).__name__))


def _say(answer: LdapAnswer) -> None:
    content = msgspec.msgpack.encode(answer)
    sys.stdout.buffer.write(LENGTH.pack(len(content)) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
