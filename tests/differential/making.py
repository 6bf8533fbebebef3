# SPDX-License-Identifier: GPL-3.0-or-later
"""Helpers for the modules that make files."""
import numpy as np
from astropy.io import fits

from comparing import Case

PIXELS = 100
ANGSTROM = 8460.0 + 0.5 * np.arange(PIXELS)
NM = 0.1 * ANGSTROM
RNG = np.random.default_rng(21)
FLUX = RNG.uniform(0.5, 1.5, PIXELS)
SIGMA = RNG.uniform(0.01, 0.05, PIXELS)


class Maker:
    """Collects cases. Each function gets the path of the file that it writes, and returns the right reading."""

    def __init__(self):
        self.functions = []

    def __call__(self, suffix, *options):
        def add(function):
            self.functions.append((function, suffix, options))
            return function
        return add

    def cases(self, folder):
        found = []
        for function, suffix, options in self.functions:
            path = folder / (function.__name__.replace("_", "-") + suffix)
            described = " ".join(function.__doc__.split())
            found.append(Case(f"{path.name} ({described})", [path], lambda function=function, path=path: function(path), options))
        return found


def write(path, *hdus):
    fits.HDUList([hdu if i > 0 or isinstance(hdu, fits.PrimaryHDU) else fits.PrimaryHDU() for i, hdu in enumerate(hdus)]).writeto(
        path, output_verify="silentfix")


def primary(data=None, **keys):
    hdu = fits.PrimaryHDU(data)
    hdu.header.update(keys)
    return hdu


def image_hdu(data, name="", **keys):
    hdu = fits.ImageHDU(data, name=name)
    hdu.header.update(keys)
    return hdu


def columns_hdu(*columns, name="", **keys):
    """Returns a table HDU. Each column is (name, format, array) or (name, format, array, options of fits.Column)."""
    hdu = fits.BinTableHDU.from_columns(
        [fits.Column(name=c[0], format=c[1], array=c[2], **(c[3] if len(c) > 3 else {})) for c in columns], name=name)
    hdu.header.update(keys)
    return hdu


def axis_keys(start=8460.0, step=0.5, unit="Angstrom", kind="WAVE", **more):
    return {"CRVAL1": start, "CDELT1": step, "CUNIT1": unit, "CTYPE1": kind, "CRPIX1": 1.0, **more}
