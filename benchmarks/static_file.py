"""The barest thing to compare a snapshot with: uvicorn sending a file of the same size out of its memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import uvicorn

CONTENT = Path(os.environ.get("KALIX_BENCH_FILE", os.devnull)).read_bytes()
START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(CONTENT)).encode())],
}
BODY = {"type": "http.response.body", "body": CONTENT}


async def app(scope: Any, receive: Any, send: Any) -> None:
    """The file, whatever is asked for."""
    if scope["type"] == "http":
        await send(START)
        await send(BODY)


if __name__ == "__main__":
    port = int(os.environ["KALIX_BENCH_PORT"])
    uvicorn.run(app, host="127.0.0.1", port=port, loop="uvloop", http="httptools", lifespan="off", log_level="warning")
