"""Whom a client trusts: the system's authorities, as each system keeps them."""

from __future__ import annotations

import ssl

import pytest
import truststore

from kalix_presence.client.connection import trust


@pytest.mark.parametrize(("system", "keychain"), [("linux", False), ("darwin", True)])
def test_on_macos_the_keychain_is_asked_which_python_itself_does_not_read(
    monkeypatch: pytest.MonkeyPatch, system: str, keychain: bool
) -> None:
    monkeypatch.setattr(trust.sys, "platform", system)
    context = trust.trusted("https://presence.example.org")
    assert isinstance(context, truststore.SSLContext) is keychain
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
