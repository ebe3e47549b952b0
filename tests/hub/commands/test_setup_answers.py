"""What kalix-hub setup is answered is looked at when it is typed: the PBX, the certificate, names."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.commands.setup_answers import QUESTIONS, key_of
from kalix_presence.hub.site.config import read_config, template
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.errors import BadInput
from tests.hub.commands.test_setup import run
from tests.hub.web.test_certificate import NOW, pair


@contextmanager
def answering(greeting: bytes) -> Iterator[int]:
    """The port of something on this machine that greets so."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def greet() -> None:
            try:
                while True:
                    with door.accept()[0] as guest:
                        guest.sendall(greeting)
            except OSError:
                return

        thread = threading.Thread(target=greet)
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_the_exchange_is_looked_for_at_once_and_may_come_later(tmp_path: Path) -> None:
    with answering(b"Asterisk Call Manager/11.0\r\n") as port:
        found = run(tmp_path / "one", "--no-ask", "--no-check", "--pbx", f"localhost:{port}")
        assert found.exit_code == 0
        assert "may come later" not in found.output
    settings = read_config(tmp_path / "one").pbx.settings
    assert (settings.host, settings.port, settings.tls) == ("localhost", port, False)
    secret = tmp_path / "one" / "asterisk.secret"
    assert re.fullmatch(r"[0-9a-f]{64}\n", secret.read_text("ascii"))
    assert not secret.stat().st_mode & 0o077
    with answering(b"220 mail.example ESMTP\r\n") as port:
        typed = f"\nlocalhost:{port}\nlocalhost:{port}\n\n\n\n"
        taken = run(tmp_path / "two", "--no-check", typed=typed)
        assert "is not Asterisk's manager" in taken.output
        assert taken.exit_code == 0, taken.output
    away = run(tmp_path / "three", "--no-ask", "--no-check", "--pbx", "pbx.invalid")
    assert "may come later" in away.output
    settings = read_config(tmp_path / "three").pbx.settings
    assert (settings.host, settings.port, settings.tls) == ("pbx.invalid", 5039, True)


def test_a_certificate_is_judged_before_it_is_taken(tmp_path: Path) -> None:
    pair(
        tmp_path, start=datetime(2020, 1, 1, tzinfo=UTC), end=datetime(2099, 1, 1, tzinfo=UTC), names=("kalix.kommun.example",)
    )
    fine, key = tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    (tmp_path / "hub.crt").rename(fine)
    (tmp_path / "hub.key").rename(key)
    for file, said in ((tmp_path / "none.pem", "cannot be read"), (Path("relative.pem"), "whole path")):
        refused = run(tmp_path / "hub", "--no-ask", "--name", "kalix.kommun.example", "--certificate", file)
        assert refused.exit_code == 1
        assert said in refused.output
    other = run(tmp_path / "hub", "--no-ask", "--name", "another.example", "--certificate", fine)
    assert other.exit_code == 1
    assert (
        run(tmp_path / "hub", "--no-ask", "--no-check", "--name", "kalix.kommun.example", "--certificate", fine).exit_code == 0
    )
    written = read_config(tmp_path / "hub")
    listen = written.listen
    assert (listen.certificate, listen.key, listen.host, listen.port) == (str(fine), str(key), "0.0.0.0", 443)
    (tmp_path / "hub" / "kalix-hub.toml").write_text(template(8770), "utf-8")
    plain = read_config(tmp_path / "hub")
    assert msgspec.structs.replace(written, listen=plain.listen, policy=plain.policy) == plain, "nothing else was set"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("organisation", text) for text in ("x" * 101, "two\nlines", "a\u202eb")),
        *(("pbx", text) for text in ("two words", "-x.example", "host:0", "host:65536", "host:5038:1", "a" * 300)),
        *(("name", text) for text in ("https://kalix.example", "kalix.example/", "läsnä.example", ":443", "")),
        *(("administrator", text) for text in ("två ord", "-karin", "k" * 65)),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(name: str, text: str) -> None:
    (question,) = [each for each in QUESTIONS if each.name == name]
    with pytest.raises(BadInput):
        question.taken(text, {}, NOW)


def test_the_key_is_looked_for_where_those_who_write_certificates_put_it() -> None:
    assert key_of(Path("/etc/letsencrypt/live/x/fullchain.pem")) == Path("/etc/letsencrypt/live/x/privkey.pem")
    assert key_of(Path("/var/lib/kalix-hub/hub.crt")) == Path("/var/lib/kalix-hub/hub.key")


def test_what_an_organisation_is_called_is_kept_as_it_is(tmp_path: Path) -> None:
    name = 'Åre "fjäll" \\ kommun # 1'
    assert run(tmp_path / "hub", "--no-ask", "--no-check", "--organisation", name).exit_code == 0
    assert site_policy(read_config(tmp_path / "hub")).organisation == name
