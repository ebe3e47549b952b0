"""One thing of a window as assistive technology is told of it: the same whether Qt's own tree or the accessibility bus says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Box = tuple[int, int, int, int]
"""Left, top, width and height, in logical pixels of the screen."""


@dataclass(eq=False)
class Node:
    """Roles and states are called as in `QAccessible`; `box` is where it lies, `seen` how much of that is not scrolled away."""

    role: str
    name: str
    description: str = ""
    states: frozenset[str] = frozenset()
    box: Box = (0, 0, 0, 0)
    seen: Box = (0, 0, 0, 0)
    actions: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """Names of what labels it."""
    headers: tuple[str, ...] | None = None
    """Names of a cell's column headers; None for whatever is no cell of a table."""
    has_value: bool = False
    chooses: bool = False
    """Whether it says which of its children are selected."""
    shown: str = ""
    """The words that are painted on it, where they are known."""
    picture: bool = False
    """Whether a picture is all that it shows."""
    of_qt: bool = False
    """Made by Qt within a widget of its own."""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def everything(self) -> Iterator[Node]:
        """It, and all that is inside."""
        yield self
        for child in self.children:
            yield from child.everything()

    def around(self) -> Iterator[Node]:
        """What it stands in, from the nearest to the window."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def has(self, state: str) -> bool:
        """Whether it is in this state."""
        return state in self.states

    @property
    def in_sight(self) -> bool:
        """Whether any of it is seen."""
        return not self.has("invisible") and self.seen[2] > 0 and self.seen[3] > 0

    def __str__(self) -> str:
        return f"{self.role} {self.name[:60]!r} {self.box[2]}x{self.box[3]}"
