# SPDX-License-Identifier: GPL-3.0-or-later
"""The right readings of the files in ../shared/cases/files, from ../shared/cases/README.md."""
import numpy as np
from astropy.table import Table

from comparing import Case, Expected, Refusal
from reading import axis, catalogue, header, image, sigma_of, spectrum, table
from surveys import lamost_rows

NAN = np.nan


def desi(path):
    """B, R and Z joined: WAVELENGTH in Å in vacuum, FLUX, IVAR, and MASK of which any bit means no data."""
    def arm(letter):
        wave, flux, ivar, mask = (image(path, f"{letter}_{part}") for part in ("WAVELENGTH", "FLUX", "IVAR", "MASK"))
        return spectrum(letter, 0.1 * wave, flux[0], ivar[0], "ivar", mask[0] != 0)

    def joined():
        rows = table(path, "FIBERMAP")
        star = arm("B")
        star.id = str(rows["TARGETID"][0])
        return Expected([star], arms=[arm("B"), arm("R"), arm("Z")],
                        columns={name: np.array(rows[name]) for name in ("TARGET_RA", "TARGET_DEC", "FIBER", "FLUX_G", "EBV")})

    def single(letter):
        star = arm(letter)
        star.id = str(table(path, "FIBERMAP")["TARGETID"][0])
        return Expected([star])
    return [Case("desi coadd", [path], joined)] + [Case(f"desi coadd, {letter}", [path], lambda letter=letter: single(letter),
                                                        ("--hdu", f"{letter}_FLUX")) for letter in "BRZ"]


def lamost_mrs(path):
    """COADD_B and COADD_R joined: LOGLAM is log10 of Å in vacuum; IVAR marks pixels without data, as do the bits of ANDMASK except
    bit 3 (BRIGHTSKY)."""
    def expect():
        arms = []
        for name in ("COADD_B", "COADD_R"):
            rows = table(path, name)
            arms.append(spectrum(header(path)["OBSID"], 0.1 * 10 ** np.asarray(rows["LOGLAM"], "f8"), rows["FLUX"], rows["IVAR"], "ivar",
                                 np.asarray(rows["ANDMASK"]) & 0b110111 != 0))
        return Expected(arms[:1], arms=arms)
    return Case(path.name[:22], [path], expect)


def ap_visit(path):
    """Images of chips × pixels: flux, error and mask in HDUs 2 to 4, wavelengths in Å in vacuum in HDU 5. Bits 0 to 7 of the mask
    mean no data (APOGEE_PIXMASK)."""
    def expect():
        flux, error, mask, wave = (image(path, hdu) for hdu in (2, 3, 4, 5))
        arms = [spectrum("x", 0.1 * wave[i], flux[i], error[i], bad=mask[i] & 0xFF != 0) for i in range(3)]
        arms[0].id = header(path)["OBJID"].strip()
        return Expected(arms[:1], arms=arms)
    return Case("apVisit", [path], expect)


def mwm_star(path, hdu, options=()):
    """SDSS-V: one row a star; wavelength in Å in vacuum, flux, ivar, which marks pixels without data."""
    def expect():
        rows = table(path, hdu)
        return Expected([spectrum(row["sdss_id"], 0.1 * np.asarray(row["wavelength"], "f8"), row["flux"], row["ivar"], "ivar") for row in rows],
                        columns={"snr": np.array(rows["snr"], "f8")})
    return Case(f"{path.name} HDU {hdu}", [path], expect, ("--no-checksum", *options))


def mwm_visit(path):
    """SDSS-V: one row a visit; log10 of Å in vacuum from CRVAL and CDELT in the header of the table."""
    def expect():
        rows, keys = table(path, 4), header(path, 4)
        nm = 0.1 * 10 ** (keys["CRVAL"] + keys["CDELT"] * np.arange(len(rows["flux"][0])))
        return Expected([spectrum(row["sdss_id"], nm, row["flux"], row["ivar"], "ivar") for row in rows], columns={"mjd": np.array(rows["mjd"])})
    return Case(path.name, [path], expect, ("--no-checksum",))


