"""Copies by SMS: one HTTP POST to the site's gateway."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from urllib.parse import urlencode, urlsplit

import structlog

from kalix_presence.hub.callbacks.copies.delivery import Copy, Delivery
from kalix_presence.hub.site.copies_section import SmsSection
from kalix_presence.hub.supervision.acting import ACTING
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.copies")


class SmsSender:
    """Follows no redirect: the number and text go to the address in the settings and nowhere else."""

    def __init__(self, section: SmsSection, secret: str, ca: str) -> None:
        self._section, self._secret, self._ca = section, secret, ca
        self._address = urlsplit(section.url)

    def send(self, copy: Copy) -> Delivery:
        """Hand the copy to the gateway. What goes wrong before it is sent is tried again."""
        connection = self._connection()
        try:
            connection.connect()
        except OSError as fault:
            connection.close()
            return _said(Delivery.LATER, type(fault).__name__)
        if not ACTING.may:
            connection.close()
            return _said(Delivery.LATER, "hub-leads-no-longer")
        try:
            target = self._address.path or "/"
            if self._address.query:
                target += f"?{self._address.query}"
            connection.request("POST", target, self._body(copy), self._headers(copy))
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as fault:
            return _said(Delivery.UNSURE, type(fault).__name__)
        finally:
            connection.close()
        if 200 <= status < 300:
            return Delivery.SENT
        return _said(Delivery.LATER if status == 429 or status >= 500 else Delivery.REFUSED, str(status))

    def check(self) -> None:
        """Connect and encrypt; nothing is sent."""
        connection = self._connection()
        try:
            connection.connect()
        except OSError as fault:
            host = self._address.hostname or ""
            raise Unavailable("copies-unreachable", host=host, problem=type(fault).__name__) from None
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port, seconds = self._address.hostname or "", self._address.port, self._section.seconds
        if self._address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=seconds)
        context = ssl.create_default_context(cafile=self._ca or None)
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)

    def _body(self, copy: Copy) -> bytes:
        section = self._section
        text = copy.text if len(copy.text) <= section.longest else copy.text[: section.longest - 1] + "…"
        fields = {section.to_field: copy.to, section.text_field: text}
        if section.sender:
            fields[section.from_field] = section.sender
        return json.dumps(fields).encode() if section.form == "json" else urlencode(fields).encode("ascii")

    def _headers(self, copy: Copy) -> dict[str, str]:
        kind = "application/json" if self._section.form == "json" else "application/x-www-form-urlencoded"
        if self._section.username:
            pair = base64.b64encode(f"{self._section.username}:{self._secret}".encode()).decode()
            signed = f"Basic {pair}"
        else:
            signed = f"Bearer {self._secret}"
        return {"Content-Type": kind, "Authorization": signed, "Idempotency-Key": copy.id}


def _said(delivery: Delivery, problem: str) -> Delivery:
    log.warning("copy-by-sms", delivery=delivery.value, problem=problem)
    return delivery
