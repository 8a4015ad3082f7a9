"""A small file in the layout of `moat run`, with plausible numbers and no model behind them."""

import json
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import xarray as xr

REGIONS = ["us", "china", "europe", "allied_asia", "india", "emerging"]
SEGMENTS = ["independent", "startup", "enterprise", "regulated"]
CHIPS = ["A800", "H100", "H800", "H20", "B200", "Ascend-910B", "Ascend-910C"]
FIRMS = ["Alpha", "Beta", "Gamma", "Delta"]  # one for each line
LINES = ["us-closed", "china-closed", "us-open", "china-open"]
MONTHS = pd.date_range("2023-01-31", "2030-12-31", freq=pd.offsets.MonthEnd())
REPLICATES = 3


def ramp(start, end, middle="2026-06", width=18):
    """S-shaped path in time from start to end."""
    months = (MONTHS - pd.Timestamp(middle)).days.to_numpy() / 30.4
    return start + (end - start) / (1 + np.exp(-months / width * 4))


def years():
    return (MONTHS - MONTHS[0]).days.to_numpy() / 365.25


def measured_path(points):
    """Through measured values at year ends, then on at the slope of the last year."""
    known = np.interp(years(), range(1, len(points) + 1), points, left=points[0])
    after = np.maximum(years() - len(points), 0)
    return known + after * (points[-1] - points[-2]) * 0.8


def by_kind(total, open_share, us_open, us_closed):
    """[time, openness, origin]; Europe makes a tenth of the rest."""
    out = np.zeros((len(MONTHS), 2, len(REGIONS)))
    for o, part, us in ((0, 1 - open_share, us_closed), (1, open_share, us_open)):
        out[:, o, 0] = total * part * us
        out[:, o, 1] = total * part * (1 - us) * 0.9
        out[:, o, 2] = total * part * (1 - us) * 0.1
    return out


def frontier():
    closed = measured_path([125.0, 141.0, 154.0])
    out = np.full((len(MONTHS), 2, len(REGIONS)), -np.inf)
    for o, origin, behind in ((0, 0, 0), (0, 1, 11), (1, 0, 12), (1, 1, 7), (1, 2, 16)):
        out[:, o, origin] = np.round(closed - behind)
    out[:5, :, 1] = -np.inf
    return out


def chips_bought():
    out = np.zeros((len(MONTHS), len(CHIPS), len(REGIONS)))
    month = MONTHS.strftime("%Y-%m")
    out[:, CHIPS.index("H100"), 0] = 4e4 * 1.3 ** years()
    out[(month >= "2023-03") & (month <= "2023-10"), CHIPS.index("H800"), 1] = 2e4
    out[month <= "2023-10", CHIPS.index("A800"), 1] = 1.5e4
    out[(month >= "2024-02") & (month <= "2025-04"), CHIPS.index("H20"), 1] = 7e4
    out[:, CHIPS.index("Ascend-910B"), 1] = ramp(4e3, 2.5e4, "2024-03", 8)
    out[:, CHIPS.index("Ascend-910C"), 1] = ramp(0, 1.4e5, "2026-01", 18)
    return out


