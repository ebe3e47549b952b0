"""A PostgreSQL over the network: the hub knows whom it talks to, shows a certificate where it is asked for one, and says no password."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.site.store_section import StoreSection
from kalix_presence.hub.store import Store, dumps
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.statements import in_words
from kalix_presence.model.errors import Unavailable
from tests.hub.sync.certificates import Issuer
from tests.postgresql import Cluster

pytestmark = pytest.mark.in_a_file  # with or without --postgresql it is PostgreSQL that is tried
_ENCRYPTED = in_words(
    "SELECT '' AS encrypted", "SELECT concat(ssl, ' ', client_dn) FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
)


@dataclass
class Away:
    """A server that is called `localhost`, whatever number it has, and asks for a certificate and a password."""

    server: Cluster
    port: int
    issuer: Issuer
    folder: Path
    name: str

    def config(self, host: str = "localhost", said: str = "sslmode=verify-full", **more: Any) -> Config:
        certificate, key = self.issuer.issued("kalix")
        url = f"postgresql://kalix@{host}:{self.port}/{self.name}?{said}"
        store = StoreSection(
            url=url, ca=str(self.issuer.ca), certificate=str(certificate), key=str(key), password_file="store.secret"
        )
        return msgspec.structs.replace(Config(), folder=self.folder, store=msgspec.structs.replace(store, **more))

    def reached(self, *how: str, **more: Any) -> Postgresql:
        found = kept_of(self.config(*how, **more))
        assert isinstance(found, Postgresql)
        return found


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    folder = tmp_path_factory.mktemp("tls")
    server, issuer = Cluster(), Issuer(folder)
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port = trial.getsockname()[1]
    certificate, key = issuer.issued("localhost")
    for file in (certificate, key, issuer.ca):
        shutil.copy(file, server.folder / file.name)
        if os.geteuid() == 0:
            found = pwd.getpwnam("postgres")
            os.chown(server.folder / file.name, found.pw_uid, found.pw_gid)
    server.run(
        "ALTER ROLE kalix PASSWORD 'hushhush'",
        *(
            f"ALTER SYSTEM SET {setting}"
            for setting in (
                f"ssl_cert_file = '{server.folder / certificate.name}'",
                f"ssl_key_file = '{server.folder / key.name}'",
                f"ssl_ca_file = '{server.folder / issuer.ca.name}'",
                "ssl = on",
                "listen_addresses = '127.0.0.1'",
                f"port = {port}",
            )
        ),
    )
    with (server.data / "pg_hba.conf").open("w") as rules:
        rules.write("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-full\n")
    server.stop("fast")
    server.start()
    server.port = port
    (folder / "store.secret").write_text("hushhush\n")
    (folder / "store.secret").chmod(0o600)
    yield Away(server, port, issuer, folder, server.made())
    server.remove()


async def test_with_its_name_an_issuer_that_is_trusted_and_a_certificate_it_is_reached(away: Away) -> None:
    store = Store(away.reached())
    try:
        await store.write(lambda change: put_setting(change.sql, "kept", "1"))
        assert await store.read(lambda sql: read_setting(sql, "kept")) == "1"
        assert await store.read(lambda sql: sql.execute(_ENCRYPTED).fetchone()[0]) == "t /CN=kalix"
        copy = away.folder / "copy.dump"
        dumps.dump(away.reached(), copy)
        assert dumps.is_of_a_hub(copy, dumps.programs_of(away.reached())), "its own programs reach it likewise"
    finally:
        store.close()


async def test_what_is_verified_by_its_issuer_alone_may_have_another_name(away: Away) -> None:
    away.reached().upgrade()
    assert away.reached("127.0.0.1", said="sslmode=verify-ca").is_ours()
    assert not away.reached("127.0.0.1").is_ours(), "that is not its name"


def wrong_name(away: Away) -> Postgresql:
    return away.reached("127.0.0.1")


def another_issuer(away: Away) -> Postgresql:
    (away.folder / "theirs").mkdir(exist_ok=True)
    return away.reached(ca=str(Issuer(away.folder / "theirs").ca))


def no_issuer(away: Away) -> Postgresql:
    return away.reached(ca="")


def no_certificate(away: Away) -> Postgresql:
    return away.reached(certificate="", key="")


def certificate_of_another(away: Away) -> Postgresql:
    (away.folder / "others").mkdir(exist_ok=True)
    certificate, key = Issuer(away.folder / "others").issued("kalix")
    return away.reached(certificate=str(certificate), key=str(key))


def certificate_for_another(away: Away) -> Postgresql:
    certificate, key = away.issuer.issued("nils")
    return away.reached(certificate=str(certificate), key=str(key))


def wrong_password(away: Away) -> Postgresql:
    (away.folder / "wrong.secret").write_text("hushhushhush\n")
    return away.reached(password_file="wrong.secret")


@pytest.mark.parametrize(
    "how",
    [wrong_name, another_issuer, no_issuer, no_certificate, certificate_of_another, certificate_for_another, wrong_password],
)
def test_anything_less_is_refused_and_no_password_said(
    away: Away, how: Callable[[Away], Postgresql], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Unavailable, match="store-unreadable") as refused:
        Store(how(away))
    said = capsys.readouterr()
    assert "hushhush" not in f"{refused.value} {refused.value.params} {said.out} {said.err}"


def test_a_server_that_speaks_in_the_clear_is_refused(away: Away) -> None:
    rules = away.server.data / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"{before}host all all 127.0.0.1/32 trust\n")
    turned(away, "off")
    try:
        assert away.reached("localhost", "sslmode=prefer", certificate="", key="").server_version() > 0, "it answers"
        for mode in ("verify-full", "verify-ca"):
            with pytest.raises(Unavailable, match="store-unreadable"):
                Store(away.reached(said=f"sslmode={mode}"))
    finally:
        rules.write_text(before)
        turned(away, "on")


def turned(away: Away, state: str) -> None:
    away.server.run(f"ALTER SYSTEM SET ssl = {state}", "SELECT pg_reload_conf()")
    while True:  # a setting is every new session's soon
        with psycopg.connect(away.server.conninfo()) as sql:
            if sql.execute("SHOW ssl").fetchone() == (state,):
                return
