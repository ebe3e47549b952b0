"""Lit lamps: each extension once, dark again by its own word alone."""

from __future__ import annotations

from pathlib import Path

from kalix_presence.hub.store import lamps
from tests.hub.store.kept import opened


async def test_a_lamp_is_lit_once_and_dark_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        assert await store.read(lamps.read_lit) == set()
        for extension in ("2041", "2042", "2041"):
            await store.write(lambda change, e=extension: lamps.put_lit(change, e))
        assert await store.read(lamps.read_lit) == {"2041", "2042"}
        for extension in ("2041", "2099"):
            await store.write(lambda change, e=extension: lamps.forget_lit(change, e))
        assert await store.read(lamps.read_lit) == {"2042"}
