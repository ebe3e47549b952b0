"""The hub's certificate: judged in words, and taken over when it is renewed, with every connection kept."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from kalix_presence.hub.site.config import Config
from kalix_presence.model.errors import BadInput, PresenceError

LOOK_SECONDS = 5.0
"""Between two looks at whether the files were changed."""
SOON = timedelta(days=21)
MOST_BYTES = 1_048_576
NAMELESS = ("0.0.0.0", "::", "")  # noqa: S104  (looked for, not listened on)

log = structlog.get_logger("kalix.certificate")


def judge(config: Config, *, now: datetime) -> int:
    """Whole days until the certificate ends.

    Raises BadInput `certificate-unreadable`, `certificate-strange`, `certificate-key-strange`, `certificate-key-other`,
    `certificate-early`, `certificate-ended` or `certificate-name`, each with `file`.
    """
    file, key_file = config.path(config.listen.certificate), config.path(config.listen.key)
    try:
        found = x509.load_pem_x509_certificates(_read(file))[0]
    except ValueError:
        raise BadInput("certificate-strange", file=str(file)) from None
    try:
        key = load_pem_private_key(_read(key_file), password=None)
    except (ValueError, TypeError):  # TypeError: it wants a password
        raise BadInput("certificate-key-strange", file=str(key_file)) from None
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != found.public_key().public_bytes(*form):
        raise BadInput("certificate-key-other", file=str(file), key=str(key_file))
    if now < found.not_valid_before_utc:
        raise BadInput("certificate-early", file=str(file), day=found.not_valid_before_utc.date().isoformat())
    if now >= found.not_valid_after_utc:
        raise BadInput("certificate-ended", file=str(file), day=found.not_valid_after_utc.date().isoformat())
    _judge_issuers(config, now=now)
    names = names_of(found)
    host = config.listen.name.partition(":")[0] or config.listen.host
    if not names or (host not in NAMELESS and not is_for(host, names, address=not config.listen.name)):
        raise BadInput("certificate-name", file=str(file), host=host, names=", ".join(names[:5]) or "-")
    return (found.not_valid_after_utc - now).days


def _judge_issuers(config: Config, *, now: datetime) -> None:
    """Whether one of those who issue the certificates of computers is there, and has not ended."""
    if not config.listen.client_ca:
        return
    file = config.path(config.listen.client_ca)
    try:
        issuers = x509.load_pem_x509_certificates(_read(file))
    except ValueError:
        raise BadInput("certificate-strange", file=str(file)) from None
    last = max(one.not_valid_after_utc for one in issuers)
    if now >= last:
        raise BadInput("certificate-ended", file=str(file), day=last.date().isoformat())


class Certificate:
    """What new connections are greeted with. Raises BadInput as `judge` does for what cannot be served at all."""

    def __init__(self, config: Config, *, clock: Callable[[], datetime]) -> None:
        self._config, self._clock = config, clock
        listen = config.listen
        self._files = [config.path(name) for name in (listen.certificate, listen.key, listen.client_ca) if name]
        self._seen = self._signs()
        self.trouble = ""
        """The code of what is wrong with the files as they are now, if anything is."""
        self._now = self._loaded()
        self.context = self._loaded()
        self.context.sni_callback = self._greet
        with suppress(PresenceError):
            self._judge()

    def renew(self) -> bool:
        """Take the files as they are now; False, and told in the log, when they are no good: what was there stays."""
        self._seen = self._signs()
        try:
            fresh = self._loaded()
            days = self._judge()
        except PresenceError as refusal:
            self.trouble = refusal.code
            log.error("certificate-not-renewed", trouble=refusal.code)
            return False
        self._now = fresh
        log.info("certificate-renewed", days=days)
        return True

    async def look(self) -> None:
        """Renew whenever the files were changed, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if await asyncio.to_thread(self._signs) != self._seen:
                await asyncio.to_thread(self.renew)

    def _judge(self) -> int:
        try:
            days = judge(self._config, now=self._clock())
        except PresenceError as refusal:
            self.trouble = refusal.code
            log.warning("certificate-trouble", trouble=refusal.code)
            raise
        self.trouble = ""
        return days

    def _greet(self, connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        # A context of its own for each pair: a pair that turns out to be half-written never mixes with the one before.
        connection.context = self._now

    def _loaded(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate, key, *issuers = self._files
        for file in self._files:
            _read(file)
        try:
            context.load_cert_chain(certificate, key, password=_no_password)
            for each in issuers:
                context.verify_mode = ssl.CERT_REQUIRED
                context.load_verify_locations(each)
        except (OSError, ssl.SSLError, ValueError):
            judge(self._config, now=self._clock())  # which says it better
            raise BadInput("certificate-strange", file=str(certificate)) from None
        return context

    def _signs(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(_sign(file) for file in self._files)


def _sign(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES)
    except OSError as fault:
        raise BadInput("certificate-unreadable", file=str(file), problem=type(fault).__name__) from None


def _no_password() -> str:
    return ""  # else OpenSSL would ask at the terminal


def names_of(found: x509.Certificate | Path) -> list[str]:
    """The names and addresses that a certificate is for; of a file, its first one's. Raises ValueError for no certificate."""
    if isinstance(found, Path):
        found = x509.load_pem_x509_certificates(_read(found))[0]
    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        *names.get_values_for_type(x509.DNSName),
        *(str(address) for address in names.get_values_for_type(x509.IPAddress)),
    ]


def is_for(host: str, names: list[str], *, address: bool) -> bool:
    """Whether clients who connect to `host` find it among `names`; of an address that is not there, as `address` says: they may
    well know it by a name."""
    try:
        return str(ipaddress.ip_address(host)) in names or address
    except ValueError:
        lower = [name.lower() for name in names]
        return host.lower() in lower or f"*.{host.lower().partition('.')[2]}" in lower
