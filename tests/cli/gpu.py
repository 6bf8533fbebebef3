# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels and maps on a GPU agree with those on the CPU, except for the order of sums, and a seed reproduces the weights."""
import array
import csv
import json
import math
import os
import statistics
import struct
import sys

from support import arguments, check, finish, must, run, temporary_folder

CPU_ONLY = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}


def weights(path):
    """Returns the numbers of all tensors, which must be float32, without the header, which holds the command line."""
    content = path.read_bytes()
    begin = 8 + struct.unpack("<Q", content[:8])[0]
    kinds = {about["dtype"] for name, about in json.loads(content[8:begin]).items() if name != "__metadata__"}
    if kinds != {"F32"}:
        sys.exit(f"the tensors are not float32: {kinds}")
    return array.array("f", content[begin:])


def columns(path):
    """Returns the numeric columns of a table by name."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    found = {}
    for name in rows[0]:
        try:
            found[name] = [float(row[name] or "nan") for row in rows]
        except ValueError:
            pass
    return found


def compare(gpu, processor, limit, title):
    """Checks that the largest difference in any column, as a share of its scatter, is below `limit`."""
    ours, theirs = columns(gpu), columns(processor)
    check(ours.keys() == theirs.keys(), f"{title}: the columns differ")
    worst = 0.0
    for name, values in ours.items():
        pairs = list(zip(values, theirs[name]))
        check(all(math.isfinite(a) == math.isfinite(b) for a, b in pairs), f"{title}: different values of {name} are missing")
        finite = [(a, b) for a, b in pairs if math.isfinite(a)]
        scatter = statistics.pstdev([b for _, b in finite]) if finite else 0.0
        if scatter > 0.0:
            worst = max(worst, max(abs(a - b) for a, b in finite) / scatter)
    print(f"{title}: {len(ours)} columns, which differ by at most {worst:.1e} of their scatter", flush=True)
    check(worst < limit, f"{title}: a column differs by {worst:.1e} of its scatter, more than {limit:.0e}")


def main():
    cli = arguments().cli
    device = run(cli, "--version").stdout
    if " · CPU, " in device:
        print("skipped: no GPU")
        sys.exit(0)
    print(device.strip(), flush=True)
    with temporary_folder() as folder:
        survey, model = folder / "mock.fits", folder / "first.safetensors"
        must(cli, "-q", "mock", "--stars", 3000, "--seed", 4, "--out", survey)

        def train(name, **options):
            must(cli, "-q", "train", survey, "--members", 2, "--epochs", 3, "--noise-snr-low", 20, "--noise-snr-high", 100,
                 "--rv-scatter", 5, "--mask-share", 0.1, "--out", folder / f"{name}.safetensors", **options)
            return weights(folder / f"{name}.safetensors")

        first = train("first")
        check(first == train("again"), "one seed led to different weights on the GPU")
        check(first != train("processor", env=CPU_ONLY), "the weights equal those of the CPU, so the GPU was not used")
        for device, environment in (("gpu", os.environ), ("processor", CPU_ONLY)):
            must(cli, "-q", "predict", survey, "--model", model, "--out", folder / "labels.fits", env=environment)
            must(cli, "-q", "export", folder / "labels.fits", "--out", folder / f"labels-{device}.csv")
            for method in ("gradient", "integrated-gradients", "smoothgrad", "occlusion"):
                must(cli, "-q", "attribute", survey, "--model", model, "--filter", "snr > 60", "--method", method, "--out",
                     folder / f"{method}-{device}.csv", env=environment)
        compare(folder / "labels-gpu.csv", folder / "labels-processor.csv", 1e-3, "labels")
        for method in ("gradient", "integrated-gradients", "smoothgrad", "occlusion"):
            compare(folder / f"{method}-gpu.csv", folder / f"{method}-processor.csv", 1e-2, method)
    finish()


main()