def pixel_table(path, wave, flux="flux", error=None, kind="sigma", mask=None, to_nm=lambda w: 0.1 * w, options=("--vacuum",), air=False):
    """A FITS table or text with one row per pixel."""
    def expect():
        rows = table(path, 2) if path.suffix == ".fits" else Table.read(path, format="ascii")
        bad = None if mask is None else np.asarray(rows[mask]) != 0
        nm = to_nm(np.asarray(rows[wave], "f8"))
        star = spectrum(path.stem, nm, rows[flux], None if error is None else rows[error], kind, bad, air)
        if path.stem == "id-from-umlaut-name":
            star.id = path.stem
        return Expected([star])
    return Case(path.name, [path], expect, options)


def image_spectrum(path, to_nm, hdu=1, options=("--vacuum",)):
    def expect():
        return Expected([spectrum(path.stem, to_nm(axis(header(path, hdu), image(path, hdu).shape[-1])), image(path, hdu))])
    return Case(path.name, [path], expect, options)


def of_log10(values):
    return 0.1 * 10 ** values


def of_ln(values):
    return 0.1 * np.exp(values)


def spectra(files):
    """Returns the cases of tables and images of one spectrum."""
    def at(name):
        return files / name
    found = [pixel_table(at("error-column-staterror.fits"), "wavelength", error="STATERROR"),
             pixel_table(at("id-from-umlaut-name.fits"), "wavelength", error="error"),
             pixel_table(at("loglam-is-natural-log.fits"), "loglam", error="ivar", kind="ivar", to_nm=of_ln),
             pixel_table(at("wave-is-log10.fits"), "wave", error="ivar", kind="ivar", to_nm=of_log10),
             pixel_table(at("mask-column.fits"), "wavelength", error="error", mask="mask"),
             pixel_table(at("micron-without-unit.fits"), "wavelength", error="error", to_nm=lambda w: 1e3 * w),
             pixel_table(at("micron-without-unit.csv"), "wavelength", error="error", to_nm=lambda w: 1e3 * w),
             pixel_table(at("unit-spelling.fits"), "wavelength"),
             pixel_table(at("air-and-vacuum-columns.csv"), "wave_vac", error="error", options=()),
             pixel_table(at("lam-air-column.csv"), "lambda_air_A", error="err", options=(), air=True),
             pixel_table(at("commented-header-with-units.txt"), "Wavelength(A)", "Flux", "Error"),
             pixel_table(at("headerless-two-columns.txt"), "col1", "col2"),
             pixel_table(at("headerless-three-columns.dat"), "col1", "col2", "col3"),
             pixel_table(at("ispec-waveobs.txt"), "waveobs", error="err", to_nm=lambda w: w),
             pixel_table(at("kurucz-style.txt"), "Wavelength(nm)", "NormFlux", to_nm=lambda w: w),
             pixel_table(at("pollux-style.txt"), "col1", "col2"),
             pixel_table(at("wave-um-column.txt"), "wavelength", to_nm=lambda w: 1e3 * w),
             pixel_table(at("wave_a-column.csv"), "WAVE_A", "FLUX"),
             pixel_table(at("x-y-columns.csv"), "x", "y"),
             pixel_table(at("wl-flux-continuum.csv"), "wavelength", "flux_normalized", "error", to_nm=lambda w: w),
             image_spectrum(at("image-log10-unmarked.fits"), of_log10),
             image_spectrum(at("image-natural-log-unmarked.fits"), of_ln),
             image_spectrum(at("mastar-template-log10.fits"), of_log10),
             image_spectrum(at("wcs-from-specutils.fits"), lambda w: 1e9 * w, options=()),
             image_spectrum(at("wcs-pc-matrix.fits"), lambda w: 0.1 * w, options=())]

    def rows():
        path = at("rows-flux-variance-sky.fits")
        data, keys = image(path, 2), header(path, 2)
        return Expected([spectrum(path.stem, 0.1 * axis(keys, data.shape[1]), data[0], data[1], "var")])

    def separate():
        path = at("flux-and-wave-in-separate-hdus.fits")
        return Expected([spectrum(path.stem, 0.1 * image(path, "WAVE"), image(path, "FLUX"), image(path, "IVAR"), "ivar")])

    def pair():
        return Expected([spectrum("pair-flux", 0.1 * image(at("pair-wave.fits"), 1), image(at("pair-flux.fits"), 1))])

    def arms():
        path = at("three-arms-as-images.fits")
        parts = [(0.1 * axis(header(path, hdu), len(image(path, hdu))), image(path, hdu)) for hdu in (2, 3, 4)]
        return Expected([spectrum(path.stem, np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))])

    def angstrom():
        rows = table(at("angstrom-without-unit.fits"), 2)
        return Expected([spectrum("angstrom-without-unit", 0.1 * rows["WAVE"][0], rows["FLUX"][0], rows["ERROR"][0])])

    found += [Case("rows-flux-variance-sky.fits", [at("rows-flux-variance-sky.fits")], rows, ("--vacuum",)),
              Case("flux-and-wave-in-separate-hdus.fits", [at("flux-and-wave-in-separate-hdus.fits")], separate, ("--vacuum",)),
              Case("pair-flux.fits, pair-wave.fits", [at("pair-flux.fits")], pair, ("--vacuum", "--wavelengths", at("pair-wave.fits"))),
              Case("three-arms-as-images.fits", [at("three-arms-as-images.fits")], arms),
              Case("angstrom-without-unit.fits", [at("angstrom-without-unit.fits")], lambda: Refusal(("--unit", "nm")), ("--vacuum",)),
              Case("angstrom-without-unit.fits in Å", [at("angstrom-without-unit.fits")], angstrom, ("--vacuum", "--unit", "A")),
              Case("several-flux-columns.csv", [at("several-flux-columns.csv")], lambda: Refusal(("flux1", "flux2")), ("--vacuum",)),
              Case("three-thousand-columns.csv", [at("three-thousand-columns.csv")], lambda: Refusal(("wavelengths", "col0000")), ("--vacuum",))]
    return found


