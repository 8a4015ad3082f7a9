"""The declarations of state, as `moat describe state` prints them, beside the members of the structs; and files of the
model that must know no mechanism by name."""

import re

import pytest

PARTS = {"society": "Society", "governments": "Governments", "chips": "Chips", "firms": "Firms", "market": "Market",
         "developers": "Developers", "security": "Security", "events": "Events"}
MEMBER = re.compile(r"^  (?:const )?[\w:]+(?:<[^;()]*>)?\s+(\w+)(?:\s*=[^;]*)?;", re.MULTILINE)


def rows(moat, topic):
    lines = moat("describe", topic).stdout.splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def members(source, part, struct):
    """Members of a struct of sim/state/, without its functions."""
    text = (source / f"sim/state/{part}.hpp").read_text()
    body = re.search(rf"^struct {struct} {{\n(.*?)^}};", text, re.MULTILINE | re.DOTALL)[1]
    body = re.sub(r"//.*", "", body)
    return set(MEMBER.findall(re.sub(r"^  [^;\n]*\) const \{.*?(?:^  \}|\}$)|^  void \w+\(\) \{.*?^  \}", "", body,
                                     flags=re.MULTILINE | re.DOTALL)))


@pytest.mark.parametrize("part", PARTS)
def test_every_member_has_one_owner(moat, source, part):
    declared = [name.split(".")[1] for name, *_ in rows(moat, "state") if name.startswith(f"{part}.")]
    assert len(declared) == len(set(declared))
    assert set(declared) == members(source, part, PARTS[part])


def test_owners_are_mechanisms_or_stand_before_them(moat):
    owners = {row[2] for row in rows(moat, "state")}
    assert owners - {row[0] for row in rows(moat, "steps")} == {"run", "entries", "population"}


@pytest.mark.parametrize("file", ["switching", "held", "foresight", "initial", "series", "state", "invariants"])
def test_the_model_knows_no_mechanism_by_name(moat, source, file):
    text = re.sub(r"//.*", "", (source / f"sim/model/{file}.cpp").read_text())
    for name, _ in rows(moat, "steps"):
        assert f'"{name}"' not in text, f"{file}.cpp names {name}: that belongs into its row"
