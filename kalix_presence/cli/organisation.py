"""`sign-in --browser` and `sign-in --device`: by the organisation's own service."""

from __future__ import annotations

import asyncio
import sys
import webbrowser

from kalix_presence import shipped, wire
from kalix_presence.cli.context import new_session
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error
from kalix_presence.cli.signing import signed_in
from kalix_presence.client.connection.organisation_sign_in import prove_by_code, prove_in_browser
from kalix_presence.client.local.device_name import device_name
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.words import Words


async def sign_in_by_organisation(hub: str, *, by_code: bool, show_token: bool) -> int:
    """Sign in in a browser, here or, by a code, elsewhere. Keeps the token, or prints it, as `sign_in` does."""
    session = new_session(hub)
    words = shipped.words(session.language)
    device = device_name()
    try:
        if by_code:
            signed = await prove_by_code(
                session.hub, lambda begun: _show_code(words, begun), device=device, refreshing=not show_token
            )
        else:

            async def browse(address: str) -> None:
                print_error(words.say("cli.browser-opens", address=address))
                if not await asyncio.to_thread(webbrowser.open, address):
                    raise Unavailable("browser-not-here")

            signed = await prove_in_browser(session.hub, browse, words, device=device, refreshing=not show_token)
        if show_token:
            print(signed.token)
            return Exit.OK
        return await signed_in(session, words, signed.username, was_kept=await session.take_sign_in(signed, follow=False))
    finally:
        await session.close()


def _show_code(words: Words, begun: wire.DeviceBegun) -> None:
    """The address and the code, and as a picture to photograph where that can be shown."""
    if begun.whole and sys.stderr.isatty():
        import segno

        segno.make(begun.whole, error="m").terminal(sys.stderr, compact=True)
    print_error(words.say("cli.code-elsewhere", address=begun.address, code=begun.code))
