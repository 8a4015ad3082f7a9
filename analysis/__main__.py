"""`python3 -m analysis FILE.h5` writes a page; figures, check, score, payoffs, sobol, morris or given-data do more."""

from __future__ import annotations

import sys

from analysis.command_line import arguments


def main(words: list[str] | None = None) -> int:
    options = arguments(sys.argv[1:] if words is None else words)
    from analysis.actions import do  # only now: the libraries of a page take more than a second to load

    return do(options)


if __name__ == "__main__":
    sys.exit(main())
