"""What `kalix-hub setup` needs to know of Asterisk's manager: where it listens, and whether it is there."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Mapping

from kalix_presence.model.errors import Unavailable
from kalix_presence.model.loopback import is_loopback

GREETING = b"Asterisk Call Manager/"
SECONDS = 5.0
"""That it may take to greet."""


class ManagerSetUp:
    """Without TLS on this machine, with it elsewhere."""

    secret_file = "asterisk.secret"  # noqa: S105  (a file name)

    def default_port(self, host: str) -> int:
        """5038, and 5039 where it is TLS."""
        return 5038 if is_loopback(host) else 5039

    def look(self, host: str, port: int) -> None:
        """Raises Unavailable `setup-pbx-away` or `setup-pbx-other`. Nothing is sent: it is only looked at."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            with socket.create_connection((host, port), timeout=SECONDS) as plain:
                if is_loopback(host):
                    heard = plain.recv(len(GREETING))
                else:
                    with context.wrap_socket(plain) as greeted:
                        heard = greeted.recv(len(GREETING))
        except OSError as fault:
            raise Unavailable("setup-pbx-away", host=host, port=port, problem=type(fault).__name__) from None
        if heard != GREETING:
            raise Unavailable("setup-pbx-other", host=host, port=port)

    def settings(self, host: str, port: int) -> Mapping[str, str]:
        """Host, port, and TLS outside loopback."""
        said = {"host": json.dumps(host), "port": str(port)}
        return said if is_loopback(host) else said | {"tls": "true"}
