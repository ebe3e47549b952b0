"""Copies by e-mail and SMS against a real mail server and a real gateway: what is taken, refused, tried again or never again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

import msgspec
import pytest

from kalix_presence.hub.callbacks.copies.delivery import Copy, Delivery
from kalix_presence.hub.callbacks.copies.mail import MailSender
from kalix_presence.hub.callbacks.copies.sms import SmsSender
from kalix_presence.hub.site.copies_section import MailSection, SmsSection
from kalix_presence.model.errors import Unavailable
from tests.hub.callbacks.copy_servers import Gateway, MailServer, certificate_for, gateway, mail_server

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LETTER = Copy(
    "1f.1", "anna@kommun.example", "Ring upp Åke Öberg, 0923-555 12", "Om bygglov.\n.\nEn punkt är ingen sista rad.\n"
)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def sms() -> Iterator[Gateway]:
    with gateway() as server:
        yield server


def sender(server: MailServer, **more: object) -> MailSender:
    fields = {"host": "127.0.0.1", "port": server.port, "tls": "none", "sender": "telefon@kommun.example", "seconds": 10.0}
    section = msgspec.convert({**fields, **more}, MailSection)
    return MailSender(section, server.password, section.ca, clock=lambda: NOW)


def texter(server: Gateway, **more: object) -> SmsSender:
    section = msgspec.convert({"url": server.url, "sender": "Kalix", "seconds": 10.0, **more}, SmsSection)
    return SmsSender(section, "hemligt", "")


def test_a_letter_arrives_as_it_was_written(mail: MailServer) -> None:
    assert sender(mail).send(LETTER) is Delivery.SENT
    [(envelope, to, _)] = mail.letters
    assert ("telefon@kommun.example" in envelope, "anna@kommun.example" in to) == (True, True)
    letter = mail.read()
    assert letter["Subject"] == LETTER.subject
    assert letter["Message-ID"] == "<1f.1@kommun.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text


@pytest.mark.parametrize(
    "copy",
    [
        Copy("1", "anna@kommun.example\r\nBcc: alla@kommun.example", "Hej", "x"),
        Copy("1", "anna@kommun.example, per@kommun.example", "Hej", "x"),
        Copy("1", "anna@kommun.example", "Hej\r\nBcc: alla@kommun.example", "x"),
        Copy("1", "", "Hej", "x"),
    ],
)
def test_no_header_and_no_second_reader_can_be_smuggled_in(mail: MailServer, copy: Copy) -> None:
    assert sender(mail).send(copy) is Delivery.REFUSED
    assert (mail.letters, mail.connections) == ([], 0)


@pytest.mark.parametrize(
    ("rcpt", "data", "outcome"),
    [
        (["451 later"], [], Delivery.LATER),
        (["550 nobody"], [], Delivery.REFUSED),
        (["hang up"], [], Delivery.LATER),
        ([], ["452 full"], Delivery.LATER),
        ([], ["554 spam"], Delivery.REFUSED),
        ([], ["hang up"], Delivery.UNSURE),
    ],
)
def test_what_the_mail_server_says_decides_what_becomes_of_it(
    mail: MailServer, rcpt: list[str], data: list[str], outcome: Delivery
) -> None:
    mail.rcpt, mail.data = rcpt, data
    assert sender(mail).send(LETTER) is outcome


def test_a_mail_server_that_is_not_there_is_tried_again_and_the_check_says_so(mail: MailServer) -> None:
    nowhere = sender(mail, port=1)
    assert nowhere.send(LETTER) is Delivery.LATER
    with pytest.raises(Unavailable, match="copies-unreachable"):
        nowhere.check()
    sender(mail).check()
    assert mail.letters == []


def test_it_is_encrypted_and_signed_in_and_a_stranger_s_certificate_gets_nothing(tmp_path: Path) -> None:
    certificate = certificate_for(tmp_path)
    with mail_server(certificate, "hemligt") as server:
        trusting = sender(server, tls="starttls", username="kalix", ca=str(certificate))
        trusting.check()
        assert trusting.send(LETTER) is Delivery.SENT
        assert server.encrypted
        assert sender(server, tls="starttls", username="kalix").send(LETTER) is Delivery.LATER
        server.password = "changed"
        wrong = MailSender(trusting._section, "hemligt", str(certificate), clock=lambda: NOW)
        with pytest.raises(Unavailable, match="copies-refused"):
            wrong.check()
        assert len(server.letters) == 1


def test_a_mail_server_that_offers_no_encryption_gets_nothing(mail: MailServer) -> None:
    assert sender(mail, tls="starttls").send(LETTER) is Delivery.LATER
    assert mail.letters == []


def test_a_text_reaches_the_gateway_in_the_form_it_wants(sms: Gateway) -> None:
    copy = Copy("1f.2", "+46701740601", "", "Ring upp Åke & Öberg")
    assert texter(sms, username="kalix").send(copy) is Delivery.SENT
    headers, body = sms.asked[0]
    assert parse_qs(body.decode()) == {"to": ["+46701740601"], "message": ["Ring upp Åke & Öberg"], "from": ["Kalix"]}
    assert headers["authorization"].startswith("Basic ")
    assert headers["idempotency-key"] == "1f.2"
    assert texter(sms, form="json", text_field="text").send(copy) is Delivery.SENT
    headers, body = sms.asked[1]
    assert json.loads(body) == {"to": "+46701740601", "text": "Ring upp Åke & Öberg", "from": "Kalix"}
    assert headers["authorization"] == "Bearer hemligt"


def test_a_long_text_is_cut(sms: Gateway) -> None:
    texter(sms, form="json", longest=20).send(Copy("1", "+46701740601", "", "x" * 400))
    assert len(json.loads(sms.asked[0][1])["message"]) == 20


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (202, Delivery.SENT),
        (302, Delivery.REFUSED),
        (400, Delivery.REFUSED),
        (429, Delivery.LATER),
        (503, Delivery.LATER),
        (0, Delivery.UNSURE),
    ],
)
def test_what_the_gateway_answers_decides_what_becomes_of_it(sms: Gateway, status: int, outcome: Delivery) -> None:
    sms.statuses = [status]
    assert texter(sms).send(Copy("1", "+46701740601", "", "x")) is outcome
    assert len(sms.asked) == 1, "a redirect is not followed"


def test_a_gateway_that_is_not_there_is_tried_again_and_the_check_says_so(sms: Gateway) -> None:
    nowhere = texter(sms, url="http://127.0.0.1:1/send")
    assert nowhere.send(Copy("1", "+46701740601", "", "x")) is Delivery.LATER
    with pytest.raises(Unavailable, match="copies-unreachable"):
        nowhere.check()
    texter(sms).check()
    assert sms.asked == []
