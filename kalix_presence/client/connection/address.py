"""The hub's address as typed, and which addresses are this machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from kalix_presence.model.errors import BadInput


def hub_address(text: str) -> str:
    """The hub's address as typed, made whole; raises BadInput `hub-address` or `hub-needs-https`.

    Passwords travel to it, so plain http is for this machine alone.
    """
    typed = text.strip().rstrip("/")
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    try:
        port = parts.port
    except ValueError:
        raise BadInput("hub-address", field="hub") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise BadInput("hub-address", field="hub")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise BadInput("hub-needs-https", field="hub")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
