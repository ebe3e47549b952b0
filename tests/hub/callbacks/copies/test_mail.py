"""Copies by e-mail against a real mail server: what is taken, refused, tried again or never again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.callbacks.copies.delivery import Attachment, Copy, Delivery
from kalix_presence.hub.callbacks.copies.mail import MailSender
from kalix_presence.hub.site.copies_section import MailSection
from kalix_presence.model.errors import Unavailable
from tests.hub.callbacks.copy_servers import MailServer, certificate_for, mail_server, silence

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LETTER = Copy(
    "1f.1", "anna@kommun.example", "Ring upp Åke Öberg, 0923-555 12", "Om bygglov.\n.\nEn punkt är ingen sista rad.\n"
)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_for(tmp_path_factory.mktemp("certificate"))


def sender(server: MailServer, **more: object) -> MailSender:
    fields = {"host": "127.0.0.1", "port": server.port, "tls": "none", "sender": "telefon@kommun.example", "seconds": 10.0}
    section = msgspec.convert({**fields, **more}, MailSection)
    return MailSender(section, server.password, section.ca, clock=lambda: NOW)


def test_a_letter_arrives_as_it_was_written(mail: MailServer) -> None:
    assert sender(mail).send(LETTER) is Delivery.SENT
    [(envelope, to, _)] = mail.letters
    assert ("telefon@kommun.example" in envelope, "anna@kommun.example" in to) == (True, True)
    letter = mail.read()
    assert (letter["From"], letter["To"]) == ("kalix-presence <telefon@kommun.example>", "anna@kommun.example")
    assert letter["Date"].datetime == NOW
    assert letter["Subject"] == LETTER.subject
    assert letter["Message-ID"] == "<1f.1@kommun.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter["Content-Transfer-Encoding"] == "quoted-printable"
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text


def test_a_hub_that_may_not_act_any_longer_hands_nothing_over(mail: MailServer, no_lead: None) -> None:
    assert sender(mail).send(LETTER) is Delivery.LATER
    assert mail.letters == []


def test_a_file_goes_with_it_under_its_name_and_kind(mail: MailServer) -> None:
    report = Attachment("rapport.pdf", "application/pdf", b"%PDF-1.7\n\0")
    assert sender(mail).send(replace(LETTER, attachments=(report,))) is Delivery.SENT
    [file] = mail.read().iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == (report.name, report.kind, report.data)


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
        (["399 what"], [], Delivery.REFUSED),
        (["400 later"], [], Delivery.LATER),
        (["499 later"], [], Delivery.LATER),
        (["500 never"], [], Delivery.REFUSED),
        (["251 passed on"], [], Delivery.SENT),
        ([], ["hang up"], Delivery.UNSURE),
    ],
)
def test_what_the_mail_server_says_decides_what_becomes_of_it(
    mail: MailServer, rcpt: list[str], data: list[str], outcome: Delivery
) -> None:
    mail.rcpt, mail.data = rcpt, data
    assert sender(mail).send(LETTER) is outcome
    assert mail.connections == 1


@pytest.mark.parametrize(
    ("said", "outcome"),
    [("250 ok", Delivery.SENT), ("450 later", Delivery.LATER), ("550 not you", Delivery.REFUSED), ("hang up", Delivery.LATER)],
)
def test_a_sender_that_the_mail_server_does_not_take_sends_nothing(mail: MailServer, said: str, outcome: Delivery) -> None:
    mail.mail = [said]
    assert sender(mail).send(LETTER) is outcome
    assert len(mail.letters) == (outcome is Delivery.SENT)


@pytest.mark.parametrize("tls", ["none", "starttls", "tls"])
def test_a_mail_server_that_says_nothing_is_waited_for_as_long_as_the_site_says_and_tried_again(tls: str) -> None:
    with silence() as port:
        waiting = sender(MailServer(port), tls=tls, seconds=0.2)
        assert waiting.send(LETTER) is Delivery.LATER
        with pytest.raises(Unavailable, match="copies-unreachable"):
            waiting.check()


def test_a_mail_server_that_is_not_there_is_tried_again_and_the_check_says_so(mail: MailServer) -> None:
    nowhere = sender(mail, port=1)
    assert nowhere.send(LETTER) is Delivery.LATER
    with pytest.raises(Unavailable, match="copies-unreachable") as refusal:
        nowhere.check()
    assert refusal.value.params == {"host": "127.0.0.1", "problem": "ConnectionRefusedError"}
    sender(mail).check()
    assert mail.letters == []


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_it_is_encrypted_and_signed_in_and_a_stranger_s_certificate_gets_nothing(certificate: Path, tls: str) -> None:
    with mail_server(certificate, "hemligt", at_once=tls == "tls") as server:
        trusting = sender(server, tls=tls, username="kalix", ca=str(certificate))
        trusting.check()
        assert trusting.send(LETTER) is Delivery.SENT
        assert server.encrypted
        assert set(server.names) == {"kalix"}
        assert sender(server, tls=tls, username="kalix").send(LETTER) is Delivery.LATER
        server.password = "changed"
        wrong = MailSender(trusting._section, "hemligt", str(certificate), clock=lambda: NOW)
        with pytest.raises(Unavailable, match="copies-refused") as refusal:
            wrong.check()
        assert refusal.value.params == {"host": "127.0.0.1"}
        assert len(server.letters) == 1


def test_a_mail_server_that_offers_no_encryption_gets_nothing(mail: MailServer) -> None:
    assert sender(mail, tls="starttls").send(LETTER) is Delivery.LATER
    assert mail.letters == []
