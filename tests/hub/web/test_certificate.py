"""A certificate is taken over when it is renewed, nobody's connection ends, and what is wrong with one is said."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kalix_presence.hub.pbx.protocol import Remark
from kalix_presence.hub.site.config import Config, read_config
from kalix_presence.hub.web.certificate import judge
from kalix_presence.hub.web.certificate_check import check_certificate
from kalix_presence.model.errors import BadInput, PresenceError
from tests.clocks import machine_now
from tests.hub.serving import made_config
from tests.hub.web.test_streams import until

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def pair(folder: Path, *, start: datetime, end: datetime, names: tuple[str, ...] = ("localhost",)) -> int:
    """Write `hub.crt` and `hub.key` anew; the serial number."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])
    serial = x509.random_serial_number()
    building = x509.CertificateBuilder(name, name, key.public_key(), serial, start, end)
    if names:
        known = [x509.DNSName(each) for each in names] + [x509.IPAddress(ip_address("127.0.0.1"))]
        building = building.add_extension(x509.SubjectAlternativeName(known), critical=False)
    (folder / "hub.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "hub.key").chmod(0o600)
    (folder / "hub.crt").write_bytes(building.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return serial


def current(folder: Path) -> int:
    now = machine_now()
    return pair(folder, start=now - timedelta(days=1), end=now + timedelta(days=90))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made_config(tmp_path / "hub")
    settings = tmp_path / "hub" / "kalix-hub.toml"
    lines = '[listen]\ncertificate = "hub.crt"\nkey = "hub.key"\n'
    settings.write_text(settings.read_text("utf-8").replace("[listen]\n", lines, 1), "utf-8")
    return tmp_path / "hub"


def configured(folder: Path) -> Config:
    pair(folder, start=NOW - timedelta(days=1), end=NOW + timedelta(days=90))
    return read_config(folder)


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path, int]]:
    """The hub as a process: itself, its log and its port."""
    log = folder.parent / "log"
    with log.open("wb") as writing:
        command = [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", folder]
        process = subprocess.Popen(command, stdout=writing, stderr=writing, env=os.environ | {"LC_ALL": "en_US.UTF-8"})
    try:
        until(lambda: "https://" in log.read_text("utf-8"))
        yield process, log, int(log.read_text("utf-8").split("https://127.0.0.1:")[1].split()[0])
        assert process.poll() is None, "it serves all the while"
    finally:
        process.kill()
        process.wait()


@contextmanager
def greeted(port: int) -> Iterator[tuple[ssl.SSLSocket, int]]:
    """A connection, and the serial number of the certificate that it was greeted with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), timeout=60) as plain, context.wrap_socket(plain) as wrapped:
        shown = wrapped.getpeercert(binary_form=True)
        assert shown
        yield wrapped, x509.load_der_x509_certificate(shown).serial_number


def serial_at(port: int) -> int:
    with greeted(port) as (_, serial):
        return serial


def asks(connection: ssl.SSLSocket) -> bytes:
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n")
    answer = b""
    while not answer.endswith(b"}"):
        more = connection.recv(4096)
        assert more, "the connection has ended"
        answer += more
    return answer


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("told", [True, False])
def test_a_renewed_certificate_greets_whoever_comes_and_whoever_is_there_stays(folder: Path, told: bool) -> None:
    first = current(folder)
    with served(folder) as (process, log, port), greeted(port) as (stays, serial):
        assert serial == first
        assert b"200" in asks(stays)
        second = current(folder)
        if told:
            process.send_signal(signal.SIGHUP)
        until(lambda: b"200" in asks(stays) and serial_at(port) == second)  # asked now and then, it is not idle
        assert b"200" in asks(stays)
        (folder / "hub.key").write_text("half a fi")
        if told:
            process.send_signal(signal.SIGHUP)
        until(lambda: b"200" in asks(stays) and "certificate-not-renewed" in log.read_text("utf-8"))
        assert serial_at(port) == second, "the pair before stays"
        third = current(folder)
        until(lambda: b"200" in asks(stays) and serial_at(port) == third)
        assert b"200" in asks(stays)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_hub_without_a_certificate_takes_no_notice_of_sighup(tmp_path: Path) -> None:
    made_config(tmp_path / "hub")
    log = tmp_path / "log"
    with log.open("wb") as writing:
        command = [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", tmp_path / "hub"]
        process = subprocess.Popen(command, stdout=writing, stderr=writing)
    try:
        until(lambda: "http://" in log.read_text("utf-8"))
        port = int(log.read_text("utf-8").split("http://127.0.0.1:")[1].split()[0])
        process.send_signal(signal.SIGHUP)
        with socket.create_connection(("127.0.0.1", port), timeout=60) as plain:
            plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n")
            assert b"200" in plain.recv(4096)
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def ended(folder: Path) -> None:
    pair(folder, start=NOW - timedelta(days=9), end=NOW - timedelta(seconds=1))


def early(folder: Path) -> None:
    pair(folder, start=NOW + timedelta(seconds=1), end=NOW + timedelta(days=9))


def nameless(folder: Path) -> None:
    pair(folder, start=NOW - timedelta(days=1), end=NOW + timedelta(days=9), names=())


def other_key(folder: Path) -> None:
    key = (folder / "hub.key").read_bytes()
    pair(folder, start=NOW - timedelta(days=1), end=NOW + timedelta(days=9))
    (folder / "hub.key").write_bytes(key)


WRONG: list[tuple[Callable[[Path], object], str]] = [
    (ended, "certificate-ended"),
    (early, "certificate-early"),
    (nameless, "certificate-name"),
    (other_key, "certificate-key-other"),
    (lambda folder: (folder / "hub.crt").unlink(), "certificate-unreadable"),
    (lambda folder: (folder / "hub.crt").write_bytes(b""), "certificate-strange"),
    (lambda folder: (folder / "hub.crt").write_bytes(b"\x30\x82\xff"), "certificate-strange"),
    (lambda folder: (folder / "hub.crt").write_bytes((folder / "hub.key").read_bytes()), "certificate-strange"),
    (lambda folder: (folder / "hub.key").write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"), "certificate-key-strange"),
    (lambda folder: (folder / "hub.key").unlink(), "certificate-unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "code"), WRONG)
def test_what_is_wrong_with_a_certificate_is_said(folder: Path, spoil: Callable[[Path], object], code: str) -> None:
    config = configured(folder)
    spoil(folder)
    with pytest.raises(BadInput) as refused:
        judge(config, now=NOW)
    assert refused.value.code == code


def test_a_certificate_for_another_name_is_said(folder: Path) -> None:
    config = configured(folder)
    assert judge(config, now=NOW) == 90
    elsewhere = msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, host="hub.example"))
    with pytest.raises(BadInput) as refused:
        judge(elsewhere, now=NOW)
    assert refused.value.code == "certificate-name"


def with_listen(config: Config, **named: object) -> Config:
    return msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, **named))


@pytest.mark.parametrize(
    ("listen", "said"),
    [
        ({}, ""),
        ({"name": "localhost"}, ""),
        ({"name": "localhost:8443", "host": "0.0.0.0"}, ""),
        ({"name": "hub.example"}, "certificate-name"),
        ({"name": "10.0.5.7"}, "certificate-name"),
        ({"host": "10.0.5.7"}, "certificate-names"),
        ({"host": "0.0.0.0"}, "certificate-names"),
        ({"certificate": "", "trusted_proxies": ("127.0.0.1",)}, "certificate-of-proxy"),
        ({"certificate": ""}, ""),
    ],
)
def test_check_says_what_it_can_know_of_the_name(folder: Path, listen: dict[str, object], said: str) -> None:
    config = with_listen(configured(folder), **listen)
    if not said:
        check_certificate(config, now=NOW)
        return
    with pytest.raises(PresenceError) as told:
        check_certificate(config, now=NOW)
    assert told.value.code == said
    assert isinstance(told.value, Remark) == (said != "certificate-name")


def test_check_looks_at_the_certificate_of_a_proxy(folder: Path) -> None:
    current(folder)
    with served(folder) as (_, _, port):
        proxied = with_listen(
            read_config(folder), certificate="", key="", trusted_proxies=("127.0.0.1",), name=f"localhost:{port}"
        )
        check_certificate(proxied, now=machine_now())
        for name, now, said in (
            (f"127.0.0.2:{port}", machine_now(), "certificate-not-seen"),
            (f"localhost:{port}", machine_now() + timedelta(days=5000), "certificate-proxy-ended"),
        ):
            with pytest.raises(PresenceError) as told:
                check_certificate(with_listen(proxied, name=name), now=now)
            assert told.value.code == said
    pair(folder, start=machine_now() - timedelta(days=1), end=machine_now() + timedelta(days=9), names=("other.example",))
    with served(folder) as (_, _, port):
        for name, said in ((f"localhost:{port}", "certificate-proxy-name"), (f"127.0.0.1:{port}", "certificate-proxy-soon")):
            with pytest.raises(PresenceError) as told:
                check_certificate(with_listen(proxied, name=name), now=machine_now())
            assert told.value.code == said


@pytest.mark.parametrize(("days", "said"), [(-3, "ended on"), (5, "ends in"), (90, "Certificate: OK\n")])
def test_check_says_when_the_certificate_ends(folder: Path, days: int, said: str) -> None:
    from tests.hub.commands.test_commands import run

    now = machine_now()
    pair(folder, start=now - timedelta(days=30), end=now + timedelta(days=days, hours=1))
    assert said in run("check", "--config", folder).output


def test_a_pair_that_cannot_be_served_is_refused_in_a_sentence(folder: Path) -> None:
    current(folder)
    (folder / "hub.crt").write_text("no certificate")
    done = subprocess.run(
        [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", folder],
        capture_output=True, text=True, check=False, timeout=120, env=os.environ | {"LC_ALL": "en_US.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "is no certificate" in done.stderr
    assert "Traceback" not in done.stderr
