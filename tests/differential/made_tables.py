# SPDX-License-Identifier: GPL-3.0-or-later
"""FITS tables of spectra and of stars, made with astropy."""
import numpy as np
from astropy.io import fits
from astropy.table import MaskedColumn, Table

from comparing import Expected, Refusal
from making import ANGSTROM, FLUX, NM, PIXELS, RNG, SIGMA, Maker, columns_hdu, image_hdu, primary, write
from reading import catalogue, spectrum, table, values_of

make = Maker()
cases = make.cases
WAVE = ("wavelength", "D", ANGSTROM, {"unit": "Angstrom"})
IDS = 5937083312263887616 + np.arange(3)
MATRIX = RNG.uniform(0.5, 1.5, (3, PIXELS)).astype("f4")


def pixels(path, hdu=2, wave="wavelength", flux="flux", scale=0.1, **more):
    rows = table(path, hdu)
    return Expected([spectrum(path.stem, scale * np.asarray(rows[wave], "f8"), np.ma.filled(np.ma.asarray(rows[flux]).astype("f8"), np.nan), **more)])


def vectors(ids, flux, nm=NM, **more):
    return [spectrum(star, nm, row, **{key: value[i] if isinstance(value, np.ndarray) else value for key, value in more.items()})
            for i, (star, row) in enumerate(zip(ids, flux))]


@make(".fits", "--vacuum")
def scaled_columns_with_null(path):
    """16-bit fluxes with TSCAL, TZERO and TNULL"""
    raw = RNG.integers(-9000, 9000, PIXELS).astype("i2")
    raw[[3, 50]] = -32768
    hdu = columns_hdu(WAVE, ("flux", "I", raw), ("error", "D", SIGMA), TSCAL2=0.0001, TZERO2=1.0, TNULL2=-32768)
    write(path, primary(), hdu)
    right = np.where(raw == -32768, np.nan, 1.0 + 0.0001 * raw)
    return Expected([spectrum(path.stem, NM, right, SIGMA)])


@make(".fits", "--keep-sentinels")
def integers_of_all_kinds(path):
    """signed and unsigned integers of 8 to 64 bits, with null values"""
    def column(name, dtype, low, high):
        return MaskedColumn(RNG.integers(low, high, 6).astype(dtype), name=name, mask=[False, True, False, False, False, True])
    rows = Table({"source_id": 5937083312263887616 + np.arange(6)})
    for name, dtype, low, high in (("a", "i2", -9, 9), ("b", "i4", -10 ** 9, 10 ** 9), ("c", "i8", -2 ** 62, 2 ** 62), ("d", "u1", 0, 99),
                                   ("e", "i8", -2 ** 40, 2 ** 40)):
        rows[name] = column(name, dtype, low, high)
    for name, dtype in (("u", "u2"), ("v", "u4"), ("w", "i1"), ("x", "f4"), ("y", "f8"), ("z", "?")):
        rows[name] = RNG.integers(0, 2 if dtype == "?" else 99, 6).astype(dtype)
    rows.write(path)
    back = table(path, 2)
    assert back["c"].mask[1]
    return catalogue(back, "source_id")


@make(".fits", "--keep-sentinels")
def unsigned_64_with_null(path):
    """unsigned 64-bit integers with TNULL"""
    values = np.array([1, 2 ** 63 + 5, 7], "u8")
    hdu = fits.BinTableHDU.from_columns([fits.Column("source_id", "K", array=IDS), fits.Column("big", "K", bzero=2 ** 63, array=values),
                                         fits.Column("teff", "D", array=[5000., 5100., 5200.])])
    hdu.header["TNULL2"] = int(7 - 2 ** 63)
    write(path, primary(), hdu)
    return Expected(ids=list(IDS), columns={"big": np.array(["1", str(2 ** 63 + 5), ""], object)})


@make(".fits", "--vacuum")
def arrays_of_varying_length(path):
    """heap arrays (P and Q) of wavelength, flux, error and mask"""
    def objects(rows, dtype):
        column = np.empty(3, object)
        for i in range(3):
            column[i] = np.asarray(rows[i], dtype)
        return column
    bad = np.zeros((3, PIXELS), "i4")
    bad[1, 4] = 2
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("wave", "QD()", objects([ANGSTROM] * 3, "f8"), {"unit": "Angstrom"}),
                                       ("flux", "PE()", objects(MATRIX, "f4")), ("error", "PD()", objects(MATRIX * 0.01, "f8")),
                                       ("mask", "PJ()", objects(bad, "i4"))))
    return Expected(vectors(IDS, MATRIX, error=(MATRIX * 0.01).astype("f8"), bad=bad != 0))


