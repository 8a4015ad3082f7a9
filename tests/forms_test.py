"""The forms and the workflow in .github: they can be read, and CI runs .ci/run on the systems that are supported."""

import pathlib

import pytest

yaml = pytest.importorskip("yaml")

GITHUB = pathlib.Path(__file__).resolve().parents[1] / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_issue_forms(path):
    form = yaml.safe_load(path.read_text())
    assert {"name", "description", "body"} <= set(form)
    assert all(field["type"] in ("input", "textarea", "dropdown", "checkboxes", "markdown") for field in form["body"])
    names = [field["id"] for field in form["body"]]
    assert len(set(names)) == len(names) and any(field.get("validations", {}).get("required") for field in form["body"])
    assert all(field["attributes"]["label"] for field in form["body"])


def test_workflow_runs_ci():
    job = yaml.safe_load((GITHUB / "workflows/ci.yml").read_text())["jobs"]["check"]
    assert job["strategy"]["matrix"]["container"] == ["debian:12", "debian:13"]
    assert job["steps"][-1]["run"] == "bash .ci/run" and (GITHUB.parent / ".ci/run").is_file()
    assert {"bug", "question", "mechanism"} == {path.stem for path in FORMS}
