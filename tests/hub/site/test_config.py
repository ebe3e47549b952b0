"""The configuration: what a site leaves out has a default, what cannot be meant is told by its line, and nothing unsafe is served."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.site.config import Config, read_config, template
from kalix_presence.model.errors import BadInput


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[listen]\nhost = "0.0.0.0"', "config-tls-needed", None),
        ("[listen]\nport = 70000", "config-port", None),
        ("[limits]\nheartbeat_seconds = 60.0", "config-heartbeat", None),
        ("[limits]\nbody_bytes = 70000\nunit_people = 0", "config-limit", 3),
        ("[limits]\n\nnudge_seconds = nan", "config-limit", 3),
        ("[limits]\nkey_days = 6", "config-limit", 2),
        ("[limits]\nunit_people = 1.5", "config-broken", 2),
        ("[limits]\n\nunit_folk = 3", "config-broken", 3),
        ("\n[listen]\nprot = 1", "config-broken", 3),
        ('[listen]\nport = "x"', "config-broken", 2),
        ("[listen]\nport = 1\n[mail]\nhost = 'x'\nport = 'y'", "config-broken", 5),
        ("[listen]\nport = 1\n[calendars]\n[calendars.graph]\nport = 2", "config-broken", 5),
        ("pbx.asterisk.port = 'x'", "config-broken", 1),
        ("[listen\n", "config-broken", 1),
        ("\n\nlisten = [", "config-broken", 3),
        ('[pbx]\ndriver = "other"', "config-driver", None),
        ('[pbx]\ndriver = "asterisk"', "config-file-missing", None),
    ],
)
def test_a_configuration_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    (tmp_path / "kalix-hub.toml").write_text(text)
    with pytest.raises(BadInput) as refusal:
        read_config(tmp_path)
    assert refusal.value.code == code
    assert refusal.value.params.get("line") == line


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kalix-hub.toml").write_text('[pbx]\ndriver = "asterisk"')
    (tmp_path / "asterisk.secret").write_text("s3cret")
    (tmp_path / "asterisk.secret").chmod(0o644)
    with pytest.raises(BadInput, match="config-file-open"):
        read_config(tmp_path)


def written(folder: Path, text: str) -> Config:
    (folder / "kalix-hub.toml").write_text(text, "utf-8")
    return read_config(folder)


def test_what_the_template_says_is_what_holds_without_it(tmp_path: Path) -> None:
    """Every line of it that is commented out shows the default."""
    plain = written(tmp_path, "")
    assert written(tmp_path, template(8770)) == plain
    assert written(tmp_path, template(9123)).listen.port == 9123


def test_a_file_that_is_no_text_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        read_config(tmp_path / "nowhere")
    assert (refusal.value.code, refusal.value.params) == ("config-missing", {"folder": str(tmp_path / "nowhere")})
    (tmp_path / "kalix-hub.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput) as refusal:
        read_config(tmp_path)
    assert (refusal.value.code, refusal.value.params["line"]) == ("config-broken", 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[listen]\ncertificate = "hub.crt"', "config-tls-needed"),
        ('[listen]\nkey = "hub.key"', "config-tls-needed"),
        ('[listen]\ncertificate = "hub.crt"\nkey = "hub.key"', "config-file-missing"),
        ('[listen]\nclient_ca = "ca.pem"', "config-client-ca"),
        ("[listen]\nport = -1", "config-port"),
        ('[listen]\ntrusted_proxies = ["proxy.example"]', "config-proxy"),
        ('clips = "clips"', "config-file-missing"),
        ("[calendars]\npoll_seconds = 4.9", "config-calendar-poll"),
        ("[calendars]\npoll_seconds = 61.0", "config-calendar-poll"),
        ('[calendars.graph]\ntenant = "x"', "config-file-missing"),
        ('[calendars.graph]\nnotify_url = "http://hub.example.org"', "config-calendar-notify"),
        ('[calendars.graph]\nnotify_url = "https://hub.example.org/path"', "config-calendar-notify"),
        ("[limits]\nheartbeat_seconds = 0.0", "config-heartbeat"),
        ("[pbx]\nbegins = 2026-11-25T10:07:00", "config-begins"),
        ('[pbx]\nsettings = "x"', "config-broken"),
        ("[pbx.nobodys]\nhost = 'x'", "config-broken"),
        ("pbx = 3", "config-broken"),
        ('[mail]\nhost = "smtp.example"\nsender = "a@b"\nusername = "x"', "config-file-missing"),
        ('[mail]\nca = "own.pem"', "config-file-missing"),
    ],
)
def test_what_would_be_unsafe_or_is_not_there_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        written(tmp_path, text)
    assert refusal.value.code == code


def test_a_demo_may_begin_at_a_moment_with_its_zone(tmp_path: Path) -> None:
    begins = written(tmp_path, "[pbx]\nbegins = 2026-11-25T10:07:00+01:00").pbx.begins
    assert begins is not None
    assert begins.utcoffset() == timedelta(hours=1)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
@pytest.mark.parametrize(("mode", "open_"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o610, True)])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hub.key", '[listen]\ncertificate = "hub.crt"\nkey = "hub.key"'),
        ("sms.secret", '[sms]\nurl = "https://sms.example/"'),
        ("graph.secret", '[calendars.graph]\ntenant = "x"'),
    ],
)
def test_each_secret_is_readable_by_the_hub_alone(tmp_path: Path, name: str, text: str, mode: int, open_: bool) -> None:
    (tmp_path / "hub.crt").write_text("x", "utf-8")
    (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / name).chmod(mode)
    if not open_:
        written(tmp_path, text)
        return
    with pytest.raises(BadInput) as refusal:
        written(tmp_path, text)
    assert (refusal.value.code, refusal.value.params) == ("config-file-open", {"file": str(tmp_path / name)})


def test_outside_this_machine_it_is_encrypted(tmp_path: Path) -> None:
    for name in ("hub.crt", "hub.key"):
        (tmp_path / name).write_text("x", "utf-8")
        (tmp_path / name).chmod(0o600)
    config = written(tmp_path, '[listen]\nhost = "0.0.0.0"\nport = 8443\ncertificate = "hub.crt"\nkey = "hub.key"')
    assert config.address == "https://0.0.0.0:8443"
    for host in ("127.0.0.1", "::1", "localhost"):
        assert written(tmp_path, f'[listen]\nhost = "{host}"').listen.host == host


def test_an_address_is_one_that_a_browser_takes(tmp_path: Path) -> None:
    config = written(tmp_path, '[listen]\nhost = "::1"\nport = 0')
    assert config.address_at(8770) == "http://[::1]:8770"
    assert config.address_at(8770, "192.0.2.7") == "http://192.0.2.7:8770"


def test_files_are_seen_from_the_folder_and_who_is_pushed_is_believed_first(tmp_path: Path) -> None:
    config = written(tmp_path, "")
    assert config.path("kalix.db") == tmp_path / "kalix.db"
    assert config.path("/etc/x") == Path("/etc/x")
    assert config.source_order == ()
    pushed = msgspec.structs.replace(config, scim=msgspec.structs.replace(config.scim, enabled=True))
    assert len(pushed.source_order) == 1