def series(open_share):
    """Name -> (dims after time, values without replicates)."""
    total = 1e6 * 3.0 ** np.minimum(years(), 5)
    tokens = np.zeros((len(MONTHS), len(LINES), len(REGIONS), len(SEGMENTS)))
    share = np.zeros((len(MONTHS), len(REGIONS), len(SEGMENTS)))
    for s, factor in enumerate((1.2, 1.0, 0.6, 0.4)):
        share[:, :, s] = np.clip(open_share * factor, 0, 1)[:, None]
        for line, part in enumerate((0.8 * (1 - open_share * factor), 0.2 * (1 - open_share * factor),
                                     0.4 * open_share * factor, 0.6 * open_share * factor)):
            tokens[:, line, :, s] = (total * part)[:, None] / 24
    adoption = np.stack([np.stack([ramp(0.05, top, "2025-03")] * 4, axis=-1)
                         for top in (0.9, 0.85, 0.8, 0.82, 0.75, 0.6)], axis=1)
    stock = np.stack([start * growth ** years() for start, growth in
                      ((4e5, 2.1), (1e5, 1.8), (3e4, 1.9), (2e4, 1.8), (4e3, 2.0), (5e3, 1.9))], axis=-1)
    substituted = np.zeros((len(MONTHS), len(CHIPS), len(REGIONS)))
    substituted[10:18, 3, 1] = 1e4
    kind = ("openness", "origin")
    return {
        "adoption": (("region", "segment"), adoption),
        "population": (("region",), np.ones((len(MONTHS), len(REGIONS))) * 1e7),
        "tokens": (("line", "region", "segment"), tokens),
        "open_token_share": (("region", "segment"), share),
        "tokens_by_kind": (kind, by_kind(total, open_share, 0.35, 0.9)),
        "spend_by_kind": (kind, by_kind(total * 2, open_share * 0.2, 0.35, 0.92)),
        "downloads_by_origin": (("origin",), 5e7 * 1.3 ** years()[:, None] * np.array([1, 1.2, 0.3, 0, 0, 0])),
        "frontier": (kind, frontier()),
        "open_lag": ((), 5 + 1.5 * np.sin(years() * 4)),
        "compute_stock_region": (("region",), stock),
        "chips_bought": (("chip", "region"), chips_bought()),
        "chips_smuggled": (("chip", "region"), 0.05 * chips_bought()),
        "chips_substituted": (("chip", "region"), substituted),
        "paid_price": (("openness",), np.stack([3 * 0.75 ** years(), 0.8 * 0.6 ** years()], axis=-1)),
        "price_constant_capability": ((), 20 * 0.15 ** np.minimum(years(), 4)),
        "price_index": ((), 0.5 ** years()),
        "profit": (("firm",), 1e8 * (years() - 4)[:, None] * np.arange(1, len(FIRMS) + 1)),
        "funding": (("firm",), 2e8 * 1.3 ** years()[:, None] * np.arange(1, len(FIRMS) + 1)),
    }


def dataset(open_share):
    noise = np.random.default_rng(7).lognormal(0, 0.02, (REPLICATES, len(MONTHS)))
    data = xr.Dataset(coords={"point": ["baseline", "other"], "replicate": range(REPLICATES), "time": MONTHS,
                              "region": REGIONS, "origin": REGIONS, "segment": SEGMENTS, "chip": CHIPS,
                              "line": LINES, "openness": ["closed", "open"], "firm": FIRMS})
    data["line_firm"], data["firm_region"] = ("line", FIRMS), ("firm", ["us", "china", "us", "china"])
    for name, (dims, values) in series(open_share).items():
        wobble = 1 if name in ("frontier", "open_token_share") else noise.reshape(*noise.shape, *[1] * len(dims))
        values = np.broadcast_to(values * wobble, (REPLICATES, *values.shape))
        data[name] = (("point", "replicate", "time", *dims), np.stack([values, values * 0.9]))
    data["run_status"] = (("point", "replicate"), np.ones((2, REPLICATES), "int8"))
    data["run_seed"] = (("point", "replicate"), np.full((2, REPLICATES), 42, "uint64"))
    data.attrs = {"format_version": "1", "title": "Baseline", "question": "What keeps closed models ahead?"}
    return data


def write_table(file, name, columns):
    table = file.create_group(name)
    for column, values in columns.items():
        strings = isinstance(values[0], str)
        table.create_dataset(column, data=values, dtype=h5py.string_dtype() if strings else None)
        if column != "event":
            table[column].dims[0].attach_scale(table["event"])
        else:
            table[column].make_scale("event")


