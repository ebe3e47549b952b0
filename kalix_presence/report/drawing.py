"""Draws the plots by matplotlib, which is loaded when the first one is drawn: for a screen, or as SVG for a paper.

One plot is drawn at a time, in whatever thread; nothing of matplotlib's shared state (pyplot) is used.
"""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from kalix_presence.report.plots import Bars, Curve, Funnel, Heat, Plot, Trend
from kalix_presence.report.values import per_cent

DOTS = 96
"""Dots an inch at 100 %."""
SMALL = 9
"""Points of the text at the axes."""
RC = {"svg.fonttype": "none", "svg.hashsalt": "kalix", "font.family": ["DejaVu Sans"], "font.size": SMALL}
"""Text stays text in the SVG, and the same plot is the same bytes."""

_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Colours:
    """What a plot is drawn in; `mark` is the goal's colour, told apart by its dashes as well."""

    ground: str
    text: str
    grid: str
    main: str
    soft: str
    mark: str


LIGHT = Colours("#ffffff", "#1d2125", "#c3c7cb", "#1f5f8b", "#9dbdd3", "#9c5000")
DARK = Colours("#16181b", "#eceef0", "#4a5057", "#7cc0f0", "#3d6683", "#ffb454")


@dataclass(frozen=True, slots=True)
class Picture:
    """Red, green, blue and alpha of each pixel, a byte each, from above."""

    width: int
    height: int
    data: bytes


def can_draw() -> bool:
    """Whether matplotlib is there: it belongs to the extra `report` of the package."""
    return find_spec("matplotlib") is not None


def picture(plot: Plot, width: int, height: int, *, scale: float = 1.0, dark: bool = False) -> Picture:
    """The plot for a screen; `width`, `height` as at 100 %, `scale` is the screen's. Raises ImportError unless `can_draw`."""
    with _one_at_a_time:
        from matplotlib import rc_context
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        with rc_context(RC):
            canvas: Any = FigureCanvasAgg(_figure(plot, width, height, scale, DARK if dark else LIGHT))
            canvas.draw()
            across, down = canvas.get_width_height()
            return Picture(across, down, bytes(canvas.buffer_rgba()))


def svg(plot: Plot, width: int = 640, height: int = 300) -> bytes:
    """The plot for a paper, light. Raises ImportError unless `can_draw`."""
    with _one_at_a_time:
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        with rc_context(RC):
            into = io.BytesIO()
            canvas: Any = FigureCanvasSVG(_figure(plot, width, height, 1.0, LIGHT))
            canvas.print_svg(into, metadata={"Date": None})
            return into.getvalue()


def _figure(plot: Plot, width: int, height: int, scale: float, colours: Colours) -> Any:
    from matplotlib.figure import Figure

    made: Any = Figure(figsize=(width / DOTS, height / DOTS), dpi=DOTS * scale, layout="constrained", facecolor=colours.ground)
    axes: Any = made.add_subplot()
    axes.set_facecolor(colours.ground)
    axes.tick_params(colors=colours.text, labelsize=SMALL, length=3)
    axes.spines[["top", "right"]].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(colours.grid)
    match plot:
        case Trend():
            _trend(axes, plot, colours)
        case Funnel():
            _funnel(axes, plot, colours)
        case Heat():
            _heat(made, axes, plot, colours)
        case Curve():
            _curve(axes, plot, colours)
        case Bars():
            _bars(axes, plot, colours)
    axes.xaxis.label.set(color=colours.text, size=SMALL)
    axes.yaxis.label.set(color=colours.text, size=SMALL)
    return made


def _per_cent_upward(axes: Any, colours: Colours) -> None:
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], [per_cent(each) for each in (0, 0.25, 0.5, 0.75, 1)])
    axes.grid(axis="y", color=colours.grid, linewidth=0.6)
    axes.set_axisbelow(True)


def _trend(axes: Any, plot: Trend, colours: Colours) -> None:
    _per_cent_upward(axes, colours)
    at = range(len(plot.periods))
    shown = [number for number, each in enumerate(plot.shares) if each is not None]
    shares = [plot.shares[number] or 0.0 for number in shown]
    below = [share - (plot.lows[number] or 0.0) for number, share in zip(shown, shares, strict=True)]
    above = [(plot.highs[number] or 0.0) - share for number, share in zip(shown, shares, strict=True)]
    axes.bar(shown, shares, width=0.68, color=colours.soft)
    axes.errorbar(shown, shares, yerr=[below, above], fmt="none", ecolor=colours.text, elinewidth=1, capsize=3)
    for number, share in zip(shown, shares, strict=True):
        axes.text(number, 0.03, per_cent(share), ha="center", color=colours.text, size=SMALL - 1)
    if plot.goal is not None:
        axes.axhline(plot.goal, color=colours.mark, linewidth=1.4, linestyle=(0, (5, 3)))
        axes.annotate(
            plot.goal_words,
            (1.0, plot.goal),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            color=colours.mark,
            size=SMALL,
            annotation_clip=False,
        )
    axes.set_xlim(-0.6, len(plot.periods) - 0.4)
    axes.set_xticks(list(at), list(plot.periods))


