"""A file that another program has open, as Windows treats it; elsewhere Python is made to refuse what Windows would."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock


@contextmanager
def held(path: Path) -> Iterator[None]:
    """While the block runs, `path` is neither removed nor replaced. It can be read and written."""
    if sys.platform == "win32":
        with path.open("rb"):
            yield
        return
    unlink, replace = Path.unlink, Path.replace

    def not_removed(self: Path, **options: Any) -> None:
        if self == path:
            raise refusal(path)
        unlink(self, **options)

    def not_replaced(self: Path, target: Path) -> Path:
        if target == path:
            raise refusal(path)
        return replace(self, target)

    with mock.patch.object(Path, "unlink", not_removed), mock.patch.object(Path, "replace", not_replaced):
        yield


def refusal(path: Path, number: int = 32) -> PermissionError:
    """As Windows says it."""
    fault = PermissionError(13, "Sharing violation", str(path))
    fault.winerror = number  # type: ignore[attr-defined]
    return fault
