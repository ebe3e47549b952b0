"""The hub's address as typed; several of them where a group of hubs serves, or the name by which DNS tells them."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_loopback

SERVICE = "_kalix-presence._tcp"
MOST = 16
"""Addresses of one server; more are no help to anybody."""
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)


def server_addresses(text: str) -> tuple[str, ...]:
    """Every address in `text`, apart by commas or blanks, made whole as by `hub_address`, each once and in their order.

    A name of a service (`_kalix-presence._tcp.example.org`) stands as it is, in small letters: DNS is asked for its addresses.
    Raises BadInput as `hub_address` where there is one alone; among several `hub-address-among` or `hub-needs-https-among`
    (`address`), so that it is seen which; `hub-service-name` (`name`), and `hub-addresses-many` (`most`).
    """
    words = text.replace(",", " ").split()
    if not words:
        raise BadInput("hub-address", field="hub")
    found = dict.fromkeys(_whole(word, alone=len(words) == 1) for word in words[: MOST + 1])
    if len(found) > MOST or len(words) > 2 * MOST:
        raise BadInput("hub-addresses-many", field="hub", most=MOST)
    return tuple(found)


def server_text(text: str) -> str:
    """The addresses in `text` as they are kept and shown; raises as `server_addresses`."""
    return ", ".join(server_addresses(text))


def is_service(entry: str) -> bool:
    """Whether an entry of `server_addresses` is a name that DNS is asked for."""
    return entry.startswith("_")


def domain_of(service: str) -> str:
    """The domain whose service it is."""
    return service.removeprefix(f"{SERVICE}.")


def _whole(word: str, *, alone: bool) -> str:
    if word.startswith("_"):
        return _service(word)
    try:
        return hub_address(word)
    except BadInput as fault:
        if alone:
            raise
        raise BadInput(f"{fault.code}-among", field="hub", address=word[:200]) from None


def _service(word: str) -> str:
    """Whoever has the domain says which computers serve: one of a single label is nobody's of one's own."""
    name = word.lower().rstrip(".")
    labels = domain_of(name).split(".")
    if not name.startswith(f"{SERVICE}.") or len(name) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        raise BadInput("hub-service-name", field="hub", name=word[:200])
    return name


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
