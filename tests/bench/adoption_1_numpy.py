"""adoption-1 (adoption_1.yaml) in NumPy: single precision, blocks that stay in cache. Prints one JSON object.

    python3 adoption_1_numpy.py adoption_1.csv DEVELOPERS SEED
"""

import json
import os
import sys
import time

# The matrix products are too small to be worth a second thread.
os.environ.update(OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", OMP_NUM_THREADS="1")

import numpy as np  # noqa: E402

PRODUCTS, REGIONS, MONTHS = 32, 4, 120
REVIEW, PEER_WEIGHT, HABIT = 0.25, 2.0, 0.5
BLOCK = 8192  # reviewers who choose at a time: their utilities take a megabyte


def simulate(table, developers, seed):
    """The figures of one run."""
    single = np.float32
    random = np.random.Generator(np.random.SFC64(seed))
    quality, growth = table[:, 1:5].copy(), table[:, 5:9]
    price, is_open = table[:, 9], table[:, 10]

    region = random.integers(REGIONS, size=developers, dtype=np.uint8)
    weight = random.standard_exponential((developers, 4), dtype=single)
    weight /= weight.sum(1, keepdims=True)  # exponentials over their sum are Dirichlet(1, 1, 1, 1)
    price_weight = np.exp(0.5 * random.standard_normal(developers, dtype=single))
    openness_weight = 0.5 + 0.5 * random.standard_normal(developers, dtype=single)
    # Tastes side by side: one matrix product gives w.q - a p + t open.
    taste = np.ascontiguousarray(np.column_stack((weight, -price_weight, openness_weight)), dtype=single)
    product = random.integers(PRODUCTS, size=developers, dtype=np.uint8)
    size = np.bincount(region, minlength=REGIONS)

    def count_users():
        cell = region.astype(np.intp) * PRODUCTS + product
        return np.bincount(cell, minlength=REGIONS * PRODUCTS).reshape(REGIONS, PRODUCTS)

    users = count_users()
    rows = np.arange(BLOCK)
    evaluations = 0
    began = time.perf_counter()
    for _ in range(MONTHS):
        quality += growth
        offers = np.vstack((quality.T, price, is_open)).astype(single)
        crowd = (PEER_WEIGHT * users / size[:, None]).astype(single)
        reviewers = np.flatnonzero(random.random(developers, dtype=single) < single(REVIEW))
        evaluations += reviewers.size
        for first in range(0, reviewers.size, BLOCK):
            i = reviewers[first:first + BLOCK]
            u = taste[i] @ offers
            u += crowd[region[i]]
            u[rows[:i.size], product[i]] += single(HABIT)
            # The best under Gumbel noise is a draw with probabilities proportional to exp(u).
            np.exp(u, out=u)
            np.cumsum(u, axis=1, out=u)
            z = random.random(i.size, dtype=single) * u[:, -1]
            product[i] = np.minimum((u <= z[:, None]).sum(1), PRODUCTS - 1)
        users = count_users()
    nanoseconds = 1e9 * (time.perf_counter() - began)

    share = users.sum(0) / developers
    return {
        "name": "NumPy",
        "instructions": "-",
        "developers": developers,
        "threads": 1,
        "ns_per_evaluation": round(nanoseconds / evaluations, 3),
        "ns_per_developer_step": round(nanoseconds / (developers * MONTHS), 4),
        "open_share": round(float(share @ is_open), 5),
        "hhi": round(float(share @ share), 6),
    }


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    print(json.dumps(simulate(np.loadtxt(sys.argv[1], delimiter=",", skiprows=1), int(sys.argv[2]), int(sys.argv[3]))))
