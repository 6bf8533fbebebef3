# SPDX-License-Identifier: GPL-3.0-or-later
"""The right readings of the real files below ../shared/data, from the documentation of the surveys."""
import zipfile

import numpy as np
from astropy.table import Table

from comparing import Case, Expected
from reading import axis, catalogue, header, image, spectrum, table, values_of


def gaia_rvs(path):
    """Gaia DR3 data model, rvs_mean_spectrum: wavelengths in nm in vacuum, flux and flux_error; an empty cell has no data."""
    def expect():
        rows = Table.read(path, format="ascii.csv")
        flux, error = (np.ma.filled(rows[name].astype("f8"), np.nan) for name in ("flux", "flux_error"))
        return Expected([spectrum(rows["source_id"][0], rows["wavelength"], flux, error)],
                        columns={"ra": [rows["ra"][0]], "dec": [rows["dec"][0]]})
    return Case(f"gaia_rvs/{path.name}", [path], expect)


def gaia_bundle(path):
    """DataLink bundle of one star: its sampled XP spectrum (nm, vacuum), and its coefficients as inputs."""
    def expect():
        kind = path.stem.rsplit("_", 1)[1]
        star = "Gaia DR3 5937083312263887616"
        with zipfile.ZipFile(path) as archive:
            def read(product):
                text = archive.read(f"{product}-{star}.{kind}").decode()
                return Table.read(text.splitlines(), format="ascii.ecsv" if kind == "ecsv" else "ascii.csv")
            sampled, continuous = read("XP_SAMPLED"), read("XP_CONTINUOUS")

        def vector(name):
            cell = continuous[name][0]
            if isinstance(cell, str):
                cell = [float(word) for word in cell.strip("()[]").split(",")]
            return [np.asarray(cell, "f8")]
        columns = {name: vector(name) for name in ("bp_coefficients", "rp_coefficients", "bp_coefficient_errors", "rp_coefficient_errors")}
        return Expected([spectrum(star.split()[-1], sampled["wavelength"], sampled["flux"], sampled["flux_error"])], columns=columns)
    return Case(f"gaia_archive/{path.name}", [path], expect)


def gaia_coefficients(path, fits_twin):
    """The same rows of xp_continuous_mean_spectrum in four formats: read by astropy from each, and compared with the FITS file."""
    def expect():
        if path.suffix == ".fits":
            rows = table(path, 2)
        else:
            rows = Table.read(path, format={".xml": "votable", ".ecsv": "ascii.ecsv", ".csv": "ascii.csv"}[path.suffix])

        def vectors(name):
            cells = [[float(word) for word in cell.strip("()[]").split(",")] if isinstance(cell, str) else cell for cell in rows[name]]
            assert all(np.allclose(np.asarray(a, "f8"), b, rtol=1e-6) for a, b in zip(cells, fits_twin[name]))
            return np.array([np.asarray(cell, "f8") for cell in cells])
        columns = {name: vectors(name) for name in ("bp_coefficients", "rp_coefficients", "bp_coefficient_errors", "rp_coefficient_errors")}
        return Expected(ids=list(rows["source_id"]), columns=columns)
    return Case(f"gaia_xp/{path.name}", [path], expect)


def gaia_query(path):
    """A query result of the archive. Its ids are source_id, and everything else is a column."""
    def expect():
        rows = Table.read(path, format="ascii.ecsv")
        return catalogue(rows, next(name for name in rows.colnames if name.lower() == "source_id"))
    return Case(f"gaia_archive/{path.name}", [path], expect, ("--keep-sentinels",))


def miles(folder):
    """Primary image, wavelengths CRVAL1 + i × CDELT1 in Å in air; labels by file name."""
    def expect():
        stars = [spectrum(path.stem, 0.1 * axis(header(path), len(image(path, 1))), image(path, 1), air=True)
                 for path in sorted(folder.glob("*.fits"))]
        rows = Table.read(folder / "labels.csv", format="ascii.csv")
        place = {name.rsplit(".", 1)[0]: i for i, name in enumerate(rows["file"])}
        columns = {}
        for name in ("miles_id", "teff", "logg", "feh"):
            values = np.ma.filled(rows[name].astype("f8"), np.nan)
            columns[name] = np.array([values[place[star.id]] if star.id in place else np.nan for star in stars])
        return Expected(stars, columns=columns)
    return Case("miles/ (821 files)", [folder], expect, ("--air", "--labels", folder / "labels.csv"))


