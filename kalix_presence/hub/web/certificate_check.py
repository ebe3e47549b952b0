"""What `check` can know of the certificate that clients see: the hub's own or a proxy's, by the name they connect to."""

from __future__ import annotations

import socket
import ssl
from datetime import datetime

from cryptography import x509

from kalix_presence.hub.pbx.protocol import Remark
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.web.certificate import SOON, is_for, judge, names_of
from kalix_presence.model.errors import BadInput

SECONDS = 5.0
"""That a proxy may take to greet."""


def check_certificate(config: Config, *, now: datetime) -> None:
    """Raise BadInput as `certificate.judge` or `certificate-proxy-...` for what is wrong; Remark for what is good to know."""
    listen = config.listen
    if listen.certificate:
        days = judge(config, now=now)
        if days <= SOON.days:
            raise Remark("certificate-ends-soon", days=days)
        names = names_of(config.path(listen.certificate))
        if not listen.name and listen.host not in names and not is_for(listen.host, names, address=False):
            raise Remark("certificate-names", names=", ".join(names[:5]))
    elif listen.name:
        _look(listen.name, now=now)
    elif listen.trusted_proxies:
        raise Remark("certificate-of-proxy")


def _look(name: str, *, now: datetime) -> None:
    """At what greets clients who connect to `name`: its name and its dates. Whom clients trust, only they know."""
    host, _, port = name.partition(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # nothing is sent: it is only looked at
    try:
        with (
            socket.create_connection((host, int(port or 443)), timeout=SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host) as greeted,
        ):
            shown = greeted.getpeercert(binary_form=True) or b""
        found = x509.load_der_x509_certificate(shown)
    except (OSError, ValueError) as fault:
        raise Remark("certificate-not-seen", host=name, problem=type(fault).__name__) from None
    names = names_of(found)
    if not is_for(host, names, address=False):
        raise BadInput("certificate-proxy-name", host=host, names=", ".join(names[:5]) or "-")
    if not found.not_valid_before_utc <= now < found.not_valid_after_utc:
        raise BadInput("certificate-proxy-ended", host=host, day=found.not_valid_after_utc.date().isoformat())
    days = (found.not_valid_after_utc - now).days
    if days <= SOON.days:
        raise Remark("certificate-proxy-soon", host=host, days=days)
