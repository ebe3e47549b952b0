"""Several real hubs that speak with each other by TLS, each with a certificate of the organisation's own authority, and with nobody
who shows none."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.hub.commands.test_group import as_anna, minutes_at, set_motto
from tests.hub.hubs.grouped import Grouped, HubProcess, eventually, free_port, grouped
from tests.hub.sync.certificates import Issuer
from tests.postgresql import cluster

pytestmark = pytest.mark.xdist_group("several-hubs")


def context(issuer: Issuer, *shown: Path) -> ssl.SSLContext:
    """Believes the issuer, and shows a certificate with its key where some is given."""
    made = ssl.create_default_context(cafile=issuer.ca)
    if shown:
        made.load_cert_chain(*shown)
    return made


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Issuer:
    return Issuer(tmp_path_factory.mktemp("issuer"))


@pytest.fixture(scope="module")
def group(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grouped]:
    def own(place: Path) -> tuple[str, str]:
        certificate, key = issuer.issued(place.name, "127.0.0.1")
        return (
            f'ca = "{issuer.ca}"\n',
            f'certificate = "{certificate}"\nkey = "{key}"\nclient_ca = "{issuer.ca}"\n',
        )

    tls = context(issuer, *issuer.issued("desk"))
    with grouped(cluster(), tmp_path_factory.mktemp("group"), tls=tls, own=own) as made:
        yield made


def test_a_change_at_the_hub_that_stands_by_is_passed_on_and_outlives_the_one_that_led(group: Grouped) -> None:
    leader = group.leader()
    [other] = group.others(leader)
    anna = as_anna(other)
    assert set_motto(other, anna, 30) == 200
    assert minutes_at(leader, anna) == 30
    leader.kill()
    eventually(lambda: other.leads)
    assert minutes_at(other, anna) == 30
    leader.begin()
    eventually(lambda: leader.ready() is not None and not leader.leads)
    assert set_motto(leader, anna, 31) == 200


def test_nobody_without_a_certificate_of_theirs_is_spoken_to_by_any_of_them(group: Grouped, issuer: Issuer) -> None:
    for hub in group.hubs:
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{hub.url}/healthz", verify=context(issuer), trust_env=False).raise_for_status()


def test_a_hub_that_never_reached_the_database_speaks_to_nobody_without_a_certificate_either(
    group: Grouped, issuer: Issuer, tmp_path: Path
) -> None:
    model, place = group.hubs[0], tmp_path / "alone"
    shutil.copytree(model.folder, place, ignore=shutil.ignore_patterns("log-*"))
    settings, port = place / "kalix-hub.toml", free_port()
    there = str(group.cluster.folder).replace("/", "%2F")
    text = settings.read_text("utf-8").replace(str(model.port), str(port)).replace(there, f"{there}%2Fnobody")
    settings.write_text(text, "utf-8")
    alone = HubProcess("alone", place, port, tls=model.tls)
    alone.begin()
    try:
        eventually(lambda: alone.ask("GET", "/healthz"))
        assert alone.ready() is None
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{alone.url}/healthz", verify=context(issuer), trust_env=False).raise_for_status()
    finally:
        alone.end()
