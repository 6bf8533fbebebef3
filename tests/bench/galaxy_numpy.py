#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the R × |Z| figure with numpy and matplotlib, to compare with bench_galaxy: histogram2d of each panel, a Gaussian blur with
the bandwidth of Scott's rule as in scipy, and contours at three mass fractions. Prints the medians of elapsed and CPU time of seven
runs, in ms. Needs python3-scipy and python3-matplotlib. Usage: galaxy_numpy.py [STARS]"""
import sys
import time

import matplotlib
import numpy as np
from scipy.ndimage import gaussian_filter

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402

RADII, HEIGHTS, FRACTIONS = np.arange(0, 15, 2), np.array([0, 0.5, 1, 2]), (0.3, 0.6, 0.9)
RANGE = [[-2.0, 0.6], [-0.2, 0.45]]


def levels(density):
    values = np.sort(density.ravel())[::-1]
    mass = np.cumsum(values)
    return sorted({values[np.searchsorted(mass, fraction * mass[-1])] for fraction in FRACTIONS})


def figure(mh, alpha, radius, height, contours):
    figure, axes = pyplot.subplots(3, 7)
    for row in range(3):
        for column in range(7):
            inside = ((radius >= RADII[column]) & (radius < RADII[column + 1]) &
                      (height >= HEIGHTS[row]) & (height < HEIGHTS[row + 1]))
            x, y = mh[inside], alpha[inside]
            counts, _, _ = np.histogram2d(x, y, bins=65, range=RANGE)
            if not contours or x.size < 30:
                continue
            scott = x.size ** (-1 / 6)
            smooth = gaussian_filter(counts, (x.std() * scott / 0.04, y.std() * scott / 0.01))
            axes[row, column].contour(smooth.T, levels(smooth))
    pyplot.close(figure)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    random = np.random.default_rng(2015)
    thick = random.random(count) < 0.3
    radius = np.abs(8 + np.where(thick, 2.0, 2.5) * random.standard_normal(count))
    height = np.where(thick, 0.9, 0.3) * random.exponential(size=count)
    mh = np.where(thick, -0.5, -0.1) + 0.2 * random.standard_normal(count)
    alpha = np.where(thick, 0.25, 0.05) + 0.03 * random.standard_normal(count)
    for contours in (False, True):
        times, used = [], []
        for _ in range(7):
            start, before = time.perf_counter(), time.process_time()
            figure(mh, alpha, radius, height, contours)
            times.append(1e3 * (time.perf_counter() - start))
            used.append(1e3 * (time.process_time() - before))
        print(f"{count} stars, 21 panels, histogram2d{' and contour' if contours else ''}: {np.median(times):.0f} ms, "
              f"CPU {np.median(used):.0f} ms")


main()
