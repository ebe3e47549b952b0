"""People from a real Active Directory (Samba's): moved, renamed, disabled and deleted people, and a controller that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.sync.ldap_reader import LdapReader
from kalix_presence.hub.sync.runs import Run, Runs
from kalix_presence.model.access import Role
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import PresenceError
from tests.clocks import Clock
from tests.hub.sync.certificates import LONG_AGO
from tests.hub.sync.domain_controller import KOMMUN, NAME, DomainController, why_not

pytestmark = [pytest.mark.skipif(bool(why_not()), reason=why_not()), pytest.mark.xdist_group("domain")]


@pytest.fixture(scope="module")
def domain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DomainController]:
    """Thirty people in two units."""
    pytest.importorskip("ldap", reason="python-ldap is not installed: the extra `ldap`")
    made = DomainController(tmp_path_factory.mktemp("domain"))
    made.start()
    try:
        for dn in (KOMMUN, f"OU=Bygg,{KOMMUN}", f"OU=Bygglov,OU=Bygg,{KOMMUN}", f"OU=Skola,{KOMMUN}"):
            made.add(dn, "organizationalUnit")
        for number in range(30):
            made.person(number)
        yield made
    finally:
        made.stop()


class Site:
    """A database that the domain is brought into."""

    def __init__(self, folder: Path, domain: DomainController, **how: Any) -> None:
        self.store = Store(folder / "kalix.db")
        self.reader = LdapReader(domain.source(**how), domain.folder, shipped.default_policy())
        self.runs = Runs(self.store, {"ad": self.reader}, percent=50.0, clock=Clock())

    async def run(self, **how: Any) -> Run:
        return await self.runs.run("ad", **how)

    async def people(self) -> dict[str, Person]:
        return await self.store.read(read_people)

    async def refused(self) -> str:
        with pytest.raises(PresenceError) as refusal:
            await self.run()
        return refusal.value.code


@pytest.fixture
def site(domain: DomainController, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, domain, seconds=5.0)
    yield made
    made.store.close()


@pytest.mark.parametrize("changes", [False, True])
async def test_moved_renamed_disabled_and_deleted_people_are_told_by_their_guid(
    domain: DomainController, site: Site, *, changes: bool
) -> None:
    import ldap

    start = 40 if changes else 30
    dns = [domain.person(start + one) for one in range(5)]
    await site.run()
    before = await site.people()
    assert {"2000", str(2000 + start)} <= before.keys()
    assert before["2000"].unit == "bygglov"
    with domain.change() as made:
        made.rename_s(dns[0], f"CN=Anna{start} Ek", f"OU=Skola,{KOMMUN}")
        renamed = [(ldap.MOD_REPLACE, "sAMAccountName", [f"ny{start}".encode()]), (ldap.MOD_REPLACE, "sn", [b"Ny"])]
        made.modify_s(dns[1], renamed)
        made.modify_s(dns[2], [(ldap.MOD_REPLACE, "userAccountControl", [b"546"])])
        made.delete_s(dns[3])
        made.modify_s(dns[4], [(ldap.MOD_REPLACE, "ipPhone", [str(2900 + start).encode()])])
    run = await site.run(changes=changes)
    after = await site.people()
    assert after[str(2000 + start)].unit == "skola"
    assert after[str(2000 + start)].id == before[str(2000 + start)].id
    assert (after[str(2001 + start)].family_name, after[str(2001 + start)].id) == ("Ny", before[str(2001 + start)].id)
    assert str(2002 + start) not in after
    assert after[str(2900 + start)].id == before[str(2004 + start)].id
    assert [one.before for one in run.done.moves] == [str(2004 + start)]
    if changes:  # a plain reader sees no tombstones: the next whole reading tells of who was deleted
        await site.run()
    assert str(2003 + start) not in await site.people()


async def test_who_may_see_deleted_objects_is_told_at_once_of_who_was_deleted(domain: DomainController) -> None:
    deleted, stays = domain.person(50), domain.person(51)
    administrator = domain.source(bind="administrator@ad.kalix.test")
    for source, seen in ((administrator, True), (domain.source(), False)):
        reader = LdapReader(source, domain.folder, shipped.default_policy())
        before = await reader.read()
        keys = {row.person.extension: row.key for row in before.people.rows}
        with domain.change() as made:
            made.delete_s(deleted if seen else stays)
        after = await reader.read(before.mark)
        assert not after.whole
        assert (keys["2050" if seen else "2051"] in after.people.gone) is seen


async def test_without_a_base_the_domain_says_where_its_people_lie(domain: DomainController, tmp_path: Path) -> None:
    site = Site(tmp_path, domain, base="", ou_skip=("Kommunen",))
    try:
        await site.run()
        assert (await site.people())["2005"].unit == "bygglov"
    finally:
        site.store.close()


async def test_roles_come_from_groups_in_groups(domain: DomainController) -> None:
    inner, outer = f"CN=Inner,{KOMMUN}", f"CN=Telefonister,{KOMMUN}"
    domain.add(inner, "group", sAMAccountName="inner", member=f"CN=Anna1 Ek,OU=Bygglov,OU=Bygg,{KOMMUN}")
    domain.add(outer, "group", sAMAccountName="outer", member=[inner, f"CN=Anna2 Ek,OU=Bygglov,OU=Bygg,{KOMMUN}"])
    source = domain.source(roles={outer: Role.RECEPTIONIST})
    reading = await LdapReader(source, domain.folder, shipped.default_policy()).read()
    assert {row.person.extension for row in reading.people.rows if row.roles} == {"2001", "2002"}
    renamed = domain.source(roles={f"CN=Renamed,{KOMMUN}": Role.RECEPTIONIST})
    with pytest.raises(PresenceError) as refused:
        await LdapReader(renamed, domain.folder, shipped.default_policy()).read()
    assert refused.value.code == "sync-group-missing"


async def test_a_simple_bind_in_the_clear_is_refused_by_the_domain_and_starttls_works(domain: DomainController) -> None:
    reader = LdapReader(domain.source(servers=(f"ldap://{domain.address}",)), domain.folder, shipped.default_policy())
    await reader.probe()
    plain = domain.source(servers=(f"ldap://{domain.address}",), tls="none")
    with pytest.raises(PresenceError, match="sync-not-let"):
        await LdapReader(plain, domain.folder, shipped.default_policy()).probe()


async def test_a_controller_that_dies_between_two_pages_or_is_frozen_changes_nothing(
    domain: DomainController, site: Site
) -> None:
    from kalix_presence.hub.sync import ldap_process

    await site.run()
    before = await site.people()
    job = LdapReader(domain.source(page=5), domain.folder, shipped.default_policy())._job("")

    def alive(count: int) -> None:
        if count >= 10:
            domain.stop()

    with pytest.raises(PresenceError, match=r"sync-broken-off|sync-refused"):
        ldap_process.done(job, alive=alive)
    assert await site.refused() == "sync-refused"
    domain.start()
    await site.run()
    domain.freeze()
    assert await site.refused() == "sync-no-answer"
    domain.stop()
    domain.start()
    await site.run()
    assert await site.people() == before


async def test_an_expired_certificate_and_one_of_another_name_are_said(domain: DomainController, site: Site) -> None:
    good = domain.issuer.issued(NAME, domain.address)
    for name, address, until in ((NAME, domain.address, LONG_AGO.replace(year=2021)), ("dc9.ad.kalix.test", "127.0.0.9", None)):
        domain.stop()
        domain.certify(*domain.issuer.issued(name, address, **({"until": until} if until else {})))
        domain.start()
        assert await site.refused() == "sync-certificate"
    domain.stop()
    domain.certify(*good)
    domain.start()
    await site.reader.probe()
