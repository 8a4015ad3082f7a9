#!/usr/bin/env python3
"""What a change can have broken, for the steps of .ci/run that would take longest if they read everything on every change.

    .ci/changed.py sources            sources of sim/ that include what changed, one a line
    .ci/changed.py floors A B C ...   those of these folders whose tests run code that changed
    .ci/changed.py passed COMMIT      notes in .ci/passed that everything passed at that commit; commit the file, and
                                      the next run knows it, on any machine with the same compilers and libraries

Changed is what differs from the last commit that passed, as .ci/passed or MOAT_CI_BASE says. Where that commit is not
known, or compilers or libraries are others than then, or a file changed of which nobody can say what it concerns (how
things are built, these checks, for tests also the scenarios they run), the answer is everything.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
CODE = {".cpp", ".hpp"}
TEXT = {".md", ".py", ".css", ".js", ".html", ".cff"}  # no test of C++ reads these
DATA = {".yaml", ".json", ".csv", ".h5"}  # and no compiler these


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def tools():
    """What a pass depends on beside the files here: compilers, the packages that CI installs, what was asked for."""
    lists = subprocess.run(["bash", "-c", '. sim/packages.sh; printf "%s\\n" "${build_packages[@]}" "${test_packages[@]}" '
                            '"${cluster_packages[@]}" "${ci_packages[@]}"'], cwd=ROOT, capture_output=True, text=True, check=True)
    packages = subprocess.run(["dpkg-query", "-W", *lists.stdout.split()], capture_output=True)
    compilers = [subprocess.run([name, "--version"], capture_output=True).stdout for name in ("g++", "clang++", "clang-tidy")
                 if shutil.which(name)]
    asked = " ".join(os.environ.get(name, "") for name in ("CC", "CXX", "CFLAGS", "CXXFLAGS", "LDFLAGS"))
    return hashlib.sha256(b"\n".join([packages.stdout, *compilers, asked.encode()])).hexdigest()


def note():
    return ROOT / ".ci" / "passed"


def base():
    """The last commit that passed; None where that is not known."""
    if commit := os.environ.get("MOAT_CI_BASE"):
        return commit
    try:
        commit, made_with = note().read_text().splitlines()
    except (OSError, ValueError):
        return None
    return commit if made_with == tools() else None


def changed_files(commit):
    """Paths that differ between a commit and the files that lie here; None where git does not know the commit."""
    try:
        git("cat-file", "-e", f"{commit}^{{commit}}")
    except subprocess.CalledProcessError:
        return None
    differ = git("diff", "--name-only", "--no-renames", "-z", commit, "--")
    new = git("ls-files", "--others", "--exclude-standard", "-z")
    return {path for path in (differ + new).split("\0") if path}


def code_changed(changed, harmless=TEXT):
    """The files of C++ among them; None where others changed that may concern anything, unless they end as harmless ones."""
    code = set()
    for path in map(pathlib.PurePosixPath, changed):
        if path.suffix in CODE and path.parts[0] in ("sim", "tests"):
            code.add(str(path))
        elif path.suffix not in harmless or path.parts[0] == ".ci":
            if path.parts[0] != ".github" and str(path) != ".ci/passed":
                return None
    return code


def includes(root=ROOT):
    """{file: files of ours that it includes}, for sim/ and tests/, as paths from the root."""
    found = {}
    for top in ("sim", "tests"):
        for path in (root / top).rglob("*"):
            if path.suffix in CODE:
                names = re.findall(r'^\s*#\s*include\s+"([^"]+)"', path.read_text(), re.MULTILINE)
                places = (root / "sim", root / "tests", path.parent)
                found[str(path.relative_to(root))] = {
                    str((place / name).relative_to(root)) for name in names for place in places if (place / name).is_file()}
    return found


def reached(starts, arrows):
    """All that can be reached, the starts among it."""
    seen, todo = set(), list(starts)
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            todo += arrows.get(one, ())
    return seen


def sources(changed, tree):
    """Sources of sim/ that are, or read through any number of includes, a changed file; all where None changed."""
    code = None if changed is None else code_changed(changed, TEXT | DATA)
    all_sources = sorted(path for path in tree if path.startswith("sim/") and path.endswith(".cpp"))
    return [path for path in all_sources if code is None or reached([path], tree) & code]


def floors(changed, tree, wanted):
    """Folders whose test program is made of a changed file: of its own, of what it includes, or of a folder of sim/
    that it links, because it includes something there."""
    code = None if changed is None else code_changed(changed)
    if code is None:
        return list(wanted)

    def folder(path):
        return "/".join(path.split("/")[:2])

    arrows = {}
    for path, included in tree.items():
        arrows.setdefault(folder(path), set()).update(map(folder, included))
    found = []
    for floor in wanted:
        linked = reached([f"tests/{floor}", f"sim/{floor}"], arrows)
        if any(folder(path) in linked for path in code):
            found.append(floor)
    return found


def main(task, *wanted):
    if task == "passed":  # whoever commits or edits meanwhile leaves no note: what was tested then has no name
        if wanted == (git("rev-parse", "HEAD").strip(),) and not git("status", "--porcelain", "--", ".", ":!.ci/passed"):
            note().write_text(f"{wanted[0]}\n{tools()}\n")
        return
    commit = base()
    changed = changed_files(commit) if commit else None
    found = sources(changed, includes()) if task == "sources" else floors(changed, includes(), wanted)
    since = f"since {commit[:12]}" if changed is not None else "since nobody knows which commit"
    print(f"{task} that changed {since}: {len(found)}", file=sys.stderr)
    print(*found, sep="\n" if task == "sources" else " ")


if __name__ == "__main__":
    main(*sys.argv[1:])
