"""The hub's address as typed, and which addresses are this machine."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_loopback


def hub_address(text: str) -> str:
    """The hub's address as typed, made whole; raises BadInput `hub-address` or `hub-needs-https`.

    Passwords travel to it, so plain http is for this machine alone.
    """
    typed = text.strip().rstrip("/")
    if any(sign.isspace() for sign in typed):
        raise BadInput("hub-address", field="hub")
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        port = parts.port
    except ValueError:
        raise BadInput("hub-address", field="hub") from None
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not _is_host(host) or parts.username or parts.query:
        raise BadInput("hub-address", field="hub")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadInput("hub-needs-https", field="hub")
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}{f':{port}' if port else ''}{parts.path}"


def _is_host(name: str) -> bool:
    """Whether a computer may be called so; letters of every language may stand in it. A scheme alone is none."""
    if ":" in name:
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True
    return name not in {"http", "https"} and re.fullmatch(r"\w([\w.-]*\w)?\.?", name) is not None and ".." not in name