@make(".fits", "--vacuum")
def ids_in_the_heap(path):
    """ids as strings of varying length (PA)"""
    names = np.array(["2M00002012+5612368", "HD 1", "TYC 1-2-3"], object)
    write(path, primary(), columns_hdu(("id", "PA()", names), ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom"}),
                                       ("flux", f"{PIXELS}E", MATRIX)))
    return Expected(vectors(names, MATRIX))


@make(".fits", "--vacuum")
def mask_of_bits(path):
    """a mask of bits (TFORM X), one bit per pixel"""
    bad = RNG.random((3, PIXELS)) < 0.1
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom"}),
                                       ("flux", f"{PIXELS}E", MATRIX), ("mask", f"{PIXELS}X", bad)))
    assert (table(path, 2)["mask"] == bad).all()
    return Expected(vectors(IDS, MATRIX, bad=bad))


@make(".fits", "--vacuum")
def mask_of_logicals(path):
    """a mask of logicals, one per pixel"""
    bad = RNG.random((3, PIXELS)) < 0.1
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom"}),
                                       ("flux", f"{PIXELS}E", MATRIX), ("mask", f"{PIXELS}L", bad)))
    return Expected(vectors(IDS, MATRIX, bad=bad))


@make(".fits", "--vacuum")
def logical_of_pixels(path):
    """one row per pixel, with a logical mask"""
    bad = np.zeros(PIXELS, bool)
    bad[[2, 70]] = True
    write(path, primary(), columns_hdu(WAVE, ("flux", "E", FLUX), ("flux_error", "E", SIGMA), ("mask", "L", bad)))
    return pixels(path, error=SIGMA.astype("f4"), bad=bad)


@make(".fits", "--vacuum")
def bits_of_pixels(path):
    """one row per pixel, with a mask of 16 bits (TFORM 16X)"""
    bits = np.zeros((PIXELS, 16), bool)
    bits[5, 3] = bits[9, 15] = True
    write(path, primary(), columns_hdu(WAVE, ("flux", "E", FLUX), ("flux_error", "E", SIGMA), ("mask", "16X", bits)))
    return pixels(path, error=SIGMA.astype("f4"), bad=bits.any(axis=1))


@make(".fits", "--vacuum")
def arrays_with_tdim(path):
    """vectors with TDIM = (100,1)"""
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom", "dim": f"({PIXELS},1)"}),
                                       ("flux", f"{PIXELS}E", MATRIX, {"dim": f"({PIXELS},1)"})))
    return Expected(vectors(IDS, MATRIX))


@make(".fits", "--vacuum")
def ascii_table(path):
    """an ASCII table with E and D exponents and descending wavelengths"""
    columns = [fits.Column("WAVELENGTH", "D23.15", unit="Angstrom", array=ANGSTROM[::-1]), fits.Column("FLUX", "E15.7", array=FLUX.astype("f4")),
               fits.Column("ERROR", "D25.17", array=SIGMA)]
    fits.HDUList([fits.PrimaryHDU(), fits.TableHDU.from_columns(columns)]).writeto(path)
    rows = table(path, 2)
    return Expected([spectrum(path.stem, 0.1 * np.asarray(rows["WAVELENGTH"]), rows["FLUX"], rows["ERROR"])])


@make(".fits", "--keep-sentinels")
def ascii_catalogue_with_null(path):
    """an ASCII table of stars with null values"""
    columns = [fits.Column("source_id", "I20", array=IDS), fits.Column("teff", "F10.3", array=[5000.25, -1, 4321.5], null="-1.000"),
               fits.Column("visits", "I6", array=[3, -99, 5], null="-99"), fits.Column("name", "A8", array=["a b", "  c", ""])]
    fits.HDUList([fits.PrimaryHDU(), fits.TableHDU.from_columns(columns)]).writeto(path)
    return Expected(ids=list(IDS), columns={"teff": [5000.25, np.nan, 4321.5], "visits": [3, np.nan, 5], "name": np.array(["a b", "  c", ""], object)})


