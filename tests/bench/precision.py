"""How precise runs are for their time: equal against weighted developers (run.sampling), for eight headline outcomes.

    python3 tests/bench/precision.py [--moat build/moat] [--replicates 32] [--scenario FILE] [--json FILE]

Of each outcome: its standard deviation over replicates, which differ in all their luck, and the part of its variance
that comes from who is simulated (the difference from runs of the same luck with many more developers). Seconds are of
one core. `worth` is precision for time, 1 / (variance x seconds), relative to equal developers of the same number.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SERIES = ["tokens_by_kind", "spend_by_kind", "adoption", "population", "hhi_tokens", "paid_price"]


def outcomes(path):
    """{name: values by replicate} of an output file."""
    with h5py.File(path) as file:
        days = file["time"][...].astype("timedelta64[D]") + np.datetime64("1970-01-01")
        data = {name: file[name][0] for name in SERIES}  # the only point
    year = {n: days.astype("datetime64[Y]") == np.datetime64(str(n)) for n in (2025, 2030)}
    kinds, spend = data["tokens_by_kind"], data["spend_by_kind"]  # [replicate, time, openness, origin]
    people = data["population"]

    def mean(values, n):
        return values[:, year[n]].mean(axis=1)

    users = np.nansum(data["adoption"] * people, axis=(2, 3)) / people.sum(axis=(2, 3))  # NaN where there is nobody
    return {
        "open share of tokens 2025": mean(kinds[:, :, 1].sum(-1) / kinds.sum((-1, -2)), 2025),
        "open share of tokens 2030": mean(kinds[:, :, 1].sum(-1) / kinds.sum((-1, -2)), 2030),
        "open share of spending 2025": mean(spend[:, :, 1].sum(-1) / spend.sum((-1, -2)), 2025),
        "tokens 2025 (ln)": np.log(mean(kinds.sum((-1, -2)), 2025)),
        "spending 2025 (ln)": np.log(mean(spend.sum((-1, -2)), 2025)),
        "HHI of tokens 2030": mean(data["hhi_tokens"], 2030),
        "price of closed models 2025 (ln)": np.log(mean(data["paid_price"][..., 0], 2025)),
        "share who use models 2025": mean(users, 2025),
    }


def run(options, folder, sampling, developers):
    file = pathlib.Path(folder) / f"{sampling}_{developers}.h5"
    words = [options.moat, "run", options.scenario, "-o", file, "--force", "--jobs", 1, "--developers", developers]
    words += ["--replicates", options.replicates, "--set", f"run.sampling={sampling}"]
    words += ["--set", f"record.series=[{', '.join(SERIES)}]"]
    subprocess.run([str(word) for word in words], check=True, capture_output=True)
    with h5py.File(file) as results:
        seconds = float(np.nanmean(results["timing/seconds"][...]))
    return outcomes(file), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--moat", default=SOURCE / "build/moat")
    parser.add_argument("--scenario", default=SOURCE / "scenarios/baseline.yaml")
    parser.add_argument("--replicates", type=int, default=32)
    parser.add_argument("--developers", type=int, nargs="+", default=[2000, 5000, 20000])
    parser.add_argument("--many", type=int, default=200000, help="developers of the runs compared with")
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        exact, _ = run(options, folder, "usage", options.many)
        for developers in options.developers:
            both = {sampling: run(options, folder, sampling, developers) for sampling in ("equal", "usage")}
            for name, reference in exact.items():
                row = {"outcome": name, "developers": developers}
                for sampling, (values, seconds) in both.items():
                    of_sampling = float(np.sqrt(np.mean((values[name] - reference) ** 2)))
                    row[sampling] = {"seconds": seconds, "mean": float(values[name].mean()),
                                     "sd": float(values[name].std(ddof=1)), "sampling_sd": of_sampling}
                worth = {s: 1 / (row[s]["sampling_sd"] ** 2 * row[s]["seconds"]) for s in both}
                row["worth"] = worth["usage"] / worth["equal"]
                found.append(row)
    print(f"{'outcome':34}{'developers':>10}{'sd equal':>10}{'usage':>9}{'of sampling':>13}{'usage':>9}"
          f"{'s equal':>9}{'usage':>7}{'worth':>7}")
    for row in found:
        e, u = row["equal"], row["usage"]
        print(f"{row['outcome']:34}{row['developers']:10}{e['sd']:10.4f}{u['sd']:9.4f}{e['sampling_sd']:13.4f}"
              f"{u['sampling_sd']:9.4f}{e['seconds']:9.3f}{u['seconds']:7.3f}{row['worth']:7.1f}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
