"""The line of what is wrong in a file that a site edits: the key meant, in the table meant, however it is written."""

from __future__ import annotations

import pytest

from kalix_presence.model.errors import BadInput
from kalix_presence.model.site_toml import line_of, read_toml

TEXT = """\
# port = 1
port = 2
"bygg lov" = []
inline = { port = 4 }
[listen]
host = "a"
port = 7
tls.key = 8
[ listen . proxy ]
port = 10
[[reason]]
code = "a"
[[reason]]
code = "b"
[reason.name]
sv = "B"
[[reason]]
'name' = "C"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("port",), 2),
        (("bygg lov",), 3),
        (("inline", "port"), 4),
        (("listen",), 5),
        (("listen", "port"), 7),
        (("listen", "tls", "key"), 8),
        (("listen", "tls"), 8),
        (("listen", "proxy", "port"), 10),
        (("reason", 0, "code"), 12),
        (("reason", 1, "code"), 14),
        (("reason", 1, "name", "sv"), 16),
        (("reason", 2, "name"), 18),
        (("listen", "missing"), 5),
        (("reason", 2, "code"), 17),
        (("missing", "port"), 1),
    ],
)
def test_the_line_is_that_of_the_key_in_its_own_table(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, *path) == line


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb =\n", 2), ("a = 1\nb = [\n", 3), ('a = "\n', 1)])
def test_what_is_no_toml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        read_toml(text, "site.toml", "policy-file-broken")
    assert (refused.value.code, refused.value.params["file"], refused.value.params["line"]) == (
        "policy-file-broken",
        "site.toml",
        line,
    )
