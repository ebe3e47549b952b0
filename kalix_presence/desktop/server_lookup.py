"""Finds the server by DNS: `_kalix-presence._tcp` in the computer's own domain. Loaded only where no server is known."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QDnsLookup, QHostAddress, QHostInfo

from kalix_presence.client.connection.address import hub_address
from kalix_presence.model.errors import BadInput

SERVICE = "_kalix-presence._tcp"


class ServerLookup(QObject):
    """Asks once, beside the window. A network that lies could send a password anywhere: only https, and only the own domain."""

    found = Signal(str)
    """The address of the server."""

    def __init__(self, domain: str | None = None, nameserver: tuple[str, int] | None = None) -> None:
        """`domain` and `nameserver` (address, port): the computer's own unless said."""
        super().__init__()
        self._domain = (QHostInfo.localDomainName() if domain is None else domain).strip(".").lower()
        self._lookup = QDnsLookup(QDnsLookup.Type.SRV, f"{SERVICE}.{self._domain}", self)
        if nameserver is not None:
            self._lookup.setNameserver(QHostAddress(nameserver[0]), nameserver[1])
        self._lookup.finished.connect(self._finished)

    def start(self) -> None:
        """Ask; nothing is told where nobody knows."""
        if self._domain:
            self._lookup.lookup()

    def _finished(self) -> None:
        if self._lookup.error() is not QDnsLookup.Error.NoError:
            return
        for record in self._lookup.serviceRecords():  # in the order of priority and weight
            target = record.target().strip(".").lower()
            if target != self._domain and not target.endswith(f".{self._domain}"):
                continue
            try:
                self.found.emit(hub_address(f"https://{target}" + (f":{record.port()}" if record.port() != 443 else "")))
            except BadInput:
                continue
            return
