"""A feed as installer/packages/update_feed.py makes it, given out by a real web server."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.client.connection.servers import LATER, Quiet, web

TOOL = Path(__file__).parents[3] / "installer" / "packages" / "update_feed.py"
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
CONTENT = b"what is installed " * 5000
DEB = "kalix-presence_{}~deb{}_amd64.deb"
MSI = "kalix-presence-{}-x64.msi"


def tool() -> ModuleType:
    """The program that makes feeds."""
    spec = importlib.util.spec_from_file_location("update_feed_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def package(folder: Path, name: str, content: bytes = CONTENT) -> Path:
    """One to be given out, whose content differs by its name."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(name.encode() + content)
    return path


def made(folder: Path, *names: str, keys: str = "keys", now: datetime = LATER) -> Any:
    """A feed in `folder` with packages of these names in it, none of which is too old for a long time."""
    feed = tool().Feed(folder / "feed", folder / keys, lambda: now)
    feed.new()
    feed.add([package(folder / "packages", name) for name in names])
    return feed


@contextmanager
def given_out(folder: Path) -> Iterator[str]:
    """Its address."""
    with web(partial(Quiet, directory=str(folder))) as port:  # type: ignore[arg-type]
        yield f"http://127.0.0.1:{port}"
