"""Whether this program and the server fit: said once by the commands, and a line of every check."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kalix_presence import __version__, wire
from kalix_presence.cli.check_lines import Line, to_do, unseen, well
from kalix_presence.cli.output import print_error
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.tokens import Tokens
from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.versions import OLDEST_HUB, Fit, fit, is_newer
from kalix_presence.model.words import Words

TOLD = "told-versions"
"""The file that says of which versions it was told; nobody's data stand in it."""


def version_fit(view: wire.ReasonsView | None, *, updates: bool = True) -> Line:
    """How they fit, by what the hub told; None is a hub that could not be asked. `updates`: with one that is newer."""
    if view is None:
        return unseen("fit", "versions-unseen")
    match fit(__version__, view.version, view.clients_from):
        case Fit.FITS if updates and is_newer(view.newest_client, __version__):
            return well("fit", "versions-newer", theirs=view.version, newest=view.newest_client, where=view.newest_from or "-")
        case Fit.FITS:
            return well("fit", "versions-fit", theirs=view.version)
        case Fit.CLIENT_OLD:
            return to_do("fit", "client-old", own=__version__, wanted=view.clients_from)
        case Fit.HUB_OLD:
            return to_do("fit", "hub-old", theirs=view.version, wanted=OLDEST_HUB)
    return unseen("fit", "versions-unknown")


async def told_versions(hub: HubClient, settings: Settings) -> wire.ReasonsView | None:
    """What the hub tells whoever is signed in; None where nobody is. The sign-in is used as it is kept, and not renewed."""
    held = await Secrets().token(hub.site, settings.username)
    if not held:
        return None
    hub.token = Tokens.read(held).token
    try:
        return await hub.reasons()
    except PresenceError:
        return None


def tell_versions(folder: Path, view: wire.ReasonsView, words: Words) -> None:
    """Say that one is too old for the other, once for these versions: whoever types it every hour knows it by then."""
    found = fit(__version__, view.version, view.clients_from)
    if found not in (Fit.CLIENT_OLD, Fit.HUB_OLD):
        return
    told = f"{found.value} {__version__} {view.version} {view.clients_from}\n".encode()
    with suppress(OSError):
        if (folder / TOLD).read_bytes() == told:
            return
    print_error(version_fit(view).text(words))
    with suppress(OSError):
        write_whole(folder / TOLD, told)
