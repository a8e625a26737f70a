"""The loops of NumPy and scikit-learn on the files of a folder; prints one JSON object with the least seconds of each."""
import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import SGDClassifier, SGDRegressor

warnings.filterwarnings("ignore")
folder, problems = sys.argv[1], json.loads(sys.argv[2])


def least(repeats, work):
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def blas():
    names = set()
    try:
        from threadpoolctl import threadpool_info
        names = {f"{p['internal_api']} {p['version']}, {p['num_threads']} threads"
                 for p in threadpool_info() if p["user_api"] == "blas"}
    except ImportError:
        pass
    if not names:
        try:
            with open("/proc/self/maps") as maps:
                names = {"reference " + line.split("/")[-1].strip() for line in maps if "/libblas" in line}
        except OSError:
            pass
    return ", ".join(sorted(names)) or "unknown BLAS"


def batches(X, y, size, rate=0.01):
    n, d = X.shape
    theta = np.zeros(d)
    order = np.random.permutation(n)
    for i in range(0, n, size):
        rows = order[i:i + size]
        Xb, yb = X[rows], y[rows]
        theta -= rate * (Xb.T @ (Xb @ theta - yb)) / len(rows)


def single(X, y, rate=0.001):
    theta = np.zeros(X.shape[1])
    for i in np.random.permutation(len(X)):
        xi, yi = X[i:i + 1], y[i:i + 1]
        theta -= rate * (xi.T @ (xi @ theta - yi))


result = {"numpy": np.__version__, "sklearn": sklearn.__version__}
np.random.seed(0)
for problem in problems:
    name, n, d, epochs = problem["name"], problem["rows"], problem["columns"], problem["epochs"]
    X = np.fromfile(f"{folder}/{name}.x").reshape(n, d)
    y, labels = np.fromfile(f"{folder}/{name}.y"), np.fromfile(f"{folder}/{name}.labels")
    theta = np.ones(d)
    sgd = dict(max_iter=epochs, tol=None, learning_rate="constant", eta0=0.001, penalty=None, fit_intercept=False, shuffle=True)
    result[name] = {
        "batch": least(10, lambda: X.T @ (X @ theta - y)),
        "mini": least(2, lambda: batches(X, y, 32)),
        "single": least(1, lambda: single(X, y)),
        "regressor": least(2, lambda: SGDRegressor(**sgd).fit(X, y)) / epochs,
        "classifier": least(2, lambda: SGDClassifier(loss="log_loss", **sgd).fit(X, labels)) / epochs,
    }
result["blas"] = blas()
print(json.dumps(result))
