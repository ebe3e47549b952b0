"""The senders that the settings name: each with its own secret and certificates, and none where nothing is set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.callbacks.copies.mail import MailSender
from kalix_presence.hub.callbacks.copies.senders import senders_of
from kalix_presence.hub.callbacks.copies.sms import SmsSender
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.copies_section import MailSection, SmsSection
from kalix_presence.model.copies import CopyChannel
from kalix_presence.model.errors import BadInput
from tests.clocks import NINE, Clock

HOST, URL = "mail.kommun.example", "https://sms.kommun.example/send"


def senders(folder: Path, mail: MailSection = MailSection(), sms: SmsSection = SmsSection()) -> dict[CopyChannel, Any]:
    return dict(senders_of(Config(mail=mail, sms=sms, folder=folder), clock=Clock()))


def test_where_nothing_is_set_nothing_is_sent(tmp_path: Path) -> None:
    assert senders(tmp_path) == {}


def test_each_way_is_there_by_its_own_settings_alone(tmp_path: Path) -> None:
    (tmp_path / "sms.secret").write_text("key", "utf-8")
    by_mail, by_sms = senders(tmp_path, mail=MailSection(host=HOST)), senders(tmp_path, sms=SmsSection(url=URL))
    assert (by_mail.keys(), by_sms.keys()) == ({CopyChannel.MAIL: 0}.keys(), {CopyChannel.SMS: 0}.keys())
    assert isinstance(by_mail[CopyChannel.MAIL], MailSender)
    assert isinstance(by_sms[CopyChannel.SMS], SmsSender)


def test_each_has_its_section_its_secret_its_certificates_and_the_hub_s_clock(tmp_path: Path) -> None:
    (tmp_path / "post.secret").write_text(" hemligt\n", "utf-8")
    (tmp_path / "key.secret").write_text("nyckel å\n", "utf-8")
    mail = MailSection(host=HOST, username="kalix", password_file="post.secret", ca="own.pem")
    sms = SmsSection(url=URL, secret_file="key.secret", ca="sms.pem")
    made = senders(tmp_path, mail, sms)
    assert vars(made[CopyChannel.MAIL]) | {"_clock": None} == {
        "_section": mail,
        "_password": "hemligt",
        "_ca": str(tmp_path / "own.pem"),
        "_clock": None,
    }
    assert made[CopyChannel.MAIL]._clock() == NINE
    assert (
        vars(made[CopyChannel.SMS]).items()
        >= {"_section": sms, "_secret": "nyckel å", "_ca": str(tmp_path / "sms.pem")}.items()
    )


def test_without_certificates_of_its_own_the_system_s_are_trusted(tmp_path: Path) -> None:
    (tmp_path / "sms.secret").write_text("key", "utf-8")
    made = senders(tmp_path, MailSection(host=HOST), SmsSection(url=URL))
    assert [made[channel]._ca for channel in (CopyChannel.MAIL, CopyChannel.SMS)] == ["", ""]


def test_a_mail_server_that_asks_for_nobody_needs_no_password(tmp_path: Path) -> None:
    assert senders(tmp_path, MailSection(host=HOST))[CopyChannel.MAIL]._password == ""


@pytest.mark.parametrize(
    ("mail", "sms", "missing"),
    [
        (MailSection(host=HOST, username="kalix"), SmsSection(), "mail.secret"),
        (MailSection(), SmsSection(url=URL, secret_file="key.secret"), "key.secret"),
    ],
)
def test_a_secret_that_is_not_there_is_named(tmp_path: Path, mail: MailSection, sms: SmsSection, missing: str) -> None:
    with pytest.raises(BadInput) as refusal:
        senders(tmp_path, mail, sms)
    assert (refusal.value.code, refusal.value.params) == ("config-file-missing", {"file": missing})