def apogee(path, star):
    """aspcapStar and apStar: flux in HDU 2, error in HDU 3; log10 of Å in vacuum. An error of 1e10, and a flux of 0, mean no
    data (SDSS data models). Bits 0 to 7 of the mask of apStar, in HDU 4, do so too (APOGEE_PIXMASK)."""
    def expect():
        flux, error = (np.atleast_2d(image(path, hdu))[0].astype("f8") for hdu in (2, 3))
        bad = (error >= 1e10) | (flux == 0)
        if path.name.startswith("apStar"):
            bad |= np.atleast_2d(image(path, 4))[0].astype("i8") & 0xFF != 0
        keys = header(path, 2)
        nm = 0.1 * 10 ** (keys["CRVAL1"] + keys["CDELT1"] * np.arange(len(flux)))
        return Expected([spectrum(star, nm, flux, np.where(error >= 1e10, np.nan, error), bad=bad)])
    return Case(f"apogee_fits/{path.name}", [path], expect)


def lamost_rows(path, star, mask_row):
    """LAMOST up to DR7: row 1 flux, row 2 inverse variance, log10 of Å in vacuum from COEFF0 and COEFF1. The and-mask marks
    pixels that are bad in all exposures, and a flux of 0 means no data."""
    def expect():
        rows, keys = image(path, 1).astype("f8"), header(path)
        nm = 0.1 * 10 ** (keys["COEFF0"] + keys["COEFF1"] * np.arange(rows.shape[1]))
        return Expected([spectrum(star or path.name.split(".")[0], nm, rows[0], rows[1], "ivar", (rows[mask_row] != 0) | (rows[0] == 0))])
    return Case(f"lamost/{path.name}", [path], expect)


def labels(path, id_column=None, skip=()):
    def expect():
        return catalogue(Table.read(path, format="ascii.csv"), id_column, skip)
    return Case(f"{path.parent.name}/{path.name}", [path], expect, ("--keep-sentinels",))


def cases(data):
    """Returns the cases of the real files below ../shared/data. The others there are no products of surveys: networks, arrays of
    numpy, coefficients without a header, wavelengths, and licences."""
    found = [gaia_rvs(path) for path in sorted((data / "gaia_rvs").glob("*.csv"))]
    archive = data / "gaia_archive"
    found += [gaia_bundle(path) for path in sorted(archive.glob("*.zip"))] + [gaia_query(path) for path in sorted(archive.glob("*.ecsv"))]
    xp = table(data / "gaia_xp/XP_CONTINUOUS_RAW.fits", 2)
    found += [gaia_coefficients(path, xp) for path in sorted((data / "gaia_xp").glob("XP_*"))]
    found.append(miles(data / "miles"))
    for path in sorted((data / "apogee_fits").glob("*.fits")):
        found.append(apogee(path, "2M" + path.stem.split("2M")[1]))
    for path in sorted((data / "lamost").glob("*.fits*")):
        found.append(lamost_rows(path, header(path)["OBSID"], 3))
    for name in ("rave_apogeedr16_guiglion2020_RZ_approx", "res_test_cnn_version_1_True", "res_train_cnn_version_1_True",
                 "training_sample_labels", "y_test_cnn_version_1_True", "y_train_cnn_version_1_True"):
        found.append(labels(data / f"guiglion2020/{name}.csv", "RAVE_OBS_ID"))
    found.append(labels(data / "guiglion2020/training_sample_parameters.csv"))
    found.append(labels(data / "apokasc/logg_cal.csv", "KIC_ID", ("FE_H_RAW",)))
    found += [labels(path) for path in sorted((data / "lines").glob("*.csv"))]
    return found



