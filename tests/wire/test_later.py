"""Subjects of the wire that come when the first name of one is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kalix_presence import wire


@pytest.mark.parametrize("name", wire.__all__)
def test_each_name_is_there_by_itself(name: str) -> None:
    assert getattr(wire, name) is not None


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'import_modules'"):
        wire.import_modules  # noqa: B018 - the asking is what is tried


def test_the_first_name_of_a_later_subject_brings_it() -> None:
    code = "import sys; from kalix_presence import wire; print('kalix_presence.wire.sketch' in sys.modules, wire.SketchView.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout.split() == ["False", "SketchView"]
