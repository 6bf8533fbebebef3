# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads spectra and columns with astropy, and converts them by the formulas of the surveys' documentation."""
import numpy as np
from astropy.io import fits
from astropy.table import Table

from comparing import Expected, Star

# Names that published tables give to labels, and the names that they have in a survey. The names with e_ are their errors.
LABELS = {"teff": "teff", "logg": "logg", "mh": "mh", "m_h": "mh", "m_h_atm": "mh", "feh": "feh", "fe_h": "feh", "alpham": "alpham",
          "alpha_m": "alpham", "alpha_m_atm": "alpham", "alphafe": "alphafe", "sife": "sife", "alfe": "alfe", "mgfe": "mgfe",
          "nife": "nife", "[fe/h]": "feh", "[m/h]": "mh", "[mg/fe]": "mgfe"}


def known_name(name):
    """Returns the name of a column in a survey: that of a label or its error, or its own."""
    lower = name.lower()
    if lower in LABELS:
        return LABELS[lower]
    for prefix in ("e_", "e"):
        if lower.startswith(prefix) and lower[len(prefix):] in LABELS:
            return "e_" + LABELS[lower[len(prefix):]]
    return name


def image(path, hdu):
    """Returns the values of an image HDU, by number (from 1) or name."""
    with fits.open(path) as hdus:
        return np.array(hdus[hdu - 1 if isinstance(hdu, int) else hdu].data)


def header(path, hdu=1):
    with fits.open(path) as hdus:
        return hdus[hdu - 1 if isinstance(hdu, int) else hdu].header.copy()


def table(path, hdu, **options):
    return Table.read(path, hdu=hdu - 1 if isinstance(hdu, int) else hdu, **options)


def values_of(column):
    """Returns the values of a column: NaN or "" where it is masked; texts without trailing blanks."""
    masked = np.ma.getmaskarray(column) if isinstance(column, np.ma.MaskedArray) else np.zeros(np.shape(column), bool)
    data = np.asarray(column.filled() if isinstance(column, np.ma.MaskedArray) and column.dtype.kind == "O" else np.ma.getdata(column))
    if data.dtype.kind in "SUO":
        texts = [v.decode() if isinstance(v, bytes) else str(v) for v in data.ravel()]
        return np.array(["" if m else t.rstrip() for t, m in zip(texts, masked.ravel())], object).reshape(data.shape)
    if data.dtype.kind == "b":
        data = data.astype("i8")
    if not masked.any():
        return data
    if data.dtype.kind in "iu" and (np.abs(data[~masked].astype("f8")) > 2 ** 53).any():
        return np.array(["" if m else str(v) for v, m in zip(data, masked)], object)
    return np.where(masked, np.nan, data.astype("f8"))


def columns_of(rows, skip=(), names=None):
    """Returns the scalar columns of an astropy table by the name that they have in a survey."""
    names = names or {}
    return {names.get(name, known_name(name)): values_of(rows[name]) for name in rows.colnames
            if name not in skip and rows[name].ndim == 1 and rows[name].dtype.kind != "O"}


def catalogue(rows, id_column=None, skip=(), names=None, says=(), units=None):
    ids = [text for text in map(str, values_of(rows[id_column]))] if id_column else [f"row {i + 1}" for i in range(len(rows))]
    return Expected(ids=ids, columns=columns_of(rows, (id_column, *skip), names), says=says, units=units or {})


def axis(keys, pixels, number=1):
    """Returns CRVAL + (pixel − CRPIX) × step, by FITS paper I: the step is CD, or CDELT × PC."""
    step = keys.get(f"CD{number}_{number}", keys.get(f"CDELT{number}", 1.0) * keys.get(f"PC{number}_{number}", 1.0))
    return keys[f"CRVAL{number}"] + (np.arange(pixels) + 1 - keys.get(f"CRPIX{number}", 1.0)) * step


def vacuum_of_air(air_nm):
    """Inverts the refractive index of air of Morton (2000, ApJS 130, 403) by iteration."""
    vacuum = np.array(air_nm, "f8")
    for _ in range(20):
        s2 = (1e3 / vacuum) ** 2
        vacuum = air_nm * (1 + 8.34254e-5 + 2.406147e-2 / (130 - s2) + 1.5998e-4 / (38.9 - s2))
    return vacuum


def sigma_of(values, kind):
    """Returns 1σ errors, NaN where there are none. `kind` is sigma, var or ivar."""
    values = np.asarray(values, "f8")
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = {"sigma": values, "var": np.sqrt(values), "ivar": 1 / np.sqrt(values)}[kind]
    return np.where(values > 0, errors, np.nan)


def spectrum(name, nm, flux, error=None, kind="sigma", bad=None, air=False):
    """Returns a star in ascending vacuum wavelengths. Pixels in `bad`, and those without inverse variance, have no flux."""
    nm, flux = np.asarray(nm, "f8"), np.array(flux, "f8")
    sigma = None if error is None else sigma_of(error, kind)
    flux[~np.isfinite(flux)] = np.nan
    if kind == "ivar":
        flux[~(np.asarray(error, "f8") > 0)] = np.nan
    if bad is not None:
        flux[bad] = np.nan
    if nm[0] > nm[-1]:
        nm, flux, sigma = nm[::-1], flux[::-1], None if sigma is None else sigma[::-1]
    return Star(str(name), vacuum_of_air(nm) if air else nm, flux, sigma)
