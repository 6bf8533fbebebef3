#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures how near the default recipe comes to the limit of the information: makes a mock survey (set a), trains, and prints
one table of scatter / bound for the network, a ridge and k nearest neighbours on the same split, by label and S/N. README.md
says how to read it. Needs python3-numpy and python3-astropy.
Usage: limit.py MAURY_CLI [--small] [--stars N] [--epochs N] [--members N] [--seed N] [--correlated-noise] [--folder FOLDER]
[--out TABLE.csv]"""
import argparse
import csv
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from astropy.table import Table

from competitors import nearest_neighbours, ridge

LABELS = ("teff", "logg", "mh", "feh", "alpham")
BINS = ((15, 20), (20, 35), (35, 50), (50, 100), (100, 151))
WIDE_BINS = ((15, 50), (50, 151))
FEWEST_STARS = 20
MAD_ERROR = 1.166  # relative 1σ of 1.4826 MAD of n Gaussian values, times √n (Rousseeuw & Croux 1993, JASA 88, 1273)


def options_of(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("maury_cli")
    parser.add_argument("--small", action="store_true", help="4000 stars, 2 networks, at most 15 epochs: some minutes")
    parser.add_argument("--stars", type=int)
    parser.add_argument("--epochs", type=int, help="default: the preset's")
    parser.add_argument("--members", type=int, help="default: the program's")
    parser.add_argument("--seed", type=int, default=7, help="of the mock; the training's is always 1")
    parser.add_argument("--correlated-noise", action="store_true")
    parser.add_argument("--folder", type=Path, help="keeps all files there; default: a temporary folder")
    parser.add_argument("--out", type=Path, help="table to write (CSV)")
    options = parser.parse_args(words)
    if options.small:
        options.stars, options.epochs, options.members = options.stars or 4000, options.epochs or 15, options.members or 2
    options.stars = options.stars or 20000
    return options


def run(*words):
    """Runs a command and returns its seconds; ends this script with the command's message if it fails."""
    begin = time.monotonic()
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stderr.strip()}")
    return time.monotonic() - begin


def make_files(options, folder):
    """Makes survey, model, predictions and bounds; returns the seconds of the training."""
    cli, mock, model = options.maury_cli, folder / "mock.fits", folder / "model.safetensors"
    noise = ["--correlated-noise"] if options.correlated_noise else []
    run(cli, "-q", "mock", "--stars", options.stars, "--seed", options.seed, *noise, "--out", mock, "--overwrite")
    limits = [word for name in ("epochs", "members") if getattr(options, name)
              for word in (f"--{name}", getattr(options, name))]
    seconds = run(cli, "-q", "train", mock, *limits, "--out", model, "--overwrite")
    run(cli, "-q", "predict", mock, "--model", model, "--out", folder / "predicted.fits", "--overwrite")
    run(cli, "-q", "bound", mock, "--stars", options.stars, "--out", folder / "bounds.fits", "--overwrite")
    return seconds


def column(table, name):
    return np.ma.filled(np.ma.asarray(table[name]).astype(float), np.nan)


def texts(table, name):
    return np.array([str(value).strip() for value in table[name]])


class Stars:
    """All arrays have one row per spectrum, in the order of the survey file. Repeats share an id, so that tables are matched by
    row, and the ids of each row are compared."""

    def __init__(self, folder):
        survey, predicted, bounds = (Table.read(folder / f"{name}.fits", hdu=1, unit_parse_strict="silent")
                                     for name in ("mock", "predicted", "bounds"))
        ids = texts(survey, "id")
        for name, table in (("predicted", predicted), ("bounds", bounds)):
            if len(table) != len(ids) or (texts(table, "id") != ids).any():
                sys.exit(f"{name}.fits does not have the stars of mock.fits")
        self.snr, self.part = column(survey, "snr"), texts(predicted, "split")
        self.is_odd = texts(survey, "oddity") != "none"
        self.reference = np.stack([column(survey, label) for label in LABELS], 1)
        self.truth = np.stack([column(survey, f"true_{label}") for label in LABELS], 1)
        name_of = lambda label: f"{label}_cnn" if f"{label}_cnn" in predicted.colnames else label  # noqa: E731
        self.network = np.stack([column(predicted, name_of(label)) for label in LABELS], 1)
        self.bound = np.stack([column(bounds, f"bound_{label}_all") for label in LABELS], 1)
        self.posterior = np.full_like(self.bound, np.nan)  # earlier versions of the program do not know it
        if f"bound_{LABELS[0]}_posterior" in bounds.colnames:
            self.posterior = np.stack([column(bounds, f"bound_{label}_posterior") for label in LABELS], 1)
        self.features = features_of(survey)

    def rows(self, part):
        return np.flatnonzero(self.part == part)


