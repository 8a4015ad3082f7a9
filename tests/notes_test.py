"""Change notes and decisions: every file can be read, what is gathered does not depend on the order in which files are found."""

import random

import pytest

import gather_changes
import list_decisions


class Shuffled:
    """A folder that lists its files in another order each time."""

    def __init__(self, path):
        self.path = path

    def listed(self, paths):
        paths = [Shuffled(one) if one.is_dir() else one for one in paths]
        random.shuffle(paths)
        return iter(paths)

    def glob(self, pattern):
        return self.listed(self.path.glob(pattern))

    def iterdir(self):
        return self.listed(self.path.iterdir())

    def is_dir(self):
        return True

    @property
    def name(self):
        return self.path.name


@pytest.fixture
def changes(tmp_path):
    """Notes of two releases and five that are not released."""
    for folder, notes in {".": "abcde", "0.9.0": "fg", "0.10.0": "hi"}.items():
        (tmp_path / folder).mkdir(exist_ok=True)
        for place, name in enumerate(notes):
            kind = list(gather_changes.KINDS)[place % 2]
            (tmp_path / folder / f"2026-01-0{place + 1}-{name}.md").write_text(f"Kind: {kind}\n\nNote\n{name}.\n")
    return tmp_path


def test_notes_of_the_repository_can_be_read(source):
    paths = list((source / "sim/changes").rglob("*.md"))
    assert paths and all(gather_changes.read(path) for path in paths)


def test_gathering_does_not_depend_on_order(changes):
    text = gather_changes.gather(changes)
    assert all(gather_changes.gather(Shuffled(changes)) == text for _ in range(20))
    places = [text.index(part) for part in ("## Not released", "### Results", "Note e.", "Note a.", "### Added", "Note b.", "## 0.10.0", "## 0.9.0")]
    assert places == sorted(places)


def test_what_is_released_stands_in_the_log(changes, tmp_path):
    log = tmp_path / "CHANGELOG.log"
    log.write_text(gather_changes.gather(changes))
    (changes / "2026-01-09-new.md").write_text("Kind: added\n\nNew.\n")
    assert not list(gather_changes.pages(changes, log, check=True))
    assert list(gather_changes.pages(changes, log)) == [(log, gather_changes.gather(changes))]
    (changes / "0.9.0/2026-01-09-late.md").write_text("Kind: added\n\nLate.\n")
    assert list(gather_changes.pages(changes, log, check=True))


@pytest.mark.parametrize("name, text", [
    ("2026-01-01-a.md", "Kind: broken\n\nText.\n"), ("2026-01-01-a.md", "Kind: added\nText.\n"), ("2026-01-01-a.md", "Kind: added\n\n"),
    ("a.md", "Kind: added\n\nText.\n")])
def test_notes_that_cannot_be_read(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(ValueError, match="a note is called DATE-SLUG.md"):
        gather_changes.gather(tmp_path)


@pytest.mark.parametrize("text, said", [
    ("# A\n\nDate: 2026-01-01\n\nText.\n", "begins with"), ("# A\n\nDate: 2026-01-01\nStatus: perhaps\n\nText.\n", "begins with"),
    ("# A\n\nDate: 2026-01-02\nStatus: accepted\n\nText.\n", "another date"),
    ("# A\n\nDate: 2026-01-01\nStatus: superseded by b.md\n\nText.\n", "superseded by b.md, which is not there")])
def test_decisions_that_cannot_be_read(tmp_path, text, said):
    (tmp_path / "2026-01-01-a.md").write_text(text)
    with pytest.raises(ValueError, match=said):
        list_decisions.index(tmp_path)
