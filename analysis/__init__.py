"""Reads the output of `moat run`, checks it against measured facts and writes a report page."""
