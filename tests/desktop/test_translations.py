"""Every text of the desktop, in every language, and nothing that cannot be translated."""

from __future__ import annotations

import ast
import re
import runpy
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from kalix_presence.desktop.language import BUILT, Translations
from kalix_presence.model.words import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]


def messages(path: Path) -> dict[tuple[str, str], list[str]]:
    found = {}
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            finished = translation.get("type") is None
            found[context.findtext("name", ""), message.findtext("source", "")] = forms if finished else [""]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_keeps_its_blanks(language: str) -> None:
    for (context, source), forms in messages(ROOT / "translations" / f"kalix_presence_{language}.ts").items():
        for form in forms:
            assert form.strip(), f"{context}: {source!r} is not translated to {language}"
            assert sorted(re.findall(r"\{\w+\}|%n", form)) == sorted(re.findall(r"\{\w+\}|%n", source)), (context, source, form)


def test_every_text_in_the_code_stands_in_the_translations(tmp_path: Path) -> None:
    sources = sorted((ROOT / "kalix_presence" / "desktop").rglob("*.py"))
    fresh = tmp_path / "fresh.ts"
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    command = [lupdate, "-silent", "-locations", "none", *map(str, sources), "-ts", str(fresh)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    for language in LANGUAGES:
        assert set(messages(fresh)) == set(messages(ROOT / "translations" / f"kalix_presence_{language}.ts")), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_twice(language: str) -> None:
    """Two branches that each put a context in leave it twice: then one of two translations counts, and nobody sees which."""
    contexts = ET.parse(ROOT / "translations" / f"kalix_presence_{language}.ts").getroot().findall("context")
    names = Counter(context.findtext("name", "") for context in contexts)
    texts = Counter(
        (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
        for context in contexts
        for message in context.findall("message")
    )
    assert [each for each, times in (names + texts).items() if times > 1] == [], "run installer/update_translations.py"


CODE = """from PySide6.QtCore import QCoreApplication, QObject


class Window(QObject):
    def say(self, count):
        return self.tr("Kept"), self.tr("%n calls", "", count), QCoreApplication.translate("Words", "New")
"""
BEFORE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fi" sourcelanguage="en">
    <context>
        <name>Window</name>
        <message>
            <source>Kept</source>
            <translation>Pidetty</translation>
        </message>
        <message>
            <source>Gone</source>
            <translation>Poissa</translation>
        </message>
    </context>
<context>
    <name>Window</name>
    <message numerus="yes">
        <location filename="../window.py" line="1"/>
        <source>%n calls</source>
        <translation><numerusform>%n puhelu</numerusform><numerusform>%n puhelua</numerusform></translation>
    </message>
</context>
</TS>
"""


def test_texts_are_brought_to_what_the_code_says_and_keep_their_translations(tmp_path: Path) -> None:
    update = runpy.run_path(str(ROOT / "installer" / "update_translations.py"))["update"]
    (tmp_path / "code" / "room").mkdir(parents=True)
    (tmp_path / "code" / "room" / "window.py").write_text(CODE, "utf-8")
    file = tmp_path / "kalix_presence_fi.ts"
    file.write_text(BEFORE, "utf-8")
    new, gone, to_translate = update(file, tmp_path / "code")
    assert ([each[:2] for each in new], [each[:2] for each in gone]) == ([("Words", "New")], [("Window", "Gone")])
    assert to_translate == new
    assert messages(file) == {
        ("Window", "Kept"): ["Pidetty"],
        ("Window", "%n calls"): ["%n puhelu", "%n puhelua"],
        ("Words", "New"): [""],
    }
    after = file.read_text("utf-8")
    assert after.count("<name>Window</name>") == 1
    assert "<location" not in after
    assert update(file, tmp_path / "code") == ([], [], new)
    assert file.read_text("utf-8") == after
    made = tmp_path / "kalix_presence_et.ts"
    assert len(update(made, tmp_path / "code")[0]) == 3
    assert 'language="et"' in made.read_text("utf-8")


@pytest.mark.parametrize("place", ["same context", "doubled context"])
@pytest.mark.parametrize("translated_first", [True, False])
def test_a_text_that_stands_twice_becomes_one_with_its_translation(tmp_path: Path, place: str, translated_first: bool) -> None:
    update = runpy.run_path(str(ROOT / "installer" / "update_translations.py"))["update"]
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "window.py").write_text(CODE, "utf-8")
    file = tmp_path / "kalix_presence_fi.ts"
    update(file, tmp_path / "code")
    tree = ET.parse(file)
    window = next(each for each in tree.getroot() if each.findtext("name") == "Window")
    first = window.findall("message")[0]
    into = window
    if place == "doubled context":
        into = ET.SubElement(tree.getroot(), "context")
        ET.SubElement(into, "name").text = "Window"
    second = ET.fromstring(ET.tostring(first))
    into.append(second)
    (translation := (first if translated_first else second).find("translation")).attrib.clear()  # type: ignore[union-attr]
    translation.text = "Pidetty"  # type: ignore[union-attr]
    tree.write(file, "utf-8", xml_declaration=True)
    assert update(file, tmp_path / "code")[:2] == ([], [])
    assert file.read_text("utf-8").count("<source>Kept</source>") == 1
    assert file.read_text("utf-8").count("<name>Window</name>") == 1
    assert messages(file)["Window", "Kept"] == ["Pidetty"]


def test_no_text_is_put_together_before_it_is_translated() -> None:
    for path in (ROOT / "kalix_presence" / "desktop").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("tr", "translate"):
                texts = call.args if call.func.attr == "tr" else call.args[1:2]  # type: ignore[attr-defined]
                assert not any(isinstance(text, ast.JoinedStr) for text in texts), f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_built_file_is_found_and_speaks(qapp: object, language: str) -> None:
    assert (BUILT / f"kalix_presence_{language}.qm").exists(), "built by installing the package: pip install -e ."
    translations = Translations()
    translations.install(language)
    said = QCoreApplication.translate("Phrases", "Available")
    translations.remove()
    assert said == {"sv": "Tillgänglig", "en": "Available", "fi": "Tavoitettavissa"}[language]


@pytest.mark.parametrize(("language", "other"), [("sv", "växeltelefonist"), ("fi", "vaihteenhoitaj")])
def test_who_answers_at_the_switchboard_has_one_name(language: str, other: str) -> None:
    texts = [ROOT / "translations" / f"kalix_presence_{language}.ts", *(ROOT / "resources" / "words" / language).glob("*.toml")]
    assert [path.name for path in texts if other in path.read_text("utf-8").casefold()] == []
