"""A hub that directory services may push to, one that pushes as Entra ID does, and what is seen of it in the directory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.scim.tokens import made_token
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.scim_section import ScimSection
from kalix_presence.hub.store.accounts import Account, find_account
from kalix_presence.hub.store.audit_lines import KeptLine, Search, search_lines
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.scim_resources import Pushed, every_resource
from kalix_presence.hub.store.scim_tokens import add_token
from kalix_presence.model.directory import Person
from tests.clocks import NINE
from tests.hub.serving import PEOPLE, Serving, made_config, serving

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass
class Push:
    """The hub, and a client with a good token at /scim/v2."""

    hub: Serving
    client: httpx.Client
    token: str

    def ask(self, method: str, path: str, body: Any = None, *, status: int | None = None, **headers: str) -> Any:
        answer = self.client.request(method, path, json=body, headers=headers)
        assert answer.status_code < 300 if status is None else answer.status_code == status, (path, answer.text)
        return answer.json() if answer.content else None

    def add(self, name: str, extension: str = "", /, **more: Any) -> Any:
        """POST somebody as Entra does; `extension` becomes the end of the work number."""
        return self.ask("POST", "/Users", user(name, extension, **more))

    def patch(self, kind: str, one: str, *operations: dict[str, Any]) -> Any:
        return self.ask("PATCH", f"/{kind}/{one}", {"schemas": [PATCH_OP], "Operations": list(operations)})

    def group(self, name: str, *members: str) -> str:
        made = self.ask("POST", "/Groups", {"displayName": name, "externalId": f"group-{name}"})
        if members:
            values = [{"value": each} for each in members]
            self.patch("Groups", made["id"], {"op": "Add", "path": "members", "value": values})
        return str(made["id"])

    def read(self, work: Any) -> Any:
        return self.hub.on_loop(lambda: self.hub.hub.store.read(work))

    def people(self) -> dict[str, Person]:
        found: dict[str, Person] = self.read(read_people)
        return found

    def account(self, username: str) -> Account | None:
        found: Account | None = self.read(lambda sql: find_account(sql, username))
        return found

    def pushed(self, one: str) -> Pushed:
        return next(each for each in self.read(lambda sql: list(every_resource(sql, "User"))) if each.id == one)

    def look(self) -> None:
        """What is done beside the pushes, now."""
        assert self.hub.hub.scim is not None
        self.hub.on_loop(self.hub.hub.scim.aftercare.look)

    def lines(self) -> list[KeptLine]:
        found: list[KeptLine] = self.read(lambda sql: search_lines(sql, Search(), limit=500))
        return found


def user(name: str, extension: str = "", /, **more: Any) -> dict[str, Any]:
    """Somebody as Entra says them."""
    enterprise = {"department": "Bygglov", **more.pop("enterprise", {})}
    said: dict[str, Any] = {
        "schemas": [CORE, ENTERPRISE],
        "externalId": f"id-{name}",
        "userName": f"{name}@x.example",
        "active": True,
        "displayName": f"{name.title()} Pushed",
        "name": {"givenName": name.title(), "familyName": "Pushed"},
        "emails": [{"type": "work", "value": f"{name}@x.example", "primary": True}],
        ENTERPRISE: enterprise,
        "nickName": "nobody here knows that",
    }
    if extension:
        said["phoneNumbers"] = [{"type": "work", "value": f"0923-65{extension[-3:]}"}]
        said["urn:kalix-presence:scim:schemas:extension:1.0:User"] = {"extension": extension}
    return said | more


def pushed_config(folder: Path, people: str = PEOPLE, **section: Any) -> Config:
    """The settings of a site that is pushed to."""
    chosen = {"enabled": True, "removals_percent": 100.0, **section}
    return msgspec.structs.replace(made_config(folder, people), scim=msgspec.convert(chosen, ScimSection))


def good_token(config: Config, name: str = "entra", days: int = 30) -> str:
    text, kept = made_token(name, days=days, now=NINE)
    write(config, lambda change: add_token(change, kept))
    return text


@contextmanager
def pushing(folder: Path, people: str = PEOPLE, **section: Any) -> Iterator[Push]:
    """Serve until the block ends."""
    config = pushed_config(folder, people, **section)
    token = good_token(config)
    with serving(folder, config=config) as hub:
        headers = {"authorization": f"Bearer {token}"}
        with httpx.Client(base_url=f"{hub.url}/scim/v2", headers=headers, timeout=60, trust_env=False) as client:
            yield Push(hub, client, token)
