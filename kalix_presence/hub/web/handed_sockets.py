"""Sockets that the service manager listens on for the hub (`kalix-hub.socket`): connections wait while the hub begins anew."""

from __future__ import annotations

import os
import socket
import sys

from kalix_presence.hub.site.config import Config
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_loopback

FIRST = 3
"""The file descriptor at which they begin, by sd_listen_fds(3)."""


def handed_sockets(config: Config) -> list[socket.socket]:
    """The sockets that were handed to this process, ready to be served; none where it listens for itself.

    Nobody else's are taken, and the environment names them to no process of the hub's own. Raises BadInput
    `config-tls-needed` for one that others than this machine reach while the settings name no certificate, and
    `socket-strange` for what is no listening TCP socket.
    """
    whose, count = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    os.environ.pop("LISTEN_FDNAMES", None)
    if sys.platform == "win32" or whose != str(os.getpid()) or not count.isdigit():
        return []
    return [_looked_at(FIRST + number, config) for number in range(int(count))]


def _looked_at(descriptor: int, config: Config) -> socket.socket:
    try:
        os.set_inheritable(descriptor, False)
        found = socket.socket(fileno=descriptor)
    except OSError:
        raise BadInput("socket-strange") from None
    try:
        _refuse_unsafe(found, config)
    except BaseException:
        found.close()
        raise
    found.setblocking(False)
    return found


def _refuse_unsafe(found: socket.socket, config: Config) -> None:
    if (
        found.type != socket.SOCK_STREAM
        or found.family not in (socket.AF_INET, socket.AF_INET6)
        or not found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    ):
        raise BadInput("socket-strange")
    host = found.getsockname()[0]
    if not config.listen.certificate and not is_loopback(host):
        raise BadInput("config-tls-needed", host=host)
