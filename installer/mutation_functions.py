"""Which function each line of a module is of, by the names that mutmut gives functions."""

from __future__ import annotations

import ast
from pathlib import Path

from mutmut.mutation.trampoline_templates import mangle_function_name

UNBROKEN = "__mutmut_orig"
"""What ends the name of the true function in a broken module."""


def functions_by_line(file: Path, text: str) -> dict[int, str]:
    """By line of a module (broken or not) the function that has been entered when it runs; lines of functions within
    functions are left out: the outer one has been left then, perhaps long ago."""
    if file.parts[0] != "kalix_presence":
        return {}
    dotted = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    found: dict[int, str] = {}
    _note(ast.parse(text).body, "", dotted, found)
    return found


def _note(body: list[ast.stmt], owner: str, dotted: str, found: dict[int, str]) -> None:
    for node in body:
        if isinstance(node, ast.ClassDef):
            _note(node.body, f"{owner}.{node.name}" if owner else node.name, dotted, found)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = node.name.removesuffix(UNBROKEN)
            if name == node.name:
                if "__mutmut_" in name:
                    continue  # a broken one
                name = mangle_function_name(name=name, class_name=owner or None)
            for line in _lines(node):
                found[line] = f"{dotted}.{name}"


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[int]:
    """Lines of the body, less those of functions in it."""
    within: list[ast.AST] = [
        each for each in ast.walk(function) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each is not function
    ]
    left_out = {line for each in within for line in _span(each.body)}
    return _span(function.body) - left_out


def _span(body: list[ast.stmt]) -> set[int]:
    return {line for each in body for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)}