@make(".fits", "--vacuum")
def sigma_is_a_velocity(path):
    """the scalar column sigma is a velocity, and the errors are ivar"""
    ivar = RNG.uniform(1e3, 1e4, MATRIX.shape).astype("f4")
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("sigma", "E", [100, 120, 140], {"unit": "km/s"}),
                                       ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom"}), ("flux", f"{PIXELS}E", MATRIX), ("ivar", f"{PIXELS}E", ivar)))
    return Expected(vectors(IDS, MATRIX, error=ivar, kind="ivar"), columns={"sigma": [100, 120, 140]})


@make(".fits", "--vacuum")
def flux_is_photometry(path):
    """the scalar column flux is photometry, and the vectors are called spectrum and error"""
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("flux", "E", [1e3, 2e3, 3e3]),
                                       ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom"}), ("spectrum", f"{PIXELS}E", MATRIX),
                                       ("error", f"{PIXELS}E", MATRIX * np.float32(0.02))))
    return Expected(vectors(IDS, MATRIX, error=MATRIX * np.float32(0.02)), columns={"flux": [1e3, 2e3, 3e3]})


@make(".fits")
def grid_in_another_table(path):
    """vectors of flux and ivar, and the wavelengths in one row of another table"""
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("flux", f"{PIXELS}E", MATRIX), ("ivar", f"{PIXELS}E", MATRIX * 0 + 400), name="SPECTRA"),
          columns_hdu(("lambda", f"{PIXELS}D", [ANGSTROM[::-1]], {"unit": "Angstrom"}), name="GRID", AIRORVAC="vac"))
    return Expected(vectors(IDS, MATRIX, NM[::-1], error=MATRIX * 0 + 400, kind="ivar"))


@make(".fits")
def coordinates_of_a_column(path):
    """wavelengths in 1CRVL2, 1CDLT2 and 1CRPX2 (4MOST), in air"""
    hdu = columns_hdu(("SPECUID", "K", IDS), ("FLUX", f"{PIXELS}E", MATRIX), ("ERR_FLUX", f"{PIXELS}E", MATRIX * np.float32(0.1)), name="SPECTAB")
    hdu.header.update({"1CRVL2": 8460.0, "1CDLT2": 0.5, "1CRPX2": 1.0, "1CUNI2": "Angstrom", "1CTYP2": "AWAV"})
    write(path, primary(), hdu)
    return Expected(vectors(IDS, MATRIX, error=MATRIX * np.float32(0.1), air=True))


@make(".fits", "--vacuum", "--keep-sentinels")
def names_that_differ_in_case(path):
    """columns b (latitude) and B (magnitude)"""
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("b", "D", [10., 20., 30.]), ("B", "D", [11., 12., 13.]),
                                       ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom"}), ("flux", f"{PIXELS}E", MATRIX)))
    return Expected(vectors(IDS, MATRIX), columns={"b": [10., 20., 30.], "B": [11., 12., 13.]})


@make(".fits", "--vacuum")
def second_table_is_the_spectrum(path):
    """a table of text, an empty one, and then the spectrum"""
    write(path, primary(), columns_hdu(("key", "8A", ["a", "b"]), name="META"), columns_hdu(("flux", "E", np.zeros(0)), ("wave", "E", np.zeros(0)), name="EMPTY"),
          columns_hdu(WAVE, ("flux", "D", FLUX), ("var", "D", SIGMA ** 2), name="DATA"))
    return pixels(path, 4, error=SIGMA ** 2, kind="var")


@make(".fits", "--vacuum")
def logarithm_by_unit(path):
    """the unit of wave is log10(Angstrom)"""
    write(path, primary(), columns_hdu(("wave", "D", np.log10(ANGSTROM), {"unit": "log10(Angstrom)"}), ("flux", "D", FLUX)))
    return Expected([spectrum(path.stem, 0.1 * 10 ** np.log10(ANGSTROM), FLUX)])


@make(".fits", "--vacuum")
def tenths_of_nanometres(path):
    """the unit of wave is 0.1nm, of a float"""
    write(path, primary(), columns_hdu(("wave", "E", ANGSTROM, {"unit": "0.1nm"}), ("flux", "D", FLUX)))
    return pixels(path, wave="wave")