def features_of(survey):
    """Returns spectrum (P columns) and other inputs: XP, magnitudes, parallax, colour and absolute magnitude."""
    flux = column(survey, "flux")
    flux[~np.isfinite(flux)] = 1.0
    g, bp, rp, parallax = (column(survey, name) for name in
                           ("phot_g_mean_mag", "phot_bp_mean_mag", "phot_rp_mean_mag", "parallax"))
    absolute = g + 5 * np.log10(np.clip(parallax, 0.02, None) / 100)
    xp = np.concatenate([column(survey, "bp_coefficients")[:, 1:], column(survey, "rp_coefficients")[:, 1:]], 1)
    return flux, np.concatenate([xp, np.stack([g, bp, rp, parallax, bp - rp, absolute], 1)], 1)


def robust_scatter(values):
    values = values[np.isfinite(values)]
    if len(values) < FEWEST_STARS:
        return math.nan, math.nan
    scatter = 1.4826 * np.median(np.abs(values - np.median(values)))
    return scatter, MAD_ERROR * scatter / math.sqrt(len(values))


def lines_of(stars, methods):
    """Returns one dictionary per label and bin. Odd stars (binaries, emission, wrong labels) have no bound and are left out."""
    test = stars.rows("test")
    test = test[~stars.is_odd[test] & np.isfinite(stars.truth[test]).all(1)]
    for k, label in enumerate(LABELS):
        for low, high in BINS + WIDE_BINS:
            rows = test[(stars.snr[test] >= low) & (stars.snr[test] < high)]
            if len(rows) < FEWEST_STARS:
                continue
            line = {"label": label, "snr_low": low, "snr_high": high, "stars": len(rows),
                    "bound": np.median(stars.bound[rows, k]), "bound_posterior": np.median(stars.posterior[rows, k])}
            for name, predicted in methods.items():
                residual = predicted[rows, k] - stars.truth[rows, k]
                line[f"{name}_scatter"], line[f"e_{name}_scatter"] = robust_scatter(residual)
                for kind, bound in (("bound", stars.bound), ("posterior", stars.posterior)):
                    ratio, error = robust_scatter(residual / bound[rows, k])
                    line[f"{name}_over_{kind}"], line[f"e_{name}_over_{kind}"] = ratio, error
            yield line


def text_of(value, decimals=2):
    return "–" if not math.isfinite(value) else f"{value:.{decimals}f}"


def print_table(lines, methods):
    names = "".join(f"{name + ' /b':>16}{'/p':>7}" for name in methods)
    print(f"{'label':<8}{'S/N':>8}{'stars':>7}{'bound':>9}{'posterior':>11}{names}{'network / best':>16}")
    for line in lines:
        digits = 1 if line["label"] == "teff" else 4
        ratios = "".join(f"{text_of(line[f'{name}_over_bound']) + ' ± ' + text_of(line[f'e_{name}_over_bound']):>16}"
                         f"{text_of(line[f'{name}_over_posterior']):>7}" for name in methods)
        best = min(line[f"{name}_scatter"] for name in methods if name != "network")
        bin_text = f"{line['snr_low']}–{line['snr_high']}"
        print(f"{line['label']:<8}{bin_text:>8}{line['stars']:>7}{text_of(line['bound'], digits):>9}"
              f"{text_of(line['bound_posterior'], digits):>11}{ratios}{text_of(line['network_scatter'] / best):>16}")


def measure(options, folder):
    training = make_files(options, folder)
    stars = Stars(folder)
    train, validation = stars.rows("training"), stars.rows("validation")
    methods, seconds = {"network": stars.network}, {"network": training}
    for name, fit in (("ridge", ridge), ("neighbours", nearest_neighbours)):
        begin = time.monotonic()
        methods[name], remark = fit(*stars.features, stars.reference, train, validation)
        seconds[name] = time.monotonic() - begin
        print(f"{name}: {remark}")
    lines = list(lines_of(stars, methods))
    print(f"mock of {options.stars} stars, seed {options.seed}: {len(train)} training, {len(validation)} validation and "
          f"{len(stars.rows('test'))} test spectra" + (", correlated noise" if options.correlated_noise else ""))
    print("seconds: " + ", ".join(f"{name} {value:.0f}" for name, value in seconds.items()))
    print_table(lines, methods)
    if options.out and lines:
        with open(options.out, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)


def main():
    options = options_of(sys.argv[1:])
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        measure(options, options.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(options, Path(folder))


if __name__ == "__main__":
    main()
