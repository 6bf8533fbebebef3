#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what a network learns from an emulator of spectra that shares no code with the mock and whose derivatives are a formula:
the depth of each line saturates with exp(strength + slopes · labels), and its profile is a Gaussian (Ca II also has Lorentzian
wings). Prints, for each label, how closely the peak table and the map agree with the best linear filter, and how the predicted
labels respond when the spectrum changes with one label only. Needs python3-numpy and python3-astropy.
Usage: emulator.py MAURY_CLI [LINES_CSV [NETWORK [STARS]]]; LINES_CSV has columns vacuum_nm (or vac_nm) and species."""
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits

LABELS, UNITS = ("teff", "logg", "mh", "alpham", "nife"), np.array([1000.0, 1.0, 1.0, 1.0, 1.0])
CENTRE = np.array([4700.0, 2.3, -0.3, 0.1, 0.0])
ALPHA, SPECIES = {"Ca", "Si", "Ti", "Mg"}, {"Fe", "Ca", "Si", "Ti", "Mg", "Ni"}
MOST_LINES, RESOLUTION, PIXELS_A_FWHM, PEAKS = 400, 11500, 2.2, 20


class Emulator:
    """flux = exp(−Σ depth · profile), depth = D·τ/(1 + τ), τ = exp(strength + slopes · (labels − centre))."""

    def __init__(self, lines, rng):
        nm = np.array([line[0] for line in lines])
        fwhm = nm.mean() / RESOLUTION
        self.nm = np.arange(nm.min() - 0.4, nm.max() + 0.4, fwhm / PIXELS_A_FWHM)
        neutral = np.array([not line[1].endswith(" II") for line in lines])
        self.strength = rng.uniform(-4.0, 1.0, nm.size)
        self.deepest = rng.uniform(0.5, 0.9, nm.size)
        ln10 = np.log(10)
        self.slopes = np.zeros((nm.size, 5))
        self.slopes[:, 0] = np.where(neutral, rng.uniform(-2.5, -0.3, nm.size), rng.uniform(0.2, 1.0, nm.size)) / UNITS[0]
        self.slopes[:, 1] = np.where(neutral, rng.uniform(-0.1, 0.25, nm.size), rng.uniform(-0.6, -0.2, nm.size))
        element = [line[1].split()[0] for line in lines]
        self.slopes[:, 2] = ln10
        self.slopes[:, 3] = [ln10 if e in ALPHA else 0.0 for e in element]
        self.slopes[:, 4] = [ln10 if e == "Ni" else 0.0 for e in element]
        offset = self.nm[:, None] - nm
        self.profile = np.exp(-4 * np.log(2) * (offset / fwhm) ** 2)
        for i, line in enumerate(lines):
            if line[1] == "Ca II":
                self.strength[i] = 2.0
                self.profile[:, i] = 0.6 * self.profile[:, i] + 0.4 / (1 + (offset[:, i] / (3 * fwhm)) ** 2)

    def flux(self, labels):
        tau = np.exp(self.strength + (labels - CENTRE) @ self.slopes.T)
        return np.exp(-(self.deepest * tau / (1 + tau)) @ self.profile.T)

    def derivative(self, labels):
        """Returns ∂flux/∂label of one star, 5 × pixels."""
        tau = np.exp(self.strength + self.slopes @ (labels - CENTRE))
        change = (self.deepest * tau / (1 + tau) ** 2)[:, None] * self.slopes
        return -(self.flux(labels) * (change.T @ self.profile.T))

    def check(self):
        for k in range(5):
            step = np.zeros(5)
            step[k] = 1e-4 * UNITS[k]
            numeric = (self.flux(CENTRE + step) - self.flux(CENTRE - step)) / (2 * step[k])
            assert np.allclose(numeric, self.derivative(CENTRE)[k], rtol=1e-5, atol=1e-9 / UNITS[k]), LABELS[k]


def giants(count, rng):
    """Draws labels that correlate as in the Galaxy: two sequences of [α/M] against [M/H], and log g along the giant branch."""
    mh = np.clip(rng.normal(-0.3, 0.3, count), -1.2, 0.4)
    high = rng.random(count) < 0.4
    alpha = np.where(high, 0.22, 0.06) - 0.10 * (mh + 0.3) + rng.normal(0, 0.025, count)
    logg = rng.uniform(0.8, 3.4, count)
    teff = 4700 + 380 * (logg - 2.3) - 350 * (mh + 0.3) + rng.normal(0, 110, count)
    return np.column_stack([teff, logg, mh, alpha, rng.normal(0, 0.08, count)])


def read_lines(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    nm = "vacuum_nm" if "vacuum_nm" in rows[0] else "vac_nm"
    return [(float(row[nm]), row["species"]) for row in rows if row["species"].split()[0] in SPECIES][:MOST_LINES]


def cli(program, *words):
    done = subprocess.run([program, "-q", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


def write_survey(folder, emulator, labels, snr, rng):
    flux = emulator.flux(labels)
    error = np.repeat(1 / snr[:, None], flux.shape[1], axis=1)
    image = fits.PrimaryHDU((flux + error * rng.normal(size=flux.shape)).astype("f4"))
    image.header.update(CTYPE1="WAVE", CUNIT1="nm", CRPIX1=1.0, CRVAL1=emulator.nm[0], CDELT1=emulator.nm[1] - emulator.nm[0])
    fits.HDUList([image, fits.ImageHDU(error.astype("f4"), name="ERROR")]).writeto(folder / "spectra.fits")
    with open(folder / "labels.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *LABELS, "snr"])
        writer.writerows([f"star{i}", *map("{:.6g}".format, row), f"{snr[i]:.1f}"] for i, row in enumerate(labels))


def column(path, name):
    with open(path, encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(line for line in file if not line.startswith("#"))]


def peaks_of(values):
    """Returns the pixels of the highest peaks of |values|."""
    height = np.abs(values)
    peaks = [p for p in range(1, len(height) - 1) if height[p] >= height[p - 1] and height[p] > height[p + 1]]
    return sorted(peaks, key=lambda p: -height[p])[:PEAKS]


def compare(folder, emulator, labels, chosen, snr):
    """Compares peak table and map with the filter of least squared error: its prior is the covariance of all stars, its noise the
    median S/N of the chosen stars."""
    slopes = emulator.derivative(labels[chosen].mean(axis=0))
    covariance, noise = np.cov(labels.T), 1 / np.median(snr[chosen]) ** 2
    best = np.linalg.solve(np.linalg.inv(covariance) + slopes @ slopes.T / noise, slopes / noise)
    found = {key: column(folder / "peaks.csv", key) for key in ("label", "wavelength_nm", "height", "species")}
    maps = np.array([np.array(column(folder / "map.csv", f"d_{label}_d_flux"), float) for label in LABELS])
    pixel = emulator.nm[1] - emulator.nm[0]
    print("peak table and map compared with the filter: of its 20 highest peaks those found, of the table's 10 highest those with its sign")
    print("label    r of map  filter's 20 peaks found   10 signs agree  5 highest peaks of the table")
    for k, label in enumerate(LABELS):
        rows = [i for i, name in enumerate(found["label"]) if name == label]
        nm = np.array([float(found["wavelength_nm"][i]) for i in rows])
        height = np.array([float(found["height"][i]) for i in rows])
        shared = sum(bool(np.any((np.abs(nm - emulator.nm[p]) <= 1.5 * pixel) & (height * best[k, p] > 0)))
                     for p in peaks_of(best[k]))
        pixels = [int(np.argmin(np.abs(emulator.nm - value))) for value in nm[:10]]
        signs = sum(height[i] * best[k, p] > 0 for i, p in enumerate(pixels))
        r = np.corrcoef(maps[k], best[k])[0, 1]
        print(f"{label:<8} {r:>8.2f} {shared:>24} {signs:>16}  {', '.join(found['species'][i] or '–' for i in rows[:5])}")
    print("response of each predicted label (row) per unit change of one label in the spectrum (column); network | best linear filter")
    scale = UNITS[None, :] / UNITS[:, None]
    for k, label in enumerate(LABELS):
        network, linear = (np.array([table[k] @ slopes[j] for j in range(5)]) * scale[k] for table in (maps, best))
        print(f"{label:<8}" + "".join(f"{value:8.2f}" for value in network) + "  |" + "".join(f"{value:8.2f}" for value in linear))


def main():
    program = sys.argv[1]
    lines = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[2] / "resources/lines/rvs.csv"
    network = sys.argv[3] if len(sys.argv) > 3 else "spectrum-small"
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 6000
    rng = np.random.default_rng(5)
    emulator = Emulator(read_lines(lines), rng)
    emulator.check()
    labels, snr = giants(count, rng), rng.uniform(40, 150, count)
    near = "abs(mh + 0.3) < 0.2 && abs(logg - 2.3) < 0.5"
    chosen = (abs(labels[:, 2] + 0.3) < 0.2) & (abs(labels[:, 1] - 2.3) < 0.5)
    print(f"{emulator.profile.shape[1]} lines, {emulator.nm.size} pixels, {count} stars, {chosen.sum()} of them in the maps")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_survey(folder, emulator, labels, snr, rng)
        cli(program, "import", folder / "spectra.fits", "--labels", folder / "labels.csv", "--rows-are-aligned", "--vacuum",
            "--out", folder / "survey.fits")
        print(cli(program, "train", folder / "survey.fits", "--network", network, "--labels", ",".join(LABELS), "--members", 2,
                  "--compare-ridge", "--out", folder / "model.safetensors"))
        cli(program, "attribute", folder / "survey.fits", "--model", folder / "model.safetensors", "--filter", near,
            "--lines", lines, "--peaks", PEAKS, "--peaks-out", folder / "peaks.csv", "--out", folder / "map.csv")
        compare(folder, emulator, labels, chosen, snr)


main()
