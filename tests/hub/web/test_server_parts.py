"""uvicorn's private parts are one list: complete, looked for at start, and pinned to the versions they were read in."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, ClassVar

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kalix_presence.hub.web import connection, server
from kalix_presence.hub.web.server_parts import CYCLE, FIELDS, METHODS, require_parts
from kalix_presence.model.errors import Unavailable

SOURCE = Path(connection.__file__).read_text("utf-8")
ROOT = Path(__file__).parents[3]


def test_the_uvicorn_that_is_installed_has_all_of_them() -> None:
    require_parts(HttpToolsProtocol, RequestResponseCycle)


def test_a_uvicorn_without_one_of_them_is_refused_by_a_name_and_a_version() -> None:
    class Changed:
        names: ClassVar[list[str]] = []

        def __init__(self) -> None:
            self.client = self.loop = self.transport = None

    with pytest.raises(Unavailable) as refused:
        require_parts(Changed, RequestResponseCycle)
    assert refused.value.code == "server-parts"
    assert {"on_header", "cycle", "parser"} <= set(refused.value.params["missing"].split(", "))


def test_the_list_names_whatever_the_connection_uses_of_uvicorn() -> None:
    body = SOURCE[SOURCE.index("class StreamProtocol") : SOURCE.index("class _Joined")]
    of_ours = set(re.findall(r"def (\w+)", body)) | {"taken", "when_full", "when_drained"}
    used = set(re.findall(r"self\.(\w+)", body)) - of_ours
    assert {name for name in used if not name.startswith("_")} <= {*FIELDS, *METHODS}
    assert set(re.findall(r"super\(\)\.(\w+)", body)) - {"__init__"} <= set(METHODS)
    assert set(re.findall(r"cycle\.(\w+)", body)) <= set(CYCLE)


def test_the_range_has_an_end() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    [wanted] = {each for extra in extras for each in extra if each.startswith("uvicorn")}
    assert re.fullmatch(r"uvicorn>=0\.\d+,<0\.\d+", wanted)


def test_a_hub_does_not_start_on_a_uvicorn_of_another_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HttpToolsProtocol", object)
    nothing: Any = None
    with pytest.raises(Unavailable, match="server-parts"):
        server.FrontServer(nothing, nothing, nothing, supervised=nothing, clock=nothing)
