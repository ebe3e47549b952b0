"""backup and restore of a hub that keeps everything in PostgreSQL: by its own programs, which lie on the hub's machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kalix_presence.hub.commands.saying import say
from kalix_presence.hub.pbx.protocol import Remark
from kalix_presence.hub.store.database import Database
from kalix_presence.hub.store.generation import served_last
from kalix_presence.model.errors import BadInput, Conflict, PresenceError

if TYPE_CHECKING:
    from kalix_presence.hub.store.postgresql import Postgresql


def dump_to(kept: Database, file: Path, part: Path) -> None:
    """Copy all of it into `file` by way of `part`, looked through before it takes an older one's place.

    Raises OSError where the disk refuses, BadInput and Unavailable as `store.dumps` says.
    """
    from kalix_presence.hub.store import dumps

    database = _there(kept)
    programs = dumps.programs_of(database)
    part.unlink(missing_ok=True)
    dumps.dump(database, part, programs=programs)
    dumps.look_through(part, programs)
    part.replace(file)


def put_back(kept: Database, file: Path, *, replace: bool) -> None:
    """Put a dump in place of what is in `kept`, of which a dump is kept in the hub's folder; a hub must not serve meanwhile.

    Raises Conflict `restore-not-empty` where something is there and nobody said `replace`, and as `store.dumps` says.
    """
    from kalix_presence.hub.store import dumps

    database = _there(kept)
    programs = dumps.programs_of(database)
    dumps.look_through(file, programs)
    old = database.path.with_name(f"{database.path.name}.before-restore")
    if dumps.is_filled(database) and not replace:
        raise Conflict("restore-not-empty", name=database.name, file=str(old))

    def keep() -> None:
        dump_to(database, old, old.with_name(f"{old.name}.part"))
        say("restore-kept", file=old)

    last = served_last(database.path)
    with _staying(file, old) as source:
        dumps.put_back(database, source, programs, above=last.number if last else 0, on_old=keep)


@contextmanager
def _staying(file: Path, old: Path) -> Iterator[Path]:
    """What is put back may be what the last `restore` kept, whose place another takes then: it goes by a second name."""
    if not (old.exists() and old.samefile(file)):
        yield file
        return
    second = old.with_name(f"{old.name}.put-back")
    second.unlink(missing_ok=True)
    second.hardlink_to(old)
    try:
        yield second
    finally:
        second.unlink()


def is_older_dump(kept: Database, file: Path) -> bool:
    """Whether `file` may be written over: a copy that `backup` made of a hub in PostgreSQL, or half of one.

    Raises BadInput `postgresql-programs`, Unavailable `store-unreadable`.
    """
    from kalix_presence.hub.store import dumps

    if not dumps.is_dump(file):
        return False
    return file.suffix == ".part" or dumps.is_of_a_hub(file, dumps.programs_of(_there(kept)))


def require_programs(kept: Database) -> None:
    """Raises a Remark `postgresql-programs` where no backup can be made: a site may have other means."""
    from kalix_presence.hub.store import dumps

    try:
        dumps.programs_of(_there(kept))
    except BadInput as refusal:
        raise Remark("postgresql-programs", least=refusal.params["least"]) from None
    except PresenceError:
        return  # that it cannot be reached is said elsewhere


def _there(kept: Database) -> Postgresql:
    return cast("Postgresql", kept)
