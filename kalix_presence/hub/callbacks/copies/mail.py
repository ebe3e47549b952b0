"""Copies by e-mail: plain text over SMTP (RFC 5321), encrypted outside this machine."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import structlog

from kalix_presence.hub.callbacks.copies.delivery import Copy, Delivery
from kalix_presence.hub.site.copies_section import MailSection
from kalix_presence.hub.supervision.acting import ACTING
from kalix_presence.model.errors import Unavailable

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
"""One plain address (RFC 5321 without its quoted forms): nothing that a list or a header could hide in."""

log = structlog.get_logger("kalix.copies")


class MailSender:
    """One connection for each copy: they are few."""

    def __init__(self, section: MailSection, password: str, ca: str, *, clock: Callable[[], datetime]) -> None:
        self._section, self._password, self._ca, self._clock = section, password, ca, clock

    def send(self, copy: Copy) -> Delivery:
        """Hand the copy to the mail server. What goes wrong before the text is sent is tried again."""
        try:
            letter = self.letter(copy)
        except ValueError:
            return _said(Delivery.REFUSED, "address")
        try:
            smtp = self._connected()
        except (OSError, smtplib.SMTPException) as fault:
            return _said(Delivery.LATER, type(fault).__name__)
        try:
            return self._handed_over(smtp, letter, copy.to)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()

    def check(self) -> None:
        """Connect, encrypt and sign in."""
        try:
            smtp = self._connected()
            smtp.noop()
            smtp.quit()
        except smtplib.SMTPAuthenticationError:
            raise Unavailable("copies-refused", host=self._section.host) from None
        except (OSError, smtplib.SMTPException) as fault:
            raise Unavailable("copies-unreachable", host=self._section.host, problem=type(fault).__name__) from None

    def letter(self, copy: Copy) -> bytes:
        """The message as it is sent. Raises ValueError for an address or subject that could smuggle in a header."""
        if not _ADDRESS.fullmatch(copy.to):
            raise ValueError("no plain address")
        sender = Address(addr_spec=self._section.sender)
        letter = EmailMessage(policy=SMTP)
        letter["From"] = Address("kalix-presence", sender.username, sender.domain)
        letter["To"] = Address(addr_spec=copy.to)
        letter["Subject"] = copy.subject
        letter["Date"] = format_datetime(self._clock())
        letter["Message-ID"] = f"<{copy.id}@{sender.domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(copy.text, cte="quoted-printable")
        for each in copy.attachments:
            kind, _, part = each.kind.partition("/")
            letter.add_attachment(each.data, maintype=kind, subtype=part, filename=each.name)
        return letter.as_bytes()

    def _connected(self) -> smtplib.SMTP:
        section = self._section
        context = ssl.create_default_context(cafile=self._ca or None)
        if section.tls == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(section.host, section.port, timeout=section.seconds, context=context)
        else:
            smtp = smtplib.SMTP(section.host, section.port, timeout=section.seconds)
        try:
            if section.tls == "starttls":
                smtp.starttls(context=context)
            if section.username:
                smtp.login(section.username, self._password)
            smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException):
            smtp.close()
            raise
        return smtp

    def _handed_over(self, smtp: smtplib.SMTP, letter: bytes, to: str) -> Delivery:
        try:
            for step in (smtp.mail(self._section.sender), smtp.rcpt(to)):
                if step[0] not in (250, 251):
                    return _answered(step[0])
        except (OSError, smtplib.SMTPException) as fault:
            return _said(Delivery.LATER, type(fault).__name__)
        if not ACTING.may:
            return _said(Delivery.LATER, "hub-leads-no-longer")
        try:
            code, _ = smtp.data(letter)
        except smtplib.SMTPDataError as refused:
            return _answered(refused.smtp_code)
        except (OSError, smtplib.SMTPException) as fault:
            # The text was under way: it may have been taken.
            return _said(Delivery.UNSURE, type(fault).__name__)
        return _answered(code)


def _answered(code: int) -> Delivery:
    if code == 250:
        return Delivery.SENT
    return _said(Delivery.LATER if 400 <= code < 500 else Delivery.REFUSED, str(code))


def _said(delivery: Delivery, problem: str) -> Delivery:
    log.warning("copy-by-mail", delivery=delivery.value, problem=problem)
    return delivery
