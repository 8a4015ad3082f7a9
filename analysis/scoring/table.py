"""Rows of a table that anybody may have written, each with the place of every cell, for messages that name it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from analysis.reader import FormatError, MissingFile

csv.field_size_limit(1 << 20)


@dataclass(frozen=True)
class Problem:
    line: int
    column: int
    text: str

    def at(self, path: Path) -> str:
        return f"{path}:{self.line}:{self.column}: {self.text}"


@dataclass(frozen=True)
class Row:
    line: int
    cells: dict[str, str]
    columns: dict[str, int]  # of the first character of a cell, from 1

    def problem(self, name: str, text: str) -> Problem:
        return Problem(self.line, self.columns.get(name, 1), text)


def decoded(raw: bytes) -> str:
    """UTF-8 with or without a mark at its start; else as Windows and spreadsheets write it."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def read(path: Path) -> str:
    if not path.is_file():
        raise MissingFile(f"{path}: no such file; a table of targets is needed, such as analysis/data/targets.csv")
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise FormatError(f"{path}: cannot be read ({error})") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")


def delimiter_of(header: str) -> str:
    return max(",;\t", key=header.count) if header else ","


def starts(record: str, delimiter: str) -> list[int]:
    """Places of the first characters of the cells, from 1; a cell that begins on a later line counts from that line."""
    found, quoted, line_start = [1], False, 0
    for place, character in enumerate(record):
        if character == '"':
            quoted = not quoted
        elif character == "\n":
            line_start = place + 1
        elif character == delimiter and not quoted:
            found.append(place + 2 - line_start)
    return found


def records(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str], list[int]]]:
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(last + 1, 1, f"not a row of a table ({error})"))
            last = reader.line_num
            continue
        first, last = last + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield first, [cell.strip() for cell in cells], starts("\n".join(lines[first - 1:last]), delimiter)


def rows(path: Path, names: dict[str, str], problems: list[Problem]) -> tuple[list[str], list[Row], str]:
    """The header, its names brought to ours by `names`, the rows below it, and what separates cells."""
    text = read(path)
    delimiter = delimiter_of(next((line for line in text.split("\n") if line.strip()), ""))
    header: list[str] = []
    found: list[Row] = []
    for line, cells, places in records(text, delimiter, problems):
        if not header:
            header = [names.get(cell.lower(), cell.lower()) for cell in cells]
            problems += [Problem(line, places[place], f"the column {name} stands twice; the first one is read")
                         for place, name in enumerate(header) if name and name in header[:place]]
            continue
        if len(cells) > len(header):
            problems.append(Problem(line, places[min(len(header), len(places) - 1)],
                                    f"{len(cells)} cells under {len(header)} columns; quote cells that hold a {delimiter!r}"))
            continue
        pairs = list(zip(header, cells, places + [1] * len(cells)))[::-1]  # the first of two columns of a name wins
        found.append(Row(line, {name: cell for name, cell, _ in pairs}, {name: place for name, _, place in pairs}))
    return header, found, delimiter
