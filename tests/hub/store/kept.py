"""A store of a test's own with a unit and its people in it, and messages to keep there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import Store
from kalix_presence.model.callback import Addressee, AddresseeKind, CallbackMessage, CallingParty
from tests.clocks import NINE
from tests.hub.house import furnish


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """Opened for the block."""
    store = Store(folder / "hub.db")
    try:
        await store.write(furnish)
        yield store
    finally:
        store.close()


def message(id_: str, **more: object) -> CallbackMessage:
    """A message to 2041."""
    to = Addressee(AddresseeKind.PERSON, "2041")
    usual = CallbackMessage(id_, to, CallingParty("Bo Berg", "+46923100", "Berg AB"), "2001", NINE, NINE + timedelta(hours=2))
    return replace(usual, **more)  # type: ignore[arg-type]
