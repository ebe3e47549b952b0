"""A hub that wants to see a certificate of each computer: who shows none that it takes gets no further than the greeting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kalix_presence import shipped
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.hub.site.config import Config, Listen
from kalix_presence.hub.web.certificate import judge
from kalix_presence.model.errors import BadInput, PresenceError
from tests.clocks import NINE
from tests.hub.serving import PASSWORD, Serving, made_config, serving
from tests.hub.sync.certificates import Issuer

ENDED = datetime(2025, 1, 1, tzinfo=UTC)


class House:
    """The hub's own issuer, the one that computers have theirs of, and a stranger."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.computer = folder / "computer" / "config" / "client.pem"
        for name in ("own", "computers", "stranger", "computer/config"):
            (folder / name).mkdir(parents=True)
        self.own, self.computers, self.stranger = (Issuer(folder / name) for name in ("own", "computers", "stranger"))
        certificate, key = self.own.issued("localhost", "127.0.0.1")
        monkeypatch.setenv("KALIX_HOME", str(folder / "computer"))
        monkeypatch.setenv("SSL_CERT_FILE", str(self.own.ca))
        self.issuers = folder / "hub" / "clients.pem"
        config = made_config(folder / "hub")
        self.trust(self.computers)
        listen = Listen(port=0, certificate=str(certificate), key=str(key), client_ca="clients.pem")
        self.config: Config = msgspec.structs.replace(config, listen=listen)

    def trust(self, *issuers: Issuer) -> None:
        """The hub takes what these issue."""
        self.issuers.write_bytes(b"".join(each.ca.read_bytes() for each in issuers))

    def show(self, issuer: Issuer, until: datetime | None = None) -> None:
        """The computer has a certificate of this one."""
        certificate, key = issuer.issued("desk", **({} if until is None else {"until": until}))
        self.computer.write_bytes(certificate.read_bytes() + key.read_bytes())
        self.computer.chmod(0o600)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    return House(tmp_path, monkeypatch)


@pytest.fixture
def hub(house: House, tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub", config=house.config) as running:
        yield running


def kept_out(hub: Serving) -> str:
    """Why Anna does not get in from this computer; "" when she does."""

    async def run() -> str:
        client = HubClient(f"https://127.0.0.1:{hub.server.port}")
        try:
            await client.sign_in("anna", PASSWORD)
        except PresenceError as fault:
            for language in ("sv", "en", "fi"):
                assert shipped.words(language).say(f"errors.{fault.code}", **fault.params)
            return fault.code
        finally:
            await client.close()
        return ""

    return asyncio.run(run())


def test_who_shows_a_certificate_of_the_right_issuer_gets_in_and_nobody_else(house: House, hub: Serving) -> None:
    assert kept_out(hub) == "hub-wants-certificate"
    house.show(house.stranger)
    assert kept_out(hub) == "hub-wants-certificate"
    house.show(house.computers, until=ENDED)
    assert kept_out(hub) == "hub-wants-certificate"
    house.show(house.computers)
    assert kept_out(hub) == ""
    house.computer.write_text("half a fi")
    assert kept_out(hub) == "hub-own-certificate"


def test_whom_the_hub_takes_is_changed_while_it_serves(house: House, hub: Serving) -> None:
    house.show(house.computers)
    assert kept_out(hub) == ""
    house.trust(house.stranger)
    assert hub.server.certificate is not None
    assert hub.on_loop(hub.server.certificate.renew)
    assert kept_out(hub) == "hub-wants-certificate"
    house.show(house.stranger)
    assert kept_out(hub) == ""
    house.issuers.write_text("half a fi")
    assert not hub.on_loop(hub.server.certificate.renew)
    assert kept_out(hub) == "", "whom it took before it takes still"


def test_what_is_wrong_with_the_issuers_is_said(house: House) -> None:
    assert judge(house.config, now=NINE) > 0
    for spoil, code in ((b"", "certificate-strange"), (b"\x30\x82", "certificate-strange")):
        house.issuers.write_bytes(spoil)
        with pytest.raises(BadInput) as refused:
            judge(house.config, now=NINE)
        assert (refused.value.code, refused.value.params["file"]) == (code, str(house.issuers))
    house.trust(house.computers)
    with pytest.raises(BadInput, match="certificate-ended"):
        judge(house.config, now=datetime(2090, 6, 1, tzinfo=UTC))
