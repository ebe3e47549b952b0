"""Brings translations/*.ts to what the desktop's code says now, and names what has no translation: run by hand in a checkout.

    .venv/bin/python installer/update_translations.py          every language that is there
    .venv/bin/python installer/update_translations.py xx       a new one, or only that

Qt's lupdate finds the texts; it is given the files by name, for in a folder it looks for no Python. Into our files we put
them ourselves, as it would lay out every file anew. Ends with 1 while a text has no translation.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
Key = tuple[str, str, str]
"""Context, source and what tells two uses of one source apart."""


def update(file: Path, code: Path) -> tuple[list[Key], list[Key], list[Key]]:
    """Put in what is new and take out what the code no longer says: new, gone, and every text without a translation.

    What is translated keeps its place and words, and a context or a text that stands twice (two branches that each put it in)
    becomes one; a file in which nothing changed is not written.
    """
    language = file.stem.rpartition("_")[2]
    fresh = _said(language, code)
    ours = (
        ET.parse(file).getroot() if file.exists() else ET.Element("TS", version="2.1", language=language, sourcelanguage="en")  # noqa: S314  (our own file)
    )
    contexts: dict[str, ET.Element] = {}
    known: dict[Key, ET.Element] = {}
    gone, merged = [], False
    for context in [*ours]:
        name = context.findtext("name", "")
        into = contexts.setdefault(name, context)
        for message in context.findall("message"):
            key = _key(name, message)
            context.remove(message)
            if key not in fresh:
                gone.append(key)
            elif key not in known:
                known[key] = message
                into.append(message)
            else:
                merged = True
                _take_translation(known[key], message)
        if into is not context:
            ours.remove(context)
            merged = True
    new = [key for key in fresh if key not in known]
    for key in new:
        if key[0] not in contexts:
            contexts[key[0]] = ET.SubElement(ours, "context")
            ET.SubElement(contexts[key[0]], "name").text = key[0]
        contexts[key[0]].append(fresh[key])
        known[key] = fresh[key]
    if new or gone or merged:
        _write(ours, file)
    return new, gone, [key for key, message in known.items() if not _is_translated(message)]


def _said(language: str, code: Path) -> dict[Key, ET.Element]:
    with tempfile.TemporaryDirectory(prefix="kalix-texts-") as folder:
        found = Path(folder) / "found.ts"
        command = [Path(sys.executable).with_name("pyside6-lupdate"), "-silent", "-locations", "none"]
        command += ["-target-language", language, *map(str, sorted(code.rglob("*.py"))), "-ts", str(found)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return {
            _key(context.findtext("name", ""), message): message
            for context in ET.parse(found).getroot().iter("context")  # noqa: S314  (lupdate's)
            for message in context.findall("message")
        }


def _key(context: str, message: ET.Element) -> Key:
    return context, message.findtext("source", ""), message.findtext("comment", "")


def _is_translated(message: ET.Element) -> bool:
    translation = message.find("translation")
    if translation is None or translation.get("type") is not None:
        return False
    forms = [form.text for form in translation.iter("numerusform")] or [translation.text]
    return all((form or "").strip() for form in forms)


def _take_translation(kept: ET.Element, other: ET.Element) -> None:
    """One text stood twice: what is translated counts, whichever of them it stands at."""
    if _is_translated(other) and not _is_translated(kept):
        kept[:] = [*other]


def _write(ours: ET.Element, file: Path) -> None:
    for context in [*ours]:
        if context.find("message") is None:
            ours.remove(context)
        for message in context.iter("message"):
            for place in message.findall("location"):
                message.remove(place)
    ET.indent(ours, "    ")
    file.write_text(f"{HEAD}{ET.tostring(ours, encoding='unicode')}\n", "utf-8")


def main(languages: list[str]) -> int:
    """Bring these languages up to date, or all that are there, and say what is to be done."""
    folder, code = ROOT / "translations", ROOT / "kalix_presence" / "desktop"
    files = [folder / f"kalix_presence_{each}.ts" for each in languages] or sorted(folder.glob("*.ts"))
    todo = 0
    for file in files:
        new, gone, open_ones = update(file, code)
        todo += len(open_ones)
        sys.stdout.write(f"{file.name}: {len(new)} new, {len(gone)} taken out, {len(open_ones)} to translate\n")
        sys.stdout.writelines(f"  taken out: {context}: {source}\n" for context, source, _ in gone)
        sys.stdout.writelines(f"  to translate: {context}: {source}\n" for context, source, _ in open_ones)
    return 1 if todo else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
