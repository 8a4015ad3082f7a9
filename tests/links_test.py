"""What the documents name is there: links, and paths of the repository in `code` and in blocks of commands."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
# Notes of changes name what is gone, too.
PAGES = sorted(path for pattern in ("*.md", "sim/**/*.md", "scenarios/**/*.md", "analysis/**/*.md", "tests/**/*.md", ".github/**/*.md")
               for path in ROOT.glob(pattern) if "changes" not in path.parts and path.name != "CHANGELOG.md")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"[\w.*-]+(/[\w.*-]+)*/?")
FILE = re.compile(r"[\w*-]+\.(md|py|cpp|hpp|yaml|sh|json|css|def)")
# Files that a run, a batch or a reader makes.
MADE = {"sweep.json", "DATE-SLUG.md", "FILE.md", "a.yaml", "b.yaml", "FILE.yaml", "NAME.yaml", "job.sh", "gather.sh"}


def bases(page):
    return [page.parent, ROOT, ROOT / "sim", ROOT / "scenarios"]


def is_there(page, name):
    return any(any(base.glob(name.rstrip("/"))) if "*" in name else (base / name).exists() for base in bases(page))


def named_paths(text):
    """Words in code that look like paths or files."""
    for code in [*CODE.findall(BLOCK.sub("", text)), *BLOCK.findall(text)]:
        for line in code.splitlines():
            for word in line.split("#")[0].split():
                word = word.strip(",;:()[]{}'\"`").removeprefix("./")
                if PATH.fullmatch(word):
                    yield word


def missing_paths(page, text):
    for word in named_paths(text):
        first, *rest = word.split("/")
        if word.split("/")[-1] in MADE:
            continue
        if rest and first not in ("", "..", "build", "results") and any((base / first).is_dir() for base in bases(page)[1:]) and not is_there(page, word):
            yield word
        elif not rest and FILE.fullmatch(word) and not is_there(page, word) and not any(ROOT.glob(f"[!br]*/**/{word}")):
            yield word


def missing_links(page, text):
    for link in LINK.findall(text):
        name = link.split("#")[0]
        if name and not re.match(r"[a-z]+:", name) and not (page.parent / name).exists():
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_named_is_there(page):
    text = page.read_text()
    if re.search(r"^Status: superseded", text, re.MULTILINE):
        pytest.skip("superseded")
    assert sorted({*missing_links(page, text), *missing_paths(page, text)}) == []


def test_what_is_not_there_is_found():
    page = ROOT / "README.md"
    text = "[a](sim/gone.md) `sim/gone/` `gone.cpp` `tests/gone_test.py`\n```\npython3 tests/gone.py --check  # tests/not.py\n./sim/gone x\n```\n"
    assert list(missing_links(page, text)) == ["sim/gone.md"]
    assert list(missing_paths(page, text)) == ["sim/gone/", "gone.cpp", "tests/gone_test.py", "tests/gone.py", "sim/gone"]
    fine = "[a](sim/README.md#x) [b](https://a.b/c) `a/b` `mechanism/policy/measure.*` `policy.cpp` `out/results.h5` `world/asked.yaml`"
    assert not [*missing_links(page, fine), *missing_paths(page, fine)]
