"""Measured numbers, whoever gathered them, against an ensemble of runs and against naive forecasts."""
