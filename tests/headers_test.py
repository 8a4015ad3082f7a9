"""The headers of mechanisms read as papers do: equations with units, all symbols explained, sources, then what is read,
written and drawn, and what is left out."""

import pathlib
import re

import pytest

SIM = pathlib.Path(__file__).resolve().parents[1] / "sim"
MECHANISM = SIM / "mechanism"
SECTIONS = ("Symbols", "Sources", "Reads", "Writes", "Draws", "Leaves out")  # in this order
WORDS = {"exp", "ln", "log10", "log2", "max", "min", "sum", "prod", "mean", "clip", "Poisson", "over", "of", "if",
         "else"}
INDICES = r"\[((?:[a-z0-9](?:, )?)+)\]|over ((?:[a-z](?:, )?)+) of"  # their letters may speak for themselves
HEADERS = sorted(MECHANISM.rglob("*.hpp"))


def comment(path):
    """Lines of the comment that the header begins with, without their slashes."""
    lines = path.read_text().splitlines()
    assert lines[0] == "#pragma once"
    end = next(n for n, line in enumerate(lines[1:], 1) if not line.startswith("///"))
    return [line[3:] for line in lines[1:end]]


def sections(lines):
    """{section: its lines}, and under "" what stands before the first."""
    found, name = {"": []}, ""
    for line in lines:
        key = re.match(rf" ({'|'.join(SECTIONS)})(?=  )", line)
        if key:
            name = key[1]
            found[name] = []
        found[name].append(line if not name else " " * 13 + line[13:] if key else line)
    return found


def equations(lines):
    """Displayed equations, each in one line: lines indented by four spaces, continued by lines indented more."""
    found = []
    for line in lines:
        if re.match(r" {5}\S", line):
            found.append(line.strip())
        elif found and re.match(r" {6,}\S", line):
            found[-1] += "  " + line.strip()
    return found


def members(text, struct):
    body = re.search(rf"struct {struct} {{\n(.*?)\n(?:\n|  template|}};)", text, re.DOTALL)[1]
    return set(re.findall(r"^  [\w:<>, ]+? (\w+)(?: = [^;]*)?;", body, re.MULTILINE))


def all_structs(suffix):
    return {(path, name): members(text, name + suffix) for path in sorted(SIM.rglob("*.hpp"))
            for text in [path.read_text()] for name in re.findall(rf"^struct (\w*){suffix} {{", text, re.MULTILINE)}


ENTRIES = {name.lower(): found for (_, name), found in all_structs("Entry").items()}
SCALE = all_structs("CapabilityScale")[SIM / "state/scale.hpp", ""]
PARAMS = {path: found for (path, _), found in all_structs("Params").items() if MECHANISM in path.parents}


def parameters(path):
    """Of the mechanism that the header belongs to: all of its folder, or its own where it is a single file."""
    return set().union(*(found for other, found in PARAMS.items()
                         if other == path or other.parent == path.parent != MECHANISM))


def symbols(lines):
    found = re.findall(r"^ {13}(\w[\w, ]*?): ", "\n".join(lines), re.MULTILINE)
    return {name.strip() for names in found for name in names.split(",")}


def name(path):
    return str(path.relative_to(SIM))


def face(step):
    single = MECHANISM / f"{step}.hpp"
    return single if single.is_file() else MECHANISM / step / f"{step}.hpp"


def test_every_mechanism_has_all_sections(moat):
    steps = re.findall(r"^\| (\w+) \|", moat("describe", "steps").stdout, re.MULTILINE)[1:]
    assert len(steps) >= 10
    for step in steps:
        found = sections(comment(face(step)))
        assert tuple(found) == ("", *SECTIONS), f"{name(face(step))}: sections are {', '.join(SECTIONS)}, in this order"
        assert equations(found[""]), f"{name(face(step))}: no displayed equation"


@pytest.mark.parametrize("path", HEADERS, ids=name)
def test_equations_are_whole_and_explained(path):
    found = sections(comment(path))
    order = [section for section in SECTIONS if section in found]
    assert list(found) == ["", *order]
    shown = equations(found[""])
    if not shown:
        return
    assert "Sources" in found, "say where the equations come from"
    explained, used = symbols(found.get("Symbols", [])), set()
    defined = {left for equation in shown for left in re.findall(r"^(\w+)'?(?:\[[^\]]*\])? +(?:=|~) ", equation)}
    for equation in shown:
        parts = re.split(r" {2,}\[([^\]]+)\]", equation)
        assert len(parts) == 3 and parts[1], f"no unit in brackets: {equation}"
        assert re.search(r"\w.* (?:=|~|>) ", parts[0]), f"no equation: {equation}"
        formula = re.sub(INDICES, "", parts[0])
        for entry, member in re.findall(r"\b(\w+)\.(\w+)", formula):
            assert member in ENTRIES.get(entry, {}), f"{entry}.{member} is no key of the scenario: {equation}"
        words = set(re.findall(r"[A-Za-z]\w*", re.sub(r"\b\w+\.\w+", "", formula)))
        unknown = words - explained - defined - parameters(path) - SCALE - WORDS
        assert not unknown, f"explain {', '.join(sorted(unknown))} of: {equation}"
        used |= words
    letters = {letter for equation in shown for index in re.findall(INDICES, equation)
               for letter in ", ".join(index).split(", ")}
    assert explained <= used | letters, f"no equation has {', '.join(sorted(explained - used - letters))}"


@pytest.mark.parametrize("path", PARAMS, ids=name)
def test_every_parameter_stands_in_the_headers(path):
    headers = [path] if path.parent == MECHANISM else [*path.parent.glob("*.hpp")]
    text = "\n".join(line for header in headers for line in comment(header))
    missing = {parameter for parameter in PARAMS[path] if not re.search(rf"\b{parameter}\b", text)}
    assert not missing, f"say what {', '.join(sorted(missing))} does"
