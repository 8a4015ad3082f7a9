"""A score as text for people and as JSON for programs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from analysis.sanity import short
from analysis.scoring.score import Score, Scored, Summary

SHOWN = 50  # problems in the text; JSON has all


def finite(x: float | None) -> float | None:
    return None if x is None or not math.isfinite(x) else float(x)


def row_dict(row: Scored) -> dict[str, Any]:
    one = row.target
    return {"id": one.id, "series": one.name, "group": one.group, "from": one.first, "to": one.last, "unit": one.unit,
            "bound": one.bound, "value": one.value, "sd": one.sd, "median": finite(row.median), "low": finite(row.low),
            "high": finite(row.high), "error": finite(row.error), "inside": row.inside, "runs": row.runs,
            "crps": finite(row.crps), "scale": one.scale, "earlier_values": row.earlier,
            "naive": {name: finite(value) for name, value in row.naive.items()}}


def summary_dict(one: Summary) -> dict[str, Any]:
    return {"name": one.name, "targets": one.targets, "inside": one.inside, "coverage": one.inside / one.targets,
            "crps": finite(one.crps), "width": finite(one.width),
            "against": {name: {"crps": finite(own), "naive": finite(other), "targets": count}
                        for name, (own, other, count) in one.against.items()}}


def as_dict(found: Score, path: Path) -> dict[str, Any]:
    rows = found.rows
    return {"runs": found.runs, "targets": len(rows), "inside": sum(row.inside for row in rows),
            "coverage": sum(row.inside for row in rows) / len(rows) if rows else None,
            "crps_estimator": "ensemble, fair: mean |x - y| - sum |x - x'| / (2 m (m - 1)); without the error of measurement",
            "rows": [row_dict(row) for row in rows], "series": [summary_dict(one) for one in found.series],
            "groups": [summary_dict(one) for one in found.groups],
            "skill": {name: {"crps_ratio": ratio, "series_better": better, "series": count}
                      for name, (ratio, better, count) in found.skill.items()},
            "not_compared": [{"file": str(path), "line": one.line, "column": one.column, "message": one.text}
                             for one in found.problems]}


def columns(table: list[tuple[str, ...]], indent: str = "") -> list[str]:
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    return [indent + "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in table]


def data_text(row: Scored) -> str:
    one = row.target
    bound = "" if one.bound == "=" else one.bound + " "
    error = f"x/ {short(math.exp(one.sd))}" if one.scale == "log" and one.sd < 50 else f"+- {short(one.sd)}"
    return f"{bound}{short(one.value)} {error} {one.unit}".rstrip()


def rows_text(rows: list[Scored]) -> list[str]:
    table = [("inside", "error", "target", "series", "months", "data", "median (5-95 %)", "CRPS")]
    table += [("yes" if row.inside else "no", f"{row.error:+.1f}", row.target.id, row.target.name,
               row.target.first if row.target.first == row.target.last else f"{row.target.first}..{row.target.last}",
               data_text(row), f"{short(row.median)} ({short(row.low)} to {short(row.high)})",
               "" if row.crps is None else short(row.crps)) for row in rows]
    return columns(table)


def series_text(found: list[Summary], what: str) -> list[str]:
    table = [(what, "n", "inside", "CRPS", "against the best naive forecast")]
    for one in found:
        best = min(one.against.items(), key=lambda item: item[1][1], default=None)
        words = f"{short(best[1][0])} : {short(best[1][1])} {best[0]}, n = {best[1][2]}" if best else ""
        table.append((one.name, str(one.targets), str(one.inside), "" if one.crps is None else short(one.crps), words))
    return columns(table)


def skill_text(found: Score) -> list[str]:
    if not found.skill:
        return ["No naive forecast could be made: no series has earlier values"]
    return [f"CRPS over that of {name}: {short(ratio)} (geometric mean of {count} series, better on {better})"
            for name, (ratio, better, count) in found.skill.items()]


def problem_lines(found: Score, path: Path) -> list[str]:
    lines = [one.at(path) for one in found.problems[:SHOWN]]
    more = len(found.problems) - SHOWN
    return lines + ([f"{path}: {more} more; --json has all"] if more > 0 else [])


def as_text(found: Score) -> str:
    rows = found.rows
    if not rows:
        return "No target to score"
    inside = sum(row.inside for row in rows)
    end = (f"{inside} of {len(rows)} targets ({100 * inside / len(rows):.0f} %) lie within 5-95 % of {found.runs} runs with the "
           f"error of measurement added; {len(found.problems)} rows cannot be compared")
    return "\n".join([*rows_text(rows), "", *series_text(found.series, "series"), "", *series_text(found.groups, "group"), "",
                      *skill_text(found), end])
