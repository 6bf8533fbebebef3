#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a five-fold cross-validation on the real MILES spectra of 4000–7000 K and compares the rms error of the network with that of
a linear ridge on the same folds. Every star is predicted once, by networks that were not trained on it.
Usage: miles_folds.py MAURY_CLI MILES_FOLDER [SEED [TRAIN OPTION…]]"""
import csv
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDS, VALIDATION = 5, 0.12
STARS = "teff > 4000 && teff < 7000"


def cli(program, *arguments):
    done = subprocess.run([program, "-q", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


def write_split(path, ids, fold, seed):
    """Assigns star i of a shuffled list to the test part of fold i % 5, and some of the others to the validation part."""
    order = sorted(ids)
    random.Random(seed).shuffle(order)
    dice = random.Random(1000 * seed + fold)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "split", "fold"])
        for i, star in enumerate(order):
            part = "test" if i % FOLDS == fold else "validation" if dice.random() < VALIDATION else "training"
            writer.writerow([star, part, i % FOLDS + 1])


def main():
    program, miles, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
    options = sys.argv[4:]
    if "--network" not in options:
        options = ["--network", "spectrum-small", *options]
    squares = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cli(program, "import", miles, "--labels", miles / "labels.csv", "--air", "--step",
            "continuum method=running-mean pixels=301", "--out", folder / "all.fits")
        cli(program, "export", folder / "all.fits", "--filter", STARS, "--out", folder / "stars.csv")
        with open(folder / "stars.csv", encoding="utf-8", newline="") as file:
            ids = [row["id"] for row in csv.DictReader(line for line in file if not line.startswith("#"))]
        for fold in range(FOLDS):
            write_split(folder / "split.csv", ids, fold, seed)
            cli(program, "join", folder / "all.fits", folder / "split.csv", "--only-matched", "--out", folder / "fold.fits")
            text = cli(program, "train", folder / "fold.fits", "--compare-ridge", "--seed",
                       seed, *options, "--out", folder / "model.safetensors")
            (folder / "fold.fits").unlink()
            print(f"fold {fold + 1}", flush=True)
            for line in text.splitlines():
                words = line.split()
                if len(words) == 10 and words[0] in ("teff", "logg", "feh"):
                    print("  " + line, flush=True)
                    count, rms, ridge = float(words[2]), float(words[6]), float(words[9])
                    sums = squares.setdefault(words[0], [0.0, 0.0, 0.0])
                    for i, term in enumerate((count, count * rms**2, count * ridge**2)):
                        sums[i] += term
    for label, (count, network, ridge) in squares.items():
        network, ridge = math.sqrt(network / count), math.sqrt(ridge / count)
        print(f"{label}: {count:.0f} stars, rms {network:.4g}, ridge {ridge:.4g}: {100 * (1 - network / ridge):.0f} % smaller")


main()
