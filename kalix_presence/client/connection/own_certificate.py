"""The certificate by which this computer shows itself to a hub that wants one (mutual TLS): a file that is there or not."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kalix_presence.model.errors import Unavailable

if TYPE_CHECKING:
    import ssl

NAME = "client.pem"
"""Certificate, what it was issued by, and its key without a password, in one PEM file."""
ETC = Path("/etc/kalix-presence")


def own_certificate() -> Path | None:
    """The person's own, or what the organisation has put on this computer; None where there is none."""
    return next((file for file in (folder / NAME for folder in _folders()) if file.is_file()), None)


def show_own(context: ssl.SSLContext) -> None:
    """Have `context` show it, where there is one. Raises Unavailable `hub-own-certificate` (`file`) where that cannot be."""
    file = own_certificate()
    if file is None:
        return
    try:
        context.load_cert_chain(file, password=lambda: b"")  # asked for one, a terminal would wait for somebody
    except (OSError, ValueError):
        raise Unavailable("hub-own-certificate", file=str(file)) from None


def _folders() -> list[Path]:
    home = os.environ.get("KALIX_HOME")
    if home:
        own = Path(home) / "config"
    else:
        import platformdirs

        own = platformdirs.user_config_path("kalix-presence", appauthor=False)
    if sys.platform != "win32":
        return [own, ETC]
    return [own, Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "kalix-presence"]