def _funnel(axes: Any, plot: Funnel, colours: Colours) -> None:
    axes.grid(axis="y", color=colours.grid, linewidth=0.6)
    axes.yaxis.set_major_formatter(lambda value, _: per_cent(value))
    for lines, style in ((plot.inner, "-"), (plot.outer, ":")):
        for side in (1, 2):
            axes.plot([each[0] for each in lines], [each[side] for each in lines], style, color=colours.grid, linewidth=1.2)
    axes.axhline(plot.middle, color=colours.text, linewidth=0.8)
    several = list(zip(plot.names, plot.wholes, plot.shares, plot.outside, strict=True))
    for marker, wanted in (("o", False), ("D", True)):
        points = [(whole, share) for _, whole, share, outside in several if outside is wanted]
        if points:
            axes.scatter(
                *zip(*points, strict=True), s=30, marker=marker, color=colours.mark if wanted else colours.main, zorder=3
            )
    for name, whole, share, outside in several:
        if outside or len(several) <= MOST_NAMED:
            axes.annotate(
                name, (whole, share), xytext=(5, 4), textcoords="offset points", color=colours.text, size=SMALL - 1, zorder=4
            )
    axes.set_xlim(plot.inner[0][0], plot.inner[-1][0] * 1.15)
    axes.set(xlabel=plot.across, ylabel=plot.upward)


MOST_NAMED = 12
"""With more units than this only those outside the lines are named: names would lie over each other."""


def _heat(made: Any, axes: Any, plot: Heat, colours: Colours) -> None:
    from matplotlib import colormaps
    from matplotlib.colors import Normalize

    colour_of, norm = colormaps["cividis"], Normalize(0, 1, clip=True)
    for row, (calls, shares) in enumerate(zip(plot.calls, plot.unanswered, strict=True)):
        for column, (count, share) in enumerate(zip(calls, shares, strict=True)):
            fill: Any = colours.ground if share is None else colour_of(norm(share))
            axes.add_patch(_cell(column, row, fill, colours.grid))
            if count:
                light = share is not None and _brightness(fill) > 0.5
                ink = colours.text if share is None else "#000000" if light else "#ffffff"
                axes.text(column + 0.5, row + 0.5, str(count), ha="center", va="center", color=ink, size=SMALL - 1)
    axes.set_xlim(0, plot.last - plot.first)
    axes.set_ylim(len(plot.days), 0)
    axes.set_xticks([each + 0.5 for each in range(plot.last - plot.first)], [f"{h:02}" for h in range(plot.first, plot.last)])
    axes.set_yticks([each + 0.5 for each in range(len(plot.days))], list(plot.days))
    axes.tick_params(length=0)
    from matplotlib.cm import ScalarMappable

    bar = made.colorbar(ScalarMappable(norm, colour_of), ax=axes, pad=0.02, aspect=30)
    bar.set_ticks([0, 0.5, 1], labels=[per_cent(0), per_cent(0.5), per_cent(1)])
    bar.ax.tick_params(colors=colours.text, labelsize=SMALL, length=0)
    bar.set_label(plot.legend, color=colours.text, size=SMALL)
    bar.outline.set_visible(False)


def _brightness(fill: Any) -> float:
    red, green, blue = fill[:3]
    return float(0.299 * red + 0.587 * green + 0.114 * blue)


def _cell(column: int, row: int, fill: Any, edge: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((column, row), 1, 1, facecolor=fill, edgecolor=edge, linewidth=0.5)


def _curve(axes: Any, plot: Curve, colours: Colours) -> None:
    _per_cent_upward(axes, colours)
    at = range(len(plot.edges) + 1)
    axes.step(at, [1.0 if plot.falling else 0.0, *plot.shares], where="post", color=colours.main, linewidth=2)
    axes.set_xticks(list(at), ["0" if number == 0 else f"{plot.edges[number - 1]:g}" for number in at])
    axes.set_xlim(0, len(plot.edges))
    for value, words in plot.marks:
        place = _place(plot.edges, value)
        axes.axvline(place, color=colours.mark, linewidth=1.4, linestyle=(0, (5, 3)))
        axes.text(place, 1.04, words, ha="center", va="bottom", color=colours.mark, size=SMALL)
    axes.set(xlabel=plot.across)


def _place(edges: Any, value: float) -> float:
    """Where a duration stands on an axis whose classes are equally wide."""
    low = 0.0
    for number, edge in enumerate(edges):
        if value <= edge:
            return number + (value - low) / (edge - low) if edge > low else float(number)
        low = edge
    return float(len(edges))


def _bars(axes: Any, plot: Bars, colours: Colours) -> None:
    at = range(len(plot.names))
    axes.barh(list(at), list(plot.counts), height=0.4, color=colours.soft)
    for number, count in enumerate(plot.counts):
        axes.annotate(
            str(count), (count, number), xytext=(4, 0), textcoords="offset points", va="center", color=colours.text, size=SMALL
        )
        axes.annotate(plot.names[number], (0, number - 0.26), va="bottom", color=colours.text, size=SMALL)
    axes.set_yticks([])
    axes.set_ylim(len(plot.names) - 0.6, -0.8)
    axes.set_xlim(0, max(plot.counts) * 1.1 + 1)
    axes.grid(axis="x", color=colours.grid, linewidth=0.6)
    axes.set_axisbelow(True)
