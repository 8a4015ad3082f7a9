"""What came after 2025 stays out of the baseline and of all that is compared with data."""

import functools

import pytest

yaml = pytest.importorskip("yaml")

LATER = "deepseek_v4.yaml"


@functools.cache
def closure(file):
    """The file and all that it extends, or is a sweep of."""
    text = yaml.load(file.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    names = text.get("extends") or text.get("scenario") or []
    parents = [file.parent / name for name in ([names] if isinstance(names, str) else names)]
    return {file}.union(*(closure(parent.resolve()) for parent in parents))


def with_later(source):
    files = [file for file in (source.resolve() / "scenarios").rglob("*.yaml") if file.name != LATER]
    assert len(files) > 40
    return {str(file.relative_to(source.resolve() / "scenarios")) for file in files
            if source.resolve() / "scenarios/world" / LATER in closure(file)}


def test_only_questions_about_it_contain_what_came_later(source):
    assert with_later(source) == {"questions/dual_use.yaml"}


def test_nothing_that_is_compared_with_data_reads_it(source):
    readers = [file for folder in ("analysis", "tests/golden", "sim/tools") for file in (source / folder).rglob("*")
               if file.suffix in (".py", ".yaml", ".json", ".csv", ".txt") and LATER in file.read_text()]
    assert readers == []
    for name in ("baseline.yaml", "world/firms.yaml", "world/asked.yaml"):
        assert "V4" not in (source / "scenarios" / name).read_text()
