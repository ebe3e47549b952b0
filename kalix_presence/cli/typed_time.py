"""A time that is typed beside other words of a command: read, and where it cannot be, its suggestion taken by one letter."""

from __future__ import annotations

from datetime import datetime

from kalix_presence.cli.asking import instead
from kalix_presence.cli.context import Joined
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.typed_time import read


def typed_time(context: Joined, typed: str) -> datetime:
    """The instant that `typed` means; an open end is refused. Raises as `model.when.typed_time.read` and `asking.instead`."""

    def moment(text: str) -> datetime:
        found = read(text, now=context.now, worktime=context.worktime, language=context.words.language, open_end=False).moment
        assert found is not None  # noqa: S101 - an open end was refused
        return found

    try:
        return moment(typed)
    except BadInput as refused:
        meant = instead(refused, context.words)
        if meant is None:
            raise
        return moment(meant)
