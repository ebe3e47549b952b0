"""kalix-hub move-store: everything that the hub keeps, out of its file into a PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from kalix_presence.hub.commands.saying import Folder, bring_up_to_date, configured, note, refusing, say
from kalix_presence.hub.site.config import Config, require_safe
from kalix_presence.hub.site.kept import kept_at, kept_of
from kalix_presence.model.errors import BadInput

if TYPE_CHECKING:
    from kalix_presence.hub.store.postgresql import Postgresql


def move_store(
    url: Annotated[str, typer.Argument(help="Where to: postgresql://USER@HOST/DATABASE, an empty database.")],
    folder: Folder = Path(),
) -> None:
    """Copy everything into a PostgreSQL, while no hub serves; the file stays as it is."""
    with refusing():
        config = configured(folder)
        kept = kept_of(config)
        if not kept.in_a_file:
            raise BadInput("move-store-already")
        bring_up_to_date(config)
        target = _target(config, url)
        with kept.claimed(), target.claimed():
            from kalix_presence.hub.store.moving import move

            move(kept.path, target, on_table=lambda table, count: say("move-store-table", table=table, count=count))
        note(config, "move-store")
        say("move-store-done", url=url, file=kept.path)


def _target(config: Config, url: str) -> Postgresql:
    """With what else `[store]` says already: password, certificates."""
    wanted = msgspec.structs.replace(config, store=msgspec.structs.replace(config.store, url=url))
    if not wanted.store.in_postgresql:
        raise BadInput("config-store-url")
    require_safe(wanted)
    return kept_at(wanted, url)
