"""People from a real OpenLDAP server, by the process that reads it: page by page, in secret, whole or not at all."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.hub.sync import ldap_reader
from kalix_presence.hub.sync.ldap_reader import LdapReader
from kalix_presence.hub.sync.reading import Reading
from kalix_presence.model.access import Role
from kalix_presence.model.errors import PresenceError
from tests.clocks import NINE
from tests.hub.sync.directory_server import BASE, PEOPLE, Slapd, directory_server, dn_of, entry

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the hub reads directories on Linux")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slapd]:
    """Two thousand and five hundred people, and a reader who gets a thousand of an unpaged question."""
    with directory_server(tmp_path_factory.mktemp("slapd"), (entry(number) for number in range(2_500))) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Slapd]:
    """Twenty people, for a test that does something to the server."""
    with directory_server(tmp_path, (entry(number) for number in range(20))) as running:
        yield running


def reader(server: Slapd, **more: Any) -> LdapReader:
    return LdapReader(server.source(**more), server.folder, shipped.default_policy())


async def refused(found: LdapReader, *, probe: bool = False) -> PresenceError:
    with pytest.raises(PresenceError) as refusal:
        await (found.probe() if probe else found.read())
    return refusal.value


def extensions(reading: Reading) -> set[str]:
    return {row.person.extension for row in reading.people.rows}


async def test_everybody_comes_page_by_page_where_a_single_question_is_cut_off(server: Slapd) -> None:
    reading = await reader(server).read()
    assert len(reading.people.rows) == 2_500
    assert reading.whole
    import ldap

    asked = server.change()
    asked.simple_bind_s(server.source().bind, "a password for reading")
    with pytest.raises(ldap.SIZELIMIT_EXCEEDED):
        asked.search_s(PEOPLE, ldap.SCOPE_SUBTREE, "(objectClass=inetOrgPerson)")


async def test_a_person_is_what_the_mapping_says(server: Slapd) -> None:
    rows = {row.person.extension: row for row in (await reader(server).read()).people.rows}
    row = rows["2007"]
    assert (row.person.name, row.person.email, row.person.reference) == ("Anna7 Ek", "anna7@kommun.example", "e7")
    assert (row.path, row.username) == (("Bygg", "Bygglov"), "user7")
    assert len(row.key) == 36
    mapped = reader(
        server, attributes={"extension": "employeeNumber", "person": ""}, extension_match=r"(\d+)$", base=dn_of(2007)
    )
    [row] = (await mapped.read()).people.rows
    assert (row.person.extension, row.person.reference) == ("2007", "")
    assert "person" not in row.said


@pytest.mark.parametrize("how", ["ldaps", "starttls"])
async def test_both_ways_of_secrecy_are_gone(server: Slapd, how: str) -> None:
    port = server.secure if how == "ldaps" else server.port
    address = f"{'ldaps' if how == 'ldaps' else 'ldap'}://127.0.0.1:{port}"
    await reader(server, servers=(address,)).probe()
    assert (await refused(reader(server, servers=(address,), ca=""))).code == "sync-certificate"


async def test_what_is_wrong_is_told_apart(server: Slapd, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = await refused(reader(server, servers=(f"ldaps://127.0.0.1:{closed.getsockname()[1]}",)), probe=True)
    assert nobody.code == "sync-refused"
    assert (await refused(reader(server, servers=("ldaps://no.such.host.example",)))).code == "sync-host-unknown"
    plain = await refused(reader(server, servers=(f"ldaps://127.0.0.1:{server.port}",), seconds=2.0))
    assert plain.code in ("sync-no-tls", "sync-no-answer")
    other_name = await refused(reader(server, servers=(f"ldaps://127.0.0.2:{server.secure}",)))
    assert other_name.code in ("sync-certificate", "sync-refused")
    assert (await refused(reader(server, base=f"ou=None,{BASE}"), probe=True)).code == "sync-base-missing"
    assert (await refused(reader(server, filter="(uid="))).code == "sync-asked-wrongly"
    assert (await refused(reader(server, password_file="none.secret"))).code == "config-file-missing"


async def test_a_wrong_password_and_an_empty_one_are_refused(server: Slapd) -> None:
    found = reader(server)
    (server.folder / "reader.secret").write_text("wrong", "utf-8")
    assert (await refused(found)).code == "sync-password"
    (server.folder / "reader.secret").write_text("\n", "utf-8")
    assert (await refused(found)).code == "sync-password-empty"


async def test_the_next_server_is_asked_when_the_first_is_away(server: Slapd) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = f"ldaps://127.0.0.1:{closed.getsockname()[1]}"
        reading = await reader(server, servers=(away, f"ldaps://127.0.0.1:{server.secure}")).read()
    assert len(reading.people.rows) == 2_500


async def test_an_expired_certificate_is_said(tmp_path: Path) -> None:
    with directory_server(tmp_path, [entry(1)]) as running:
        running.stop()
        running.certificate = running.issuer.issued("localhost", "127.0.0.1", until=NINE - timedelta(days=900))
        running.start()
        refusal = await refused(reader(running))
    assert refusal.code == "sync-certificate"
    assert "expired" in str(refusal.params["problem"])


async def test_a_server_that_stops_in_the_middle_gives_nobody(tmp_path: Path) -> None:
    with directory_server(tmp_path, map(entry, range(30)), limit=10, page_limit=20) as running:
        assert (await refused(reader(running, page=5))).code == "sync-cut-off"


async def test_a_frozen_server_ends_with_its_process_and_says_so(own: Slapd) -> None:
    found = reader(own, seconds=1.0)
    await found.read()
    own.freeze()
    assert (await refused(found)).code == "sync-no-answer"


async def test_a_process_that_says_nothing_is_ended(own: Slapd, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    made = asyncio.create_subprocess_exec

    async def silent(*arguments: str, **how: Any) -> asyncio.subprocess.Process:
        ignoring = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()"
        started.append(await made(sys.executable, "-c", ignoring, **how))
        return started[-1]

    monkeypatch.setattr(ldap_reader.asyncio, "create_subprocess_exec", silent)
    monkeypatch.setattr(ldap_reader, "START_SECONDS", 0.1)
    assert (await refused(reader(own, seconds=1.0))).code == "sync-silent"
    assert started[0].returncode == -9
    assert (await refused(reader(own, seconds=1.0, most_seconds=1.0))).code in ("sync-silent", "sync-too-long")
    assert started[1].returncode == -9


async def test_who_cannot_be_used_is_said_and_stays_known(tmp_path: Path) -> None:
    entries = [
        entry(1),
        entry(2, mail="x"),
        entry(3, telephoneNumber=""),
        entry(4, ou="", o=""),
        entry(5, telephoneNumber="2006"),
        entry(6),
        entry(7, telephoneNumber="not a number"),
    ]
    with directory_server(tmp_path, entries) as running:
        reading = await reader(running).read()
        named = await reader(running, no_unit="Övriga").read()
    assert extensions(reading) == {"2001", "2002"}
    assert "email" not in next(row.said for row in reading.people.rows if row.person.extension == "2002")
    assert len(reading.people.unusable) == 4
    assert len(reading.people.gone) == 1
    assert {one.code for one in reading.left_out} >= {"import-email", "import-cell-empty", "import-twice", "import-extension"}
    assert {row.path for row in named.people.rows if row.person.extension == "2004"} == {("Övriga", "Övriga")}


async def test_roles_come_from_groups_also_by_way_of_others(own: Slapd) -> None:
    change = own.change()
    inner, outer = f"cn=inner,{BASE}", f"cn=outer,{BASE}"
    for dn, name, members in ((inner, b"inner", [dn_of(1), outer]), (outer, b"outer", [dn_of(2), inner])):
        kept = [("objectClass", [b"groupOfNames"]), ("cn", [name]), ("member", [one.encode() for one in members])]
        change.add_s(dn, kept)
    reading = await reader(own, roles={outer: Role.RECEPTIONIST}).read()
    rows = {row.person.extension: row for row in reading.people.rows}
    assert {one for one, row in rows.items() if row.roles == ("receptionist",)} == {"2001", "2002"}
    assert rows["2003"].governed == {"receptionist"}


async def test_a_group_that_is_not_there_is_said_before_anybody_loses_its_role(own: Slapd) -> None:
    missing = f"cn=Telefonister,{BASE}"
    for probe in (True, False):
        refusal = await refused(reader(own, roles={missing: Role.RECEPTIONIST}), probe=probe)
        assert (refusal.code, refusal.params["group"]) == ("sync-group-missing", missing)


async def test_a_group_that_names_somebody_deleted_has_its_other_members(own: Slapd) -> None:
    group, members = f"cn=left,{BASE}", [f"uid=deleted,{BASE}", dn_of(1)]
    kept = [("objectClass", [b"groupOfNames"]), ("cn", [b"left"]), ("member", [one.encode() for one in members])]
    own.change().add_s(group, kept)
    reading = await reader(own, roles={group: Role.RECEPTIONIST}).read()
    assert {row.person.extension for row in reading.people.rows if row.roles} == {"2001"}


async def test_only_what_changed_is_read_and_who_left_the_filter_is_gone(own: Slapd) -> None:
    import ldap

    found = reader(own, filter="(&(objectClass=inetOrgPerson)(!(employeeType=left)))")
    first = await found.read()
    keys = {row.person.extension: row.key for row in first.people.rows}
    own.change().modify_s(dn_of(3), [(ldap.MOD_REPLACE, "title", [b"Chef"])])
    own.change().modify_s(dn_of(4), [(ldap.MOD_REPLACE, "employeeType", [b"left"])])
    own.change().rename_s(dn_of(5), "uid=renamed")
    second = await found.read(first.mark)
    assert not second.whole
    rows = {row.key: row for row in second.people.rows}
    assert rows[keys["2003"]].person.title == "Chef"
    assert rows[keys["2005"]].username == "renamed"
    assert keys["2004"] in second.people.gone
    assert len(rows) <= 3, "those that did not change are not read"
    third = await found.read(second.mark)
    assert len(third.people.rows) <= 1
    assert (await found.read("another server|x")).whole