@make(".fits", "--vacuum")
def wavelength_is_missing(path):
    """a NaN among the wavelengths"""
    wave = ANGSTROM.copy()
    wave[10] = np.nan
    write(path, primary(), columns_hdu(("wavelength", "D", wave, {"unit": "Angstrom"}), ("flux", "D", FLUX)))
    return Refusal(("wavelength",))


@make(".fits", "--vacuum")
def wavelengths_go_back(path):
    """wavelengths that are not monotonic: echelle orders one after another"""
    write(path, primary(), columns_hdu(("wavelength", "D", np.r_[ANGSTROM[:60], ANGSTROM[40:80]], {"unit": "Angstrom"}), ("flux", "D", FLUX)))
    return Refusal(("wavelength",))


@make(".fits", "--keep-sentinels")
def texts(path):
    """strings with blanks in front, an array of strings, and a complex column that is named as left out"""
    hdu = columns_hdu(("source_id", "K", IDS), ("name", "10A", ["  lead", "trail  ", "in side"]), ("parts", "9A", np.array([["a", "b", "c"]] * 3), {"dim": "(3,3)"}),
                      ("phase", "C", np.ones(3, "c8")), ("teff", "E", [5000.1, 5000.2, 5000.3]))
    write(path, primary(), hdu)
    return Expected(ids=list(IDS), columns={"name": np.array(["  lead", "trail", "in side"], object), "teff": np.array([5000.1, 5000.2, 5000.3], "f4")},
                    says=("phase",))


@make(".fits", "--keep-sentinels")
def ids_with_null(path):
    """64-bit ids in a second column, of which one is missing, keep their digits"""
    rows = Table({"obsid": [1, 2, 3], "gaia_dr3_source_id": MaskedColumn(IDS, mask=[False, True, False]), "teff": [5000.0, 5100.0, 5200.0]})
    rows.write(path)
    return catalogue(table(path, 2), "obsid")


@make(".fits", "--vacuum")
def ragged_arrays(path):
    """stars with different numbers of pixels cannot be on one grid"""
    flux = np.empty(2, object)
    wave = np.empty(2, object)
    for i, count in enumerate((100, 90)):
        flux[i], wave[i] = FLUX[:count].astype("f4"), ANGSTROM[:count]
    write(path, primary(), columns_hdu(("source_id", "K", IDS[:2]), ("wave", "PD()", wave, {"unit": "Angstrom"}), ("flux", "PE()", flux)))
    return Refusal(("grid",))


@make(".fits", "--vacuum")
def error_shorter_than_flux(path):
    """a row whose error has fewer values than its flux"""
    error = np.empty(1, object)
    error[0] = SIGMA[:50]
    write(path, primary(), columns_hdu(("source_id", "K", IDS[:1]), ("wave", f"{PIXELS}D", [ANGSTROM], {"unit": "Angstrom"}), ("flux", f"{PIXELS}E", MATRIX[:1]),
                                       ("error", "PD()", error)))
    return Refusal(("error", "row 1"))


@make(".fits", "--vacuum")
def empty_row(path):
    """a row without values is named as left out"""
    flux, wave = np.empty(3, object), np.empty(3, object)
    for i, count in enumerate((PIXELS, 0, PIXELS)):
        flux[i], wave[i] = MATRIX[i][:count], ANGSTROM[:count]
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("wave", "PD()", wave, {"unit": "Angstrom"}), ("flux", "PE()", flux)))
    expected = Expected(vectors(IDS[[0, 2]], MATRIX[[0, 2]]))
    expected.says = ("1 of 3 rows",)
    return expected


@make(".fits", "--vacuum", "--mask-bits", "1,33")
def chosen_bits_of_vectors(path):
    """masks of 64 bits, of which bits 1 and 33 are chosen"""
    mask = RNG.integers(0, 4, MATRIX.shape).astype("i8") & ~2
    mask[0, 3], mask[1, 4], mask[2, 5] = 2, (1 << 33) + 1, 1 << 34
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("wave", f"{PIXELS}D", [ANGSTROM] * 3, {"unit": "Angstrom"}), ("flux", f"{PIXELS}E", MATRIX),
                                       ("mask", f"{PIXELS}K", mask)))
    return Expected(vectors(IDS, MATRIX, bad=mask & ((1 << 33) | 2) != 0))