def several(files):
    """Returns the cases of files with several spectra."""
    def votable():
        stars = []
        for i in range(3):
            rows = Table.read(files / "three-spectra-in-one-votable.vot", format="votable", table_id=i)
            stars.append(spectrum(5937083312263888000 + i, rows["wavelength"], rows["flux"], rows["flux_error"]))
        return Expected(stars)

    def wide():
        rows = Table.read(files / "one-spectrum-a-row.csv", format="ascii.csv")
        names = [name for name in rows.colnames if name[0].isdigit()]
        flux = np.array([[row[name] for name in names] for row in rows])
        return Expected([spectrum(row["star_id"], 0.1 * np.array(names, "f8"), flux[i]) for i, row in enumerate(rows)],
                        columns={"teff": np.array(rows["teff"], "f8"), "logg": np.array(rows["logg"], "f8")})
    return [Case("three-spectra-in-one-votable.vot", [files / "three-spectra-in-one-votable.vot"], votable),
            Case("one-spectrum-a-row.csv", [files / "one-spectrum-a-row.csv"], wide, ("--vacuum",))]


def catalogues(files):
    """Returns the cases of tables of stars."""
    def case(name, expect, *options):
        return Case(name, [files / name], expect, options)

    def text(name, id_column, form="ascii.csv", **more):
        return case(name, lambda: catalogue(Table.read(files / name, format=form), id_column, **more), "--keep-sentinels")

    def fixed(name, ids, units=None, **columns):
        return case(name, lambda: Expected(ids=ids, columns=columns, units=units or {}))

    def first_with_rows(name, hdu):
        return case(name, lambda: catalogue(table(files / name, hdu), "sdss_id"))

    def matched():
        path = files / "row-matched-hdus.fits"
        expected = catalogue(table(path, 2), "TARGETID")
        more = catalogue(table(path, 3), "TARGETID")
        expected.columns.update(more.columns)
        return expected
    five = ["1", "2", "3", "4", "5"]
    return [text("gaia-dr3-prefix.csv", "source_id"), text("plain-ids.csv", "source_id"), text("table.ipac", "source_id", "ascii.ipac"),
            text("table.mrt", "source_id", "ascii.mrt"), text("parallax-sentinel.csv", "APOGEE_ID"),
            text("positions-RAdeg.csv", "source_id"), text("positions-TARGET_RA.csv", "source_id"), text("positions-_RAJ2000.csv", "source_id"),
            text("headerless-ids.csv", "col1", "ascii.no_header"), text("headerless-ids.txt", "col1", "ascii.no_header"),
            first_with_rows("first-table-empty.fits", 3), first_with_rows("text-table-first.fits", 3),
            case("row-matched-hdus.fits", matched),
            case("ascii-table-64-bit-ids.fits", lambda: catalogue(table(files / "ascii-table-64-bit-ids.fits", 2), "source_id")),
            case("uint64-column.fits", lambda: catalogue(table(files / "uint64-column.fits", 2), "source_id"), "--keep-sentinels"),
            fixed("sentinels.csv", five + ["6"], teff=[NAN, NAN, 5000, NAN, 5200, NAN], logg=[NAN, NAN, 2.5, NAN, 2.6, 0],
                  mh=[NAN, NAN, -.1, NAN, -.2, 0], alpham=[NAN, NAN, .1, NAN, .15, 0], snr=[NAN, 0, 100, NAN, 50, 50]),
            fixed("parallax-sentinel.csv", ["A", "B", "C"], PLX=[NAN, 1, 2], PLX_ERR=[NAN, .01, .02], feh=[-.1, -.2, -.3]),
            fixed("missing-words.csv", five, teff=[NAN, NAN, 5000, NAN, 5200], logg=[NAN, NAN, 2.5, NAN, 2.6], mh=[NAN, NAN, -.1, NAN, -.2],
                  alpham=[NAN, NAN, .1, NAN, .15]),
            fixed("greek-ids.csv", ["beta Hyi", "alpha Cen A"], teff=[5000, 5100]),
            fixed("parallax-in-arcsec.ecsv", None, {"parallax": "mas"},
                  parallax=1e3 * np.array(Table.read(files / "parallax-in-arcsec.ecsv", format="ascii.ecsv")["parallax"])),
            fixed("positions-in-hours.ecsv", ["9"], {"ra": "deg"}, ra=[15 * 0.666666733], dec=[-5.00001], logg=[2.5]),
            fixed("positions-in-rad.ecsv", None, {"ra": "deg", "dec": "deg"},
                  **{name: np.degrees(Table.read(files / "positions-in-rad.ecsv", format="ascii.ecsv")[name].value) for name in ("ra", "dec")})]


def cases(files):
    found = [*desi(files / "desi-coadd-one-target.fits"), *(lamost_mrs(path) for path in sorted(files.glob("lamost-mrs*"))),
             ap_visit(files / "apVisit-r13-5095-55844-128.fits"),
             mwm_star(files / "mwmStar_apogee_only.fits", 4), mwm_star(files / "mwmStar_all.fits", 2),
             mwm_star(files / "mwmStar_all.fits", 4, ("--hdu", "APOGEE/APO")), mwm_visit(files / "mwmVisit_apogee_only.fits"),
             lamost_rows(files / "lamost-dr1-five-rows.fits", None, 3)]
    return found + spectra(files) + several(files) + catalogues(files)