def write(path, open_share=None, format_version="1"):
    data = dataset(ramp(0.1, 0.4) if open_share is None else open_share)
    data.attrs["format_version"] = format_version
    data.to_netcdf(path, engine="h5netcdf")
    with h5py.File(path, "a") as file:
        group = file.create_group("provenance")
        facts = {"version": "0.1.0", "git_hash": "abc1234",
                 "command_line": "/some/where/moat run scenarios/baseline.yaml",
                 "scenario_yaml": "title: Baseline\n", "scenario_resolved_yaml": "title: Baseline\nrun:\n  seed: 42\n"}
        for name, value in facts.items():
            group.create_dataset(name, data=value, dtype=h5py.string_dtype())
        capability = [float(round(c)) for c in measured_path([125.0, 141.0, 154.0])[3::5]]
        months = [str(m)[:7] for m in MONTHS[3::5]]
        firms = (["openai", "deepseek", "google", "alibaba"] * len(months))[:len(months)]
        opened = [int(firm in ("deepseek", "alibaba")) for firm in firms]
        count = len(months)
        write_table(file, "releases", {
            "event": np.arange(count), "point": ["baseline"] * count, "replicate": np.zeros(count, "int64"),
            "month": months, "firm": firms,
            "line": [f"{firm}-{'open' if o else 'closed'}" for firm, o in zip(firms, opened)],
            "open": np.array(opened, "int8"), "capability": [c - 8 * o for c, o in zip(capability, opened)]})
        measures = [("us_chip_rule_2022", "2023-01", "begins"), ("us_chip_rule_2023", "2023-11", "begins"),
                    ("h20_licence", "2025-05", "begins"), ("h20_licence", "2025-08", "ends"),
                    ("cann_opening", "2025-08", "begins"), ("ai_plus", "2025-08", "begins"),
                    ("h200_review", "2026-01", "announced")]
        write_table(file, "policy", {
            "event": np.arange(len(measures)), "point": ["baseline"] * len(measures),
            "replicate": np.zeros(len(measures), "int64"), "month": [m[1] for m in measures],
            "measure": [m[0] for m in measures], "action": [m[2] for m in measures]})
    return Path(path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    return write(tmp_path_factory.mktemp("output") / "baseline.h5")


@pytest.fixture(scope="session")
def write_sample():
    return write


def sweep_design(blocks, arms, filtered, combine):
    """As in /provenance/design_json. A block: type, factors and rows at least."""
    rows = int(np.prod([block["rows"] for block in blocks]))
    empty = {"name": "", "n": 0, "seed": 1, "second_order": False, "levels": 0}
    return {"blocks": [{**empty, **block} for block in blocks], "combine": combine,
            "filtered": filtered, "arms": list(arms), "rows": rows}


def save_sweep(path, block, factors, outcomes, arms=("",), status=None, keep=None, filtered=False, statistics=False,
               combine="cross"):
    """A small gathered sweep, arm after arm.

    `factors`: name -> (values by row, attributes); `outcomes`: name -> values [point, replicate]; `keep`: which points
    the file has; `statistics`: whether it has statistics over replicates too, as by record.statistics.
    """
    design = sweep_design(block if isinstance(block, list) else [block], arms, filtered, combine)
    rows, points = design["rows"], design["rows"] * len(arms)
    replicates = next(iter(outcomes.values())).shape[1]
    data = xr.Dataset(coords={"point": [str(point) for point in range(points)], "replicate": range(replicates)})
    for name, (values, attributes) in factors.items():
        values = np.tile(values, len(arms))
        data[name] = ("point", values.astype(object) if values.dtype.kind == "U" else values,
                      {"long_name": name, "factor": "uncertainty", "distribution": "uniform [0, 1]", **attributes})
    if statistics:
        data = data.assign_coords(statistic=["mean", "sd"])
    if len(arms) > 1:
        data["arm"] = ("point", np.repeat(np.array(arms, object), rows))
    data["design_row"] = ("point", np.tile(np.arange(rows), len(arms)))
    data["run_status"] = (("point", "replicate"), np.ones((points, replicates), "int8") if status is None else status)
    for name, values in outcomes.items():
        attributes = {"outcome": 1, "units": "months", "long_name": name}
        data[name] = (("point", "replicate"), values, attributes)
        if statistics:
            of_point = np.stack([values.mean(1), values.std(1)], axis=1)
            data[f"{name}_statistics"] = (("point", "statistic"), of_point, attributes)
    if keep is not None:
        data = data.isel(point=np.flatnonzero(keep))
    data.attrs = {"format_version": "1", "title": "Peers against switching costs"}
    data.to_netcdf(path, engine="h5netcdf")
    with h5py.File(path, "a") as file:
        group = file.create_group("provenance")
        for name, value in {"design_json": json.dumps(design), "command_line": "/some/where/moat gather DIR"}.items():
            group.create_dataset(name, data=value, dtype=h5py.string_dtype())
    return path


@pytest.fixture(scope="session")
def write_sweep():
    return save_sweep


QUARTERS = pd.date_range("2029-03-31", "2030-12-31", freq=pd.offsets.QuarterEnd())
ARMS, RUNS = ["none", "strict", "leaky"], 4


def question_data():
    """Three arms, four runs; the lag of an arm is the place of the arm times its run, and grows by 1 a quarter."""
    data = xr.Dataset(coords={"point": ARMS, "replicate": range(RUNS), "time": QUARTERS, "origin": ["us", "china"],
                              "openness": ["closed", "open"], "firm": ["A", "B"], "line": ["A-1", "A-open", "B-open"],
                              "from_line": ["none", "A-1", "A-open", "B-open"],
                              "to_line": ["none", "A-1", "A-open", "B-open"]})
    data["line_firm"] = ("line", ["A", "A", "B"])
    data["line_open"] = ("line", np.array([0, 1, 1], "int8"))
    data["firm_region"] = ("firm", ["us", "china"])
    lag = np.arange(3)[:, None, None] * (1.0 + np.arange(RUNS))[:, None] + np.arange(len(QUARTERS))
    data["region_lag"] = (("point", "replicate", "time", "origin"), np.stack([np.zeros_like(lag), lag], axis=-1))
    data["spend"] = (("point", "replicate", "time", "openness", "origin"),
                     np.broadcast_to([[4e9, 2e9], [1e9, 3e9]], (*lag.shape, 2, 2)))
    flow = np.zeros((*lag.shape, 4, 4))
    flow[..., 0, 1], flow[..., 1, 2], flow[..., 2, 3], flow[..., 3, 2] = 5, 2, 2, 1  # of ten moves a month
    flow[1, ..., 3, 2] = 3
    data["switching_flow"] = (("point", "replicate", "time", "from_line", "to_line"), flow)
    data["china_lag"] = (("point", "replicate"), lag[..., -1],
                         {"outcome": 1, "units": "months", "series": "region_lag", "select": "origin=china",
                          "description": "China's lag at the end of 2030"})
    data["open_spend"] = (("point", "replicate"), np.full(lag.shape[:2], 0.4) + 0.01 * np.arange(3)[:, None],
                          {"outcome": 1, "units": "1", "series": "spend", "select": "openness=open", "across": "sum",
                           "share": 1, "display_unit": "%", "display_factor": 100.0})
    data["run_status"] = (("point", "replicate"), np.ones((3, RUNS), "int8"))
    data["run_seed"] = (("point", "replicate"), np.full((3, RUNS), 7, "uint64"))
    data.attrs = {"format_version": "1", "title": "Chips", "question": "Do they?", "claim": "They do."}
    return data


def verdict_data():
    """A difference from the baseline that holds, one between other arms that fails, a relative one, and a level."""
    texts = {"description": ["a", "b", "c", "d"], "outcome": ["china_lag"] * 3 + ["open_spend"], "minus": [""] * 4}
    table = xr.Dataset({name: ("test", values) for name, values in texts.items()},
                       coords={"test": ["longer", "much_longer", "by_a_tenth", "level"], "point": ARMS})
    table["weight"] = (("test", "point"), [[-1.0, 1, 0], [0, 1, -1], [0, -1, 1], [0, 1, 0]])
    table["relative"] = ("test", np.array([0, 0, 1, 0], "int8"))
    table["above"] = ("test", [0.2, 0, 10, -np.inf])
    table["below"] = ("test", [np.inf, np.inf, np.inf, 50])
    return table


def save_question(path, data=None):
    (question_data() if data is None else data).to_netcdf(path, engine="h5netcdf")
    verdict_data().to_netcdf(path, engine="h5netcdf", group="verdict", mode="a")
    return path


@pytest.fixture
def asked(tmp_path):
    return save_question(tmp_path / "chips.h5")


@pytest.fixture(scope="session")
def write_question():
    """Writes a file of a question, from given data or from those here."""
    return lambda path, change=lambda data: data: save_question(path, change(question_data()))
