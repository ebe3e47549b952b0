"""The settings of copies: what is unsafe is refused, and the check reaches the servers without sending anything."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.site.config import FILE, read_config
from kalix_presence.hub.site.copies_section import MailSection
from kalix_presence.model.errors import BadInput
from tests.hub.callbacks.copy_servers import gateway, mail_server
from tests.hub.commands.test_commands import run
from tests.hub.serving import made_config, serving, soon
from tests.hub.web.test_streams import until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "hub").exit_code == 0
    return tmp_path / "hub"


def settings(folder: Path, mail: str = "", sms: str = "", secret: bool = True, mode: int = 0o600) -> Path:
    file = folder / FILE
    text = file.read_text("utf-8").replace("[mail]", f"[mail]\n{mail}", 1).replace("[sms]", f"[sms]\n{sms}", 1)
    file.write_text(text, "utf-8")
    if secret:
        for name in ("mail.secret", "sms.secret"):
            (folder / name).write_text("hemligt", "utf-8")
            (folder / name).chmod(mode)
    return folder


@pytest.mark.parametrize(
    ("mail", "sms", "code"),
    [
        ('host = "smtp.kommun.example"\ntls = "none"\nsender = "a@b.example"', "", "config-mail-tls"),
        ('host = "smtp.kommun.example"\nsender = "telefon"', "", "config-mail-sender"),
        ("", 'url = "http://sms.gateway.example/send"', "config-sms-url"),
        ("", 'url = "ftp://127.0.0.1/send"', "config-sms-url"),
        ("", 'url = "https://sms.gateway.example/send"\nform = "xml"', "config-sms-form"),
        ('host = "smtp.kommun.example"\nsender = "a@b.example"\nca = "none.crt"', "", "config-file-missing"),
    ],
)
def test_what_is_unsafe_or_makes_no_sense_is_refused(folder: Path, mail: str, sms: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        read_config(settings(folder, mail, sms))


def test_secrets_must_be_there_and_be_the_hub_s_alone(folder: Path) -> None:
    sms = 'url = "https://sms.gateway.example/send"'
    with pytest.raises(BadInput, match="config-file-missing"):
        read_config(settings(folder, "", sms, secret=False))
    (folder / "sms.secret").write_text("hemligt", "utf-8")
    (folder / "sms.secret").chmod(0o644)
    with pytest.raises(BadInput, match="config-file-open"):
        read_config(folder)


def test_the_check_reaches_both_and_says_what_is_wrong(folder: Path) -> None:
    with mail_server() as mail, gateway() as sms:
        settings(
            folder,
            f'host = "127.0.0.1"\nport = {mail.port}\ntls = "none"\nsender = "telefon@kommun.example"',
            f'url = "{sms.url}"',
        )
        done = run("check", "--config", folder)
        assert done.exit_code == 0, done.output
        assert "Mail server: OK" in done.output
        assert "SMS gateway: OK" in done.output
        assert (mail.letters, sms.asked) == ([], [])
    failed = run("check", "--config", folder)
    assert failed.exit_code == 1
    assert "Mail server: 127.0.0.1 cannot be reached" in failed.output


def test_from_the_choice_to_the_letter(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    with mail_server() as mail:
        section = MailSection(host="127.0.0.1", port=mail.port, tls="none", sender="telefon@kommun.example")
        with (
            serving(tmp_path / "hub", config=msgspec.structs.replace(config, mail=section)) as hub,
            hub.client("anna") as anna,
            hub.client("maria") as maria,
        ):
            anna.put("/api/v1/people/2041/preferences", json={"copy_by_mail": True}).raise_for_status()
            anna.put("/api/v1/people/2041/absence", json={"reason": "meeting", "until": soon(90)}).raise_for_status()
            message = maria.post("/api/v1/messages", json={"to": "2041", "caller_name": "Åke Öberg", "about": "Altan"})
            until(lambda: len(mail.letters) == 1)
            letter = mail.read()
            assert (letter["To"], letter["Subject"]) == ("anna@x.example", "Ring upp Åke Öberg")
            steps = f"/api/v1/messages/{message.json()['id']}/steps"
            until(lambda: anna.get(steps).json()["steps"][-1]["step"] == "copy")
            until(lambda: 'kalix_message_copies_total{channel="mail",outcome="sent"} 1.0' in maria.get("/metrics").text)
