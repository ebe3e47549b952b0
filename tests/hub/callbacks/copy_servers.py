"""A real mail server (RFC 5321, with STARTTLS and AUTH) and a real SMS gateway on loopback, which can be told to be ill."""

from __future__ import annotations

import base64
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class MailServer:
    """What it took, and how it behaves: `mail`, `rcpt` and `data` are given to those and to the end of DATA before "250"."""

    port: int = 0
    context: ssl.SSLContext | None = None
    password: str = ""
    letters: list[tuple[str, str, bytes]] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    connections: int = 0
    encrypted: bool = False

    def read(self, number: int = 0) -> EmailMessage:
        """A letter as its reader gets it."""
        letter: Any = message_from_bytes(self.letters[number][2], policy=default)
        return letter  # type: ignore[no-any-return]


@contextmanager
def mail_server(certificate: Path | None = None, password: str = "", *, at_once: bool = False) -> Iterator[MailServer]:
    """Serve until the block ends, encrypted from the first letter with `at_once`. "hang up" for an answer closes instead."""
    served = MailServer(password=password)
    if certificate is not None:
        served.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        served.context.load_cert_chain(certificate, certificate.with_suffix(".key"))

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            served.connections += 1
            if at_once and not self.encrypt():
                return
            self.say("220 mail.kommun.example")
            self.signed_in, self.sender, self.to = not served.password, "", ""
            while line := self.rfile.readline():
                if not self.answer(line.decode().strip()):
                    return

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def answer(self, line: str) -> bool:
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    more = ["8BITMIME"]
                    more += ["STARTTLS"] if served.context and not isinstance(self.request, ssl.SSLSocket) else []
                    more += ["AUTH PLAIN"] if served.password else []
                    self.say("\r\n".join(["250-mail", *(f"250-{each}" for each in more[:-1]), f"250 {more[-1]}"]))
                case "STARTTLS":
                    self.say("220 go on")
                    return self.encrypt()
                case "AUTH":
                    _, name, given = base64.b64decode(rest.split()[-1]).decode().split("\0")
                    served.names.append(name)
                    self.signed_in = given == served.password
                    self.say("235 welcome" if self.signed_in else "535 no")
                case "MAIL" if not self.signed_in:
                    self.say("530 sign in first")
                case "MAIL":
                    self.sender = rest
                    return self.scripted(served.mail)
                case "RCPT":
                    self.to = rest
                    return self.scripted(served.rcpt)
                case "DATA":
                    return self.take()
                case "QUIT":
                    self.say("221 bye")
                    return False
                case _:
                    self.say("250 ok")
            return True

        def encrypt(self) -> bool:
            assert served.context is not None
            try:
                self.request = served.context.wrap_socket(self.request, server_side=True)
            except OSError:  # a client that does not trust it
                return False
            self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
            served.encrypted = True
            return True

        def scripted(self, answers: list[str]) -> bool:
            said = answers.pop(0) if answers else "250 ok"
            if said == "hang up":
                return False
            self.say(said)
            return True

        def take(self) -> bool:
            self.say("354 go on")
            lines: list[bytes] = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line[1:] if line.startswith(b"..") else line)
            if not served.data or served.data[0].startswith("250") or served.data[0] == "hang up":
                served.letters.append((self.sender, self.to, b"".join(lines)))
            return self.scripted(served.data)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        served.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield served
        server.shutdown()
        thread.join()


@dataclass
class Gateway:
    """What the gateway got, and what it answers before "200": a status, or 0 to hang up."""

    url: str = ""
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


@contextmanager
def gateway(certificate: Path | None = None) -> Iterator[Gateway]:
    """Serve until the block ends, by HTTPS with a `certificate`."""
    served = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            served.paths.append(self.path)
            served.asked.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = served.statuses.pop(0) if served.statuses else 200
            if status:
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
            else:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """A passing test is a silent test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    served.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}/send?site=kalix"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def silence() -> Iterator[int]:
    """The port of a machine that lets everybody in and then says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def certificate_for(folder: Path) -> Path:
    """A certificate of one's own for 127.0.0.1, with its key beside it."""
    certificate = folder / "mail.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mail", "-addext"]
    command += ["subjectAltName=IP:127.0.0.1", "-keyout", str(certificate.with_suffix(".key")), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate
