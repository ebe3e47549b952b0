"""A served hub whose people sign in at a real provider, and a computer that does."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.oidc_section import OidcSection
from tests.hub.serving import PEOPLE, Serving, made_config, serving
from tests.provider.service import CLIENT, Service, brought, browser, service, walk

BACK = "http://127.0.0.1:51234"
VERIFIER = "v" * 64


@dataclass(frozen=True)
class Joined:
    """A hub and the service that its people sign in at."""

    hub: Serving
    service: Service
    off: timedelta = timedelta()

    def set_clock(self) -> None:
        """The service's clock shows the same as the hub's, which stands still, but for `off`."""
        if self.service.process.poll() is None:
            self.service.set_clock(self.hub.clock() + self.off)

    def begin(self, client: httpx.Client, redirect: str = BACK, verifier: str = VERIFIER) -> dict[str, Any]:
        """What the hub says to the beginning of a sign-in."""
        self.set_clock()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        answer = client.post("/api/v1/sign-in/browser", json={"redirect": redirect, "challenge": digest})
        assert answer.status_code == 200, answer.text
        begun: dict[str, Any] = answer.json()
        return begun

    def sign_in(self, login: str, **changed: str) -> httpx.Response:
        """The hub's answer to a whole sign-in of `login`, in which what the computer brings back is `changed`."""
        with self.hub.client() as client, browser() as one:
            begun = self.begin(client)
            found = brought(walk(one, begun["address"], login))
            assert found["state"] == begun["state"]
            answer = {"ticket": begun["ticket"], "verifier": VERIFIER, "code": found["code"], "issuer": found["iss"]}
            return client.post("/api/v1/sign-in/browser/answer", json=answer | changed)

    def refused(self, login: str, **changed: str) -> dict[str, Any]:
        """The problem that the hub tells."""
        answer = self.sign_in(login, **changed)
        assert answer.status_code >= 400, answer.text
        problem: dict[str, Any] = answer.json()
        return problem


@contextmanager
def joined(folder: Path, people: str = PEOPLE, claims: Any = None, **more: Any) -> Iterator[Joined]:
    """A hub with its service; `more` of its settings, `tries` that an address has, roles that must have a `second_factor`."""
    with service(folder / "service", claims) as found:
        config = configured(folder / "hub", found, people, **more)
        with serving(folder / "hub", config=config) as hub:
            yield Joined(hub, found)


def configured(folder: Path, found: Service, people: str = PEOPLE, **more: Any) -> Config:
    """A hub that believes the service `found`; `more` as `joined`."""
    tries, factor = more.pop("tries", 50), more.pop("second_factor", ())
    section = OidcSection(
        issuer=found.issuer, client_id=CLIENT, redirect="http://127.0.0.1", button={"sv": "Logga in med Kalix"}, **more
    )
    config = made_config(folder, people)
    return msgspec.structs.replace(
        config, sign_in=msgspec.structs.replace(config.sign_in, oidc=section, tries_per_address=tries, second_factor=factor)
    )
