"""Commands go by the server that the organisation has decided, and say so to whoever names another."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.cli import context
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.site_files import SiteFault
from kalix_presence.model.errors import BadInput

DECIDED = kept.Loaded(kept.Settings(hub="https://decided.example"), frozenset({"hub"}), "/etc/kalix-presence/policy.toml")


async def test_no_other_server_than_the_decided_one_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "load_all", lambda _: DECIDED)
    with pytest.raises(BadInput) as refused:
        context.new_session("other.example")
    assert (refused.value.code, refused.value.params["hub"]) == ("hub-decided", "https://decided.example")
    session = context.new_session("decided.example")
    assert session.hub.address == "https://decided.example"
    await session.close()


async def test_a_policy_that_cannot_be_read_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path))
    fault = SiteFault("site-value-unusable", DECIDED.source, "theme")
    monkeypatch.setattr(kept, "load_all", lambda _: kept.Loaded(kept.Settings(language="en"), faults=(fault,)))
    await context.new_session().close()
    assert DECIDED.source in (said := capsys.readouterr().err)
    assert "theme" in said


@pytest.mark.parametrize("asked", ["", "other.example"])
@pytest.mark.parametrize("known", [True, False])
async def test_no_server_is_guessed_where_nobody_can_read_which_was_decided(
    asked: str, known: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path))
    settings = kept.Settings(hub="https://held.example") if known else kept.Settings()
    hub = frozenset({"hub"})
    monkeypatch.setattr(kept, "load_all", lambda _: kept.Loaded(settings, hub, DECIDED.source, lost=hub, hub_known=known))
    if known and not asked:
        session = context.new_session()
        assert session.hub.address == "https://held.example"
        await session.close()
        return
    with pytest.raises(BadInput) as refused:
        context.new_session(asked)
    assert (refused.value.code, refused.value.params["file"]) == ("hub-lost", DECIDED.source)
