"""What events do not carry is fetched, and fetched again when it failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from tests.client.house import desk, until
from tests.hub.serving import Serving


async def test_the_directory_is_fetched_again_when_it_failed(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = 2
    everybody = HubClient.everybody

    async def sometimes(client: HubClient, *, standings: bool = True) -> list[wire.PersonView]:
        nonlocal failures
        if failures:
            failures -= 1
            client_gone = HubClient("http://127.0.0.1:9")
            try:
                return await everybody(client_gone, standings=standings)
            finally:
                await client_gone.close()
        return await everybody(client, standings=standings)

    monkeypatch.setattr(HubClient, "everybody", sometimes)
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: len(anna.known.people) == 6)
        assert failures == 0
