"""What the hub uses of uvicorn without its promising to keep it, looked for at start: one place to read before a new version.

The protocol with its own pipeline of requests (`connection`) is made of these. `pyproject.toml` pins the range they were read
in; whoever widens it reads `uvicorn/protocols/http/httptools_impl.py` first.
"""

from __future__ import annotations

import uvicorn

from kalix_presence.model.errors import Unavailable

METHODS = (
    "connection_made", "connection_lost", "data_received", "on_message_begin", "on_header", "on_headers_complete", "on_body",
    "on_message_complete", "pause_writing", "resume_writing", "send_400_response", "shutdown",
)  # fmt: skip
"""Called, or overridden, of `HttpToolsProtocol`."""
FIELDS = ("client", "cycle", "headers", "loop", "parser", "pipeline", "scope", "server_state", "transport", "url")
"""Read of a connection."""
CYCLE = ("response_complete", "response_started", "more_body", "transport")
"""Read of a request and its answer, or put in their place."""


def require_parts(protocol: type, cycle: type) -> None:
    """Raise Unavailable `server-parts` when this uvicorn's `protocol` and `cycle` lack something that the hub relies on."""
    missing = [name for name in METHODS if not hasattr(protocol, name)]
    missing += [name for name in FIELDS if name not in _named_in(protocol)]
    missing += [name for name in CYCLE if name not in _named_in(cycle)]
    if missing:
        raise Unavailable("server-parts", version=uvicorn.__version__, missing=", ".join(missing))


def _named_in(kind: type) -> set[str]:
    """Every attribute that the methods of `kind` read or set."""
    return {name for each in vars(kind).values() if hasattr(each, "__code__") for name in each.__code__.co_names}
