"""The JSON schema that editors check scenarios with: it is sound, and it accepts what the program accepts."""

import json
import pathlib
import re

import jsonschema
import pytest
import yaml

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SWEEPS = sorted((SOURCE / "scenarios/sweeps").glob("*.yaml"))
SCENARIOS = sorted({*(SOURCE / "scenarios").rglob("*.yaml")} - {*SWEEPS}) + [SOURCE / "tests/little.yaml"]
BAD = SOURCE / "tests/bad"


class Yaml12(yaml.SafeLoader):
    """As editors and the program read it: dates are texts, 1e6 is a number, yes is a text."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (("null", r"~|null|", "~n\0"), ("bool", "true|false", "tf"),
                            ("int", "[-+]?[0-9]+", "-+0123456789"),
                            ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789")):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first) + [""])
Yaml12.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))
Yaml12.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def load(text):
    return json.loads(json.dumps(yaml.load(text, Yaml12)))  # keys become texts


@pytest.fixture(scope="module")
def schema(moat):
    return json.loads(moat("schema").stdout)


@pytest.fixture(scope="module")
def validator(schema):
    return jsonschema.Draft7Validator(schema)


def errors(validator, document):
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(document)]


def members(schema, path=""):
    """Every member of the schema with its path."""
    for key, member in schema.get("properties", {}).items():
        here = f"{path}.{key}".lstrip(".")
        yield here, member
        yield from members(member, here)
        each = member.get("additionalProperties")
        if isinstance(each, dict):
            yield from members(each, f"{here}.*")


def test_is_draft_7(schema):
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)


def test_every_member_is_described(schema):
    described = dict(members(schema))
    assert len(described) > 200
    assert [path for path, member in described.items() if not member.get("description")] == []


def test_defaults_obey_their_own_rules(schema):
    for path, member in members(schema):
        if "default" in member:
            assert errors(jsonschema.Draft7Validator(member), member["default"]) == [], path


def test_has_the_keys_that_explain_knows(schema, moat):
    for path in ("firms.*.lines.*.cadence", "policy.measures.*.quota", "run.skip"):
        assert path in dict(members(schema))
        assert moat("explain", path).stdout.startswith(f"{path}\n")


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_accepts_shipped_scenarios(validator, path):
    assert errors(validator, load(path.read_text())) == []


def test_accepts_a_resolved_scenario(validator, moat, little, tmp_path):
    h5py = pytest.importorskip("h5py")
    moat("run", little, "-o", tmp_path / "a.h5", "--until", "2025-01")
    with h5py.File(tmp_path / "a.h5") as file:
        document = load(file["provenance/scenario_resolved_yaml"].asstr()[()])
        kept = json.loads(file["provenance/schema_json"].asstr()[()])
    assert errors(validator, document) == []
    assert kept == validator.schema


@pytest.mark.parametrize("name", [
    "unknown_key", "unknown_part", "not_a_number", "infinite", "out_of_range", "out_of_range_path", "wrong_type", "quoted_number",
    "yes_for_true", "no_such_month", "year_alone", "empty_path", "unknown_choice", "unknown_choice_later",
    "no_schema_version", "newer_schema_version", "odd_schema_version", "name_with_dot", "name_inside", "several_problems"])
def test_refuses_what_the_program_refuses(validator, name):
    assert errors(validator, load((BAD / f"{name}.yaml").read_text())) != []


@pytest.mark.parametrize("mistake", [
    "adoption: {insulation: 1.2}", "adoption: {insulation: -0.1}", "firms: {A: {capex: {2025-01: -1}}}",
    "firms: {A: {capex: 1.0e13}}", "firms: {A: {open_delay: 1.5}}", "firms: {A: {lines: {B: {cadence: 121}}}}",
    "firms: {A: {lines: {B: {opennes: open}}}}", "firms: {A B: {}}", "sectors: {a: {tasks: {b: 2}}}", "run: {skip: policy}",
    "policy: {measures: {a: {instrument: ban}}}", "firms: {A: {strategy: {2025-01: free}}}", "firms: {A: {strategy: {}}}", "extends: {a: b}"])
def test_refuses_each_kind_of_mistake(validator, mistake):
    assert len(errors(validator, load(f"schema_version: 2\n{mistake}\n"))) == 1


@pytest.fixture(scope="module")
def sweep_schema(moat):
    return json.loads(moat("schema", "--sweep").stdout)


def test_schema_of_sweeps(sweep_schema):
    test_is_draft_7(sweep_schema)
    test_defaults_obey_their_own_rules(sweep_schema)
    described = dict(members(sweep_schema))
    assert sweep_schema["title"] == "Moat sweep" and "blocks.*.factors.*.uniform" in described
    assert [path for path, member in described.items() if not member.get("description")] == []


@pytest.mark.parametrize("path", SWEEPS, ids=lambda path: path.stem)
def test_accepts_shipped_sweeps(sweep_schema, path):
    assert errors(jsonschema.Draft7Validator(sweep_schema), load(path.read_text())) == []


@pytest.mark.parametrize("mistake", ["design: {typ: grid}", "factors: {a.b: {uniform: 1}}", "factors: {a..!: {values: [1]}}",
                                     "combine: both", "factors: {a: {values: [{b: 1}]}}", "until_ci: {batch: 1}"])
def test_schema_of_sweeps_refuses(sweep_schema, mistake):
    assert len(errors(jsonschema.Draft7Validator(sweep_schema), load(f"schema_version: 2\n{mistake}\n"))) == 1
