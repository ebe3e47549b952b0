"""A computer that has signed in before is not kept waiting by others who guess: it says so itself, at every sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.client.local.secrets import Secrets
from kalix_presence.model.errors import SignInNeeded, TooMany
from tests.client.house import Watched, folders_in
from tests.clocks import Clock
from tests.hub.serving import PASSWORD, Serving
from tests.keyrings import Memory, keyring_of_this_process


@pytest.fixture(autouse=True)
def keyring() -> Iterator[None]:
    with keyring_of_this_process(Memory()):
        yield


def computer(hub: Serving, base: Path) -> Watched:
    """A session of a person who sits at it with nothing but the keyring."""
    session = Watched(hub.url, folders_in(base), Clock())
    session.credentials.secrets = Secrets()
    return session


def guess(hub: Serving, times: int = 5) -> None:
    """Somebody at the same address tries Anna's name."""
    with hub.client() as client:
        for _ in range(times):
            client.post("/api/v1/sign-in", json={"username": "anna", "password": "wrong"})


async def signs_in(session: Watched, username: str = "anna", password: str = PASSWORD) -> None:
    try:
        await session.sign_in(username, password, follow=False)
    finally:
        await session.close()


async def test_a_known_computer_signs_in_while_others_guess_and_a_new_one_waits(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path / "known"))
    guess(hub)
    await signs_in(computer(hub, tmp_path / "known"))
    await signs_in(computer(hub, tmp_path / "known"), " Anna ")
    with keyring_of_this_process(Memory()), pytest.raises(TooMany):
        await signs_in(computer(hub, tmp_path / "new"))


async def test_signing_out_keeps_the_proof_and_it_speaks_for_its_own_name_alone(hub: Serving, tmp_path: Path) -> None:
    session = computer(hub, tmp_path)
    await session.sign_in("anna", PASSWORD, follow=False)
    await session.sign_out()
    await session.close()
    secrets = Secrets()
    assert await secrets.token(hub.url, "anna") is None
    assert await secrets.device_proof(hub.url, "anna")
    assert await secrets.device_proof(hub.url, "per") == ""
    assert await secrets.device_proof("https://other.example", "anna") == ""
    guess(hub)
    await signs_in(computer(hub, tmp_path))


async def test_a_wrong_password_leaves_the_proof_as_it_was(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    before = await Secrets().device_proof(hub.url, "anna")
    with pytest.raises(SignInNeeded):
        await signs_in(computer(hub, tmp_path), password="wrong")
    assert await Secrets().device_proof(hub.url, "anna") == before