@make(".fits", "--vacuum")
def unsigned_mask_of_64_bits(path):
    """unsigned 64-bit masks with bit 63 set"""
    mask = np.zeros(MATRIX.shape, "u8")
    mask[1, 7], mask[2, 8] = 1 << 63, (1 << 63) + 1
    hdu = fits.BinTableHDU.from_columns([fits.Column("source_id", "K", array=IDS), fits.Column("wave", f"{PIXELS}D", unit="Angstrom", array=[ANGSTROM] * 3),
                                         fits.Column("flux", f"{PIXELS}E", array=MATRIX), fits.Column("mask", f"{PIXELS}K", bzero=2 ** 63, array=mask)])
    write(path, primary(), hdu)
    return Expected(vectors(IDS, MATRIX, bad=mask != 0))


@make(".fits", "--vacuum")
def good_pixels(path):
    """a column goodpix, which is 1 in pixels with data"""
    good = np.ones(PIXELS, "i2")
    good[[4, 5]] = 0
    write(path, primary(), columns_hdu(WAVE, ("flux", "E", FLUX), ("goodpix", "I", good)))
    return pixels(path, bad=good == 0)


@make(".fits", "--keep-sentinels")
def positions_in_other_units(path):
    """right ascension in hours, parallax in arcsec, proper motion in arcsec/yr"""
    write(path, primary(), columns_hdu(("source_id", "K", IDS), ("ra", "D", [1.5, 12.25, 23.0], {"unit": "h"}), ("dec", "D", [-5.0, 0.0, 60.0], {"unit": "deg"}),
                                       ("parallax", "D", [0.001, 0.002, 0.01], {"unit": "arcsec"})))
    return Expected(ids=list(IDS), columns={"ra": 15 * np.array([1.5, 12.25, 23.0]), "dec": [-5.0, 0.0, 60.0], "parallax": 1e3 * np.array([0.001, 0.002, 0.01])},
                    units={"ra": "deg", "parallax": "mas"})


@make(".fits", "--vacuum")
def arms_in_tables(path):
    """two arms in tables with one row per pixel, and an empty third"""
    arms, hdus = [], []
    for name, nm in (("COADD_B", np.linspace(400, 500, 201)), ("COADD_R", np.linspace(600, 700, 101))):
        flux = RNG.uniform(1, 2, len(nm)).astype("f4")
        hdus.append(columns_hdu(("wave", "D", nm, {"unit": "nm"}), ("flux", "E", flux), ("ivar", "E", np.full(len(nm), 100.0)), name=name))
        arms.append(spectrum(path.stem, nm, flux, np.full(len(nm), 100.0), "ivar"))
    hdus.append(columns_hdu(("wave", "D", np.zeros(0), {"unit": "nm"}), ("flux", "E", np.zeros(0)), ("ivar", "E", np.zeros(0)), name="COADD_Z"))
    write(path, primary(), *hdus)
    return Expected(arms[:1], arms=arms)


@make(".fits", "--vacuum")
def image_and_table(path):
    """a preview image comes before the table with the spectrum"""
    write(path, primary(), image_hdu(RNG.integers(0, 255, (50, 60)).astype("u1"), "PREVIEW"), columns_hdu(WAVE, ("flux", "D", FLUX), ("error", "D", SIGMA)))
    return pixels(path, 3, error=SIGMA)


@make(".fits", "--keep-sentinels")
def masked_values(path):
    """a catalogue that astropy wrote with masked floats, integers and strings"""
    mask = [False, True, False]
    rows = Table({"source_id": IDS, "teff": MaskedColumn([5000., 5100., 5200.], mask=mask), "nvisits": MaskedColumn([1, 2, 3], mask=mask),
                  "field": MaskedColumn(["a", "b", "c"], mask=mask), "flag": MaskedColumn([True, False, True], mask=mask)})
    rows.write(path)
    back = table(path, 2)
    expected = catalogue(back, "source_id", ("flag",))
    assert np.isnan(expected.columns["nvisits"][1]) and values_of(back["field"])[1] == ""
    return expected
