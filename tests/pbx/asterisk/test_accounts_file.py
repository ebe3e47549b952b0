"""The file of the hub's accounts: nothing that people type reaches Asterisk as a setting, and every way out leaves a whole file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.hub.pbx.asterisk.accounts_file import AccountsFile, digest_of, made, shown_name, understood, written
from kalix_presence.hub.pbx.asterisk.config_text import option, sections
from kalix_presence.hub.pbx.asterisk.driver import DRIVER, AsteriskSection
from kalix_presence.hub.pbx.asterisk.settings import AccountStyle
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.model.errors import BadInput, Unavailable
from tests.draws import draws

STYLE = AccountStyle(Path("accounts.conf"), context="phones", transport="udp", codecs=("alaw", "g722"), contacts=2)


def test_what_means_something_to_asterisk_is_left_out_of_a_name() -> None:
    assert shown_name('Åsa "x" <9>;\r\n[evil](t)\\ =>,#|$ O’Ny-Ek Jr.') == "Åsa x 9 evil t O’Ny-Ek Jr."


@given(st.text(max_size=200))
@settings(max_examples=draws(200))
def test_a_name_is_one_line_and_means_nothing_to_asterisk(name: str) -> None:
    kept = shown_name(name)
    assert not set(kept) & set('"<>;[]()=\\,#|$\r\n\t')
    assert len(kept) <= 80
    text, seal = written([made(PhoneAccount("2070", name), digest_of("2070", "x"), STYLE)], "a:1", STYLE)
    assert set(sections(text)) == {"kalix-accounts", "2070"}
    assert understood(text).accounts["2070"].name == kept
    assert understood(text).seal == seal


def test_an_account_says_what_the_site_wants_and_no_more() -> None:
    one = made(PhoneAccount("2070", "Åsa Öberg-Ny"), digest_of("2070", "x"), STYLE)
    rows = sections(written([one], "a:1", STYLE)[0])["2070"]
    said = [row for _, row in rows]
    assert said == [
        "type=endpoint", "auth=2070", "aors=2070", "context=phones", "transport=udp", "disallow=all", "allow=alaw,g722",
        'callerid="Åsa Öberg-Ny" <2070>',
        "type=auth", "auth_type=md5", "username=2070", "realm=kalix-presence", f"md5_cred={digest_of('2070', 'x')}",
        "type=aor", "max_contacts=2", "remove_existing=yes",
    ]  # fmt: skip
    assert option(rows, "context") == "phones"


@pytest.mark.parametrize("number", ["", "20 70", "2070\n[x]", "2070]", "٢٠٧٠", "123456789"])
def test_what_is_no_extension_becomes_no_account(number: str) -> None:
    with pytest.raises(Unavailable, match="pbx-refused"):
        made(PhoneAccount(number, "Nina"), "", STYLE)


def test_a_mark_is_one_word() -> None:
    for mark in ("a\n[x]", "a b", "x" * 81):
        with pytest.raises(ValueError, match="mark"):
            written([], mark, STYLE)


@pytest.mark.parametrize("spoil", [("2070", "2071"), ("; change a:1", "; change a:2"), ("md5_cred=", "md5_cred=0")])
def test_a_text_that_was_changed_is_known_as_such(spoil: tuple[str, str]) -> None:
    text, _ = written([made(PhoneAccount("2070", "Nina"), digest_of("2070", "x"), STYLE)], "a:1", STYLE)
    for other in (text.replace(*spoil), "", "[2070]\ntype=endpoint\n"):
        with pytest.raises(Unavailable, match="asterisk-accounts-changed"):
            understood(other)


def kept(tmp_path: Path) -> AccountsFile:
    file = AccountsFile(AccountStyle(tmp_path / "accounts.conf", context="phones"))
    file.begin()
    return file


def test_a_change_is_undone_or_kept_and_undone_no_more(tmp_path: Path) -> None:
    file = kept(tmp_path)
    one = made(PhoneAccount("2070", "Nina"), digest_of("2070", "x"), file.style)
    before = file.path.read_bytes()
    file.change({"2070": one}, "a:1")
    assert (file.unkept, file.read().mark, set(file.read().accounts)) == (True, "a:1", {"2070"})
    file.undo()
    assert (file.unkept, file.path.read_bytes()) == (False, before)
    file.change({"2070": one}, "a:2")
    file.keep()
    file.undo()
    assert (file.unkept, set(file.read().accounts)) == (False, {"2070"})


def test_what_cannot_be_written_leaves_the_file_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = kept(tmp_path)
    before = file.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="asterisk-accounts-unwritable"):
        file.change({}, "a:1")
    assert (file.path.read_bytes(), file.unkept, [each.name for each in tmp_path.iterdir()]) == (
        before,
        False,
        ["accounts.conf"],
    )


def test_the_settings_let_nothing_but_names_through(tmp_path: Path) -> None:
    (tmp_path / "asterisk.secret").write_text("x")
    good = {"accounts_file": "accounts.conf", "accounts_context": "phones"}
    wrong: list[tuple[str, dict[str, object]]] = [
        ("config-accounts-name", {"accounts_context": "phones\nallow=all"}),
        ("config-accounts-name", {"accounts_template": "desk)\n[x](desk"}),
        ("config-accounts-name", {"accounts_transport": "udp;x"}),
        ("config-accounts-name", {"accounts_templates": {"kultur": "a b"}}),
        ("config-accounts-name", {"accounts_codecs": ["alaw", "g722\n"]}),
        ("config-accounts-context", {"accounts_context": ""}),
        ("config-accounts-technology", {"technology": "SIP"}),
        ("config-accounts-contacts", {"accounts_contacts": 0}),
        ("config-accounts-contacts", {"accounts_contacts": 11}),
    ]
    assert DRIVER.check_settings(AsteriskSection(**good), tmp_path) == ["asterisk.secret"]  # type: ignore[arg-type]
    for code, more in wrong:
        with pytest.raises(BadInput, match=code):
            DRIVER.check_settings(AsteriskSection(**{**good, **more}), tmp_path)  # type: ignore[arg-type]
    assert DRIVER.check_settings(AsteriskSection(accounts_contacts=0), tmp_path), "off, nothing of it counts"
