#!/usr/bin/env python3
"""CPU seconds a thousand series: `ramme forecast` beside statsforecast's AutoETS, on one core, in one run.

    python3 autoets.py PROGRAM FOLDER [--length 8] [--horizon 4] [--repeat 3]

FOLDER holds gzipped CSV `*_yearly.csv.gz` with the columns `series_id,t,value,split`. The last LENGTH training values of
each series are forecast. The program is timed as it is run: start, reading, forecasting, intervals, writing. AutoETS is timed
without starting Python, reading or writing, after a first run that compiles it. Best of REPEAT. Needs statsforecast.
"""
import argparse, glob, os, resource, subprocess, tempfile, time

for name in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
import pandas as pd


def windows(folder, length):
    for path in sorted(glob.glob(os.path.join(folder, "*_yearly.csv.gz"))):
        table = pd.read_csv(path)
        for key, one in table[table.split == "train"].groupby("series_id", sort=False):
            y = one.sort_values("t").value.to_numpy(float)
            if len(y) >= length:
                yield f"{os.path.basename(path)}:{key}", y[-length:]


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    a = argparse.ArgumentParser()
    a.add_argument("program")
    a.add_argument("folder")
    a.add_argument("--length", type=int, default=8)
    a.add_argument("--horizon", type=int, default=4)
    a.add_argument("--repeat", type=int, default=3)
    a = a.parse_args()
    series = list(windows(a.folder, a.length))
    thousand = len(series) / 1000.0
    ours = []
    with tempfile.TemporaryDirectory() as tmp:
        src, dst = os.path.join(tmp, "in.csv"), os.path.join(tmp, "out.csv")
        with open(src, "w") as f:
            f.write("series_id,t,value\n")
            for key, y in series:
                f.writelines(f"{key},{t},{v!r}\n" for t, v in enumerate(map(float, y), 1))
        for _ in range(a.repeat):
            before = cpu_of_children()
            with open(dst, "w") as out:
                subprocess.run([a.program, "forecast", src, "--horizon", str(a.horizon), "--levels", "80,95"], check=True, stdout=out, stderr=subprocess.DEVNULL)
            ours.append((cpu_of_children() - before) / thousand)

    import statsforecast
    from statsforecast.models import AutoETS

    def all_series(some):
        for _, y in some:
            AutoETS(season_length=1).forecast(y=y, h=a.horizon, level=[80, 95])

    all_series(series[:20])
    theirs, refused = [], 0
    for _ in range(a.repeat):
        start = time.process_time()
        for _, y in series:
            try:
                AutoETS(season_length=1).forecast(y=y, h=a.horizon, level=[80, 95])
            except Exception:
                refused += 1
        theirs.append((time.process_time() - start) / thousand)
    print(f"series {len(series)}, length {a.length}, horizon {a.horizon}, best of {a.repeat}, CPU seconds a 1,000 series")
    print(f"ramme forecast          {min(ours):8.4f}")
    print(f"AutoETS {statsforecast.__version__:<15} {min(theirs):8.4f}   ({refused // a.repeat} series refused)")
    print(f"ratio                   {min(theirs) / min(ours):8.1f}")


if __name__ == "__main__":
    main()
