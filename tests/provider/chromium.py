"""Debian's Chromium without a screen, spoken to over two pipes (the DevTools protocol): for sign-ins as people make them."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

PATIENCE = 120.0
"""Seconds that an answer of the browser may take; it is waited for, never slept through."""
_OPTIONS = (
    "--headless",
    "--no-sandbox",  # it reads pages of this machine alone, and a container lets it have none
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--remote-debugging-pipe",
)
_SEEN = """JSON.stringify({
  address: location.href, text: document.body ? document.body.innerText : "",
  asks: !!document.querySelector("input[name=login]"), form: !!document.querySelector("form")})"""


class Chromium:
    """One process; `person` gives each of its people a browser of their own, with cookies of their own."""

    def __init__(self, process: subprocess.Popen[bytes], told: int, heard: int) -> None:
        self._process, self._told, self._heard = process, told, heard
        self._asked: dict[int, Future[dict[str, Any]]] = {}
        self._loaded: dict[str, queue.Queue[None]] = {}
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def person(self) -> Person:
        """Somebody else's browser."""
        return Person(self, self.ask("Target.createBrowserContext")["browserContextId"])

    def ask(self, method: str, session: str = "", /, **params: Any) -> dict[str, Any]:
        """What it answers. Raises RuntimeError with what it says is wrong."""
        with self._lock:
            number = len(self._asked) + 1
            answer = self._asked[number] = Future()
            said = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
            os.write(self._told, json.dumps(said).encode() + b"\0")
        found = answer.result(PATIENCE)
        if "error" in found:
            raise RuntimeError(f"{method}: {found['error']}")
        result: dict[str, Any] = found["result"]
        return result

    def loads(self, session: str) -> queue.Queue[None]:
        """One for each page that was loaded whole there."""
        return self._loaded.setdefault(session, queue.Queue())

    def _read(self) -> None:
        with os.fdopen(self._heard, "rb", closefd=False) as heard:
            rest = b""
            while part := heard.read1():  # type: ignore[attr-defined]
                *whole, rest = (rest + part).split(b"\0")
                for each in map(json.loads, whole):
                    if "id" in each:
                        self._asked[each["id"]].set_result(each)
                    elif each["method"] == "Page.loadEventFired":
                        self.loads(each["sessionId"]).put(None)

    def stop(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE)


class Person:
    """Somebody at their browser."""

    def __init__(self, chromium: Chromium, context: str) -> None:
        self._chromium, self._context = chromium, context

    def open(self, address: str) -> Tab:
        """A tab that shows what `address` leads to."""
        target = self._chromium.ask("Target.createTarget", url="about:blank", browserContextId=self._context)["targetId"]
        session = self._chromium.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self._chromium, target, session)
        tab.go(address)
        return tab


class Tab:
    """A tab. `typed` is how often somebody had to say who they are in it."""

    def __init__(self, chromium: Chromium, target: str, session: str) -> None:
        self._chromium, self._target, self._session = chromium, target, session
        self._loads, self.typed = chromium.loads(session), 0
        self._ask("Page.enable")

    def go(self, address: str) -> None:
        """Show `address`, once it is there."""
        self._ask("Page.navigate", url=address)
        self._loads.get(timeout=PATIENCE)

    def seen(self) -> dict[str, Any]:
        """The `address` and the `text` that it shows, whether it `asks` who one is and has a `form`."""
        found: dict[str, Any] = json.loads(self._ask("Runtime.evaluate", expression=_SEEN)["result"]["value"])
        return found

    def sign_in(self, login: str) -> str:
        """Type who one is where it is asked, agree, and go on to what is not the service's any more; the text there."""
        seen = self.seen()
        home = urlsplit(seen["address"]).netloc
        while urlsplit(seen["address"]).netloc == home:
            assert seen["form"], seen
            if seen["asks"]:
                self.typed += 1
                self._type("login", login)
                self._type("password", "any")
            else:
                self._ask("Runtime.evaluate", expression="document.querySelector('form [type=submit]').focus()")
            self._press_enter()
            self._loads.get(timeout=PATIENCE)
            seen = self.seen()
        return str(seen["text"])

    def close(self) -> None:
        """Close it, whatever it shows."""
        self._chromium.ask("Target.closeTarget", targetId=self._target)

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        return self._chromium.ask(method, self._session, **params)

    def _type(self, field: str, text: str) -> None:
        self._ask("Runtime.evaluate", expression=f"document.querySelector('input[name={field}]').focus()")
        self._ask("Input.insertText", text=text)

    def _press_enter(self) -> None:
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self._ask("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **key)


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """A browser that keeps what it knows in `folder`; skips the test where there is none."""
    program = os.environ.get("KALIX_CHROMIUM", "")
    if not program:
        pytest.skip("needs the browser of installer/chromium_for_tests")
    theirs, told = os.pipe()
    heard, theirs_too = os.pipe()
    begin = f'exec "$0" "$@" 3<&{theirs} 4>&{theirs_too}'
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            ["bash", "-c", begin, program, *_OPTIONS, f"--user-data-dir={folder / 'profile'}"],
            pass_fds=(theirs, theirs_too),
            stdout=errors,
            stderr=errors,
            env={**os.environ, "HOME": str(folder)},
        )
    os.close(theirs)
    os.close(theirs_too)
    made = Chromium(process, told, heard)
    try:
        yield made
    finally:
        made.stop()
        os.close(told)
        os.close(heard)
