# SPDX-License-Identifier: GPL-3.0-or-later
"""Images of spectra, made with astropy."""
import gzip

import numpy as np
from astropy.io import fits

from comparing import Expected, Refusal
from making import ANGSTROM, FLUX, NM, PIXELS, RNG, SIGMA, Maker, axis_keys, columns_hdu, image_hdu, primary, write
from reading import axis, header, image, spectrum, table, values_of

make = Maker()
cases = make.cases


def of_image(path, hdu=1, air=False, scale=0.1, **more):
    keys = header(path, hdu)
    return Expected([spectrum(path.stem, scale * axis(keys, image(path, hdu).shape[-1]), image(path, hdu), air=air, **more)])


@make(".fits")
def scaled_integers_with_blank(path):
    """16-bit integers with BSCALE, BZERO and BLANK"""
    raw = RNG.integers(-9000, 9000, PIXELS).astype("i2")
    raw[7] = raw[8] = -32768
    hdu = fits.PrimaryHDU(raw)
    hdu.header.update(axis_keys())
    hdu.header.update({"BLANK": -32768, "BSCALE": 0.001, "BZERO": 20.0})
    hdu.writeto(path)
    right = np.where(raw == -32768, np.nan, 20.0 + 0.001 * raw)
    # astropy scales such integers at single precision.
    assert np.allclose(image(path, 1), right, rtol=1e-6, equal_nan=True)
    return Expected([spectrum(path.stem, NM, right)])


@make(".fits")
def unsigned_counts(path):
    """unsigned 16-bit counts with an image of errors of 32-bit integers"""
    counts = RNG.integers(30000, 60000, PIXELS).astype("u2")
    write(path, primary(counts, **axis_keys()), image_hdu(np.sqrt(counts).astype("i4"), "ERROR"))
    return of_image(path, error=image(path, 2))


@make(".fits")
def falling_with_reference_pixel(path):
    """descending wavelengths in air, CRPIX1 = 51"""
    write(path, primary(FLUX, **axis_keys(8500.0, -0.5, kind="AWAV", CRPIX1=51.0)), image_hdu(SIGMA, "SIGMA"))
    return of_image(path, air=True, error=SIGMA)


@make(".fits.gz")
def packed(path):
    """gzipped, with wavelengths in µm in air"""
    plain = path.with_suffix(".tmp")
    write(plain, primary(FLUX.astype("f4"), **axis_keys(1.51, 2e-5, "um", "AWAV")))
    path.write_bytes(gzip.compress(plain.read_bytes()))
    expected = of_image(plain, air=True, scale=1e3)
    expected.stars[0].id = path.name.split(".")[0]
    return expected


@make(".fits")
def sky_coordinates_in_primary(path):
    """the primary header has the telescope's coordinates, the extension a spectral axis with CDELT1"""
    sky = {"CRVAL1": 150.0, "CRVAL2": 2.0, "CD1_1": -7e-5, "CD2_2": 7e-5, "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CUNIT1": "deg",
           "CRPIX1": 512.0}
    write(path, primary(**sky), image_hdu(FLUX, "SPECTRUM", CRVAL1=8460.0, CDELT1=0.5, CRPIX1=1.0, CTYPE1="WAVE", CUNIT1="Angstrom"))
    return of_image(path, 2)


@make(".fits")
def no_unit_in_extension(path):
    """the primary header has CUNIT1 = deg and CRPIX1, the extension neither"""
    write(path, primary(CRVAL1=150.0, CTYPE1="RA---TAN", CUNIT1="deg", CRPIX1=512.0),
          image_hdu(FLUX, "SPECTRUM", CRVAL1=8460.0, CD1_1=0.5, CTYPE1="WAVE"))
    return of_image(path, 2)


@make(".fits")
def log_flag_in_primary(path):
    """the primary image is a log-linear spectrum of another length, and FLUX is linear"""
    write(path, primary(RNG.normal(size=7).astype("f4"), CRVAL1=3.9, CDELT1=1e-4, CRPIX1=1.0, **{"DC-FLAG": 1}),
          image_hdu(FLUX, "FLUX", **axis_keys()))
    return of_image(path, 2)


def matrix(path, compression, **more):
    flux = RNG.normal(1.0, 0.1, (10, 400)).astype("f4")
    flux[3, 5:9] = np.nan
    mask = np.zeros(flux.shape, "i4")
    mask[2, 20], mask[4, 30] = 1, 1 << 20
    ids = columns_hdu(("TARGETID", "K", 39633345008634465 + np.arange(10)), ("RA", "D", np.linspace(0, 300, 10)), name="FIBERMAP")
    write(path, primary(), fits.CompImageHDU(flux, name="FLUX", compression_type=compression, **more),
          fits.CompImageHDU(np.full(flux.shape, 100.0, "f4"), name="IVAR", compression_type=compression, **more),
          fits.CompImageHDU(mask, name="MASK", compression_type="RICE_1"), image_hdu(8460 + 0.5 * np.arange(400), "WAVELENGTH", BUNIT="Angstrom"), ids)
    data, ivar, bits = image(path, "FLUX"), image(path, "IVAR"), image(path, "MASK")
    assert np.isnan(data[3, 5:9]).all() and bits[4, 30] == 1 << 20
    stars = [spectrum(39633345008634465 + i, 0.1 * image(path, "WAVELENGTH"), data[i], ivar[i], "ivar", bits[i] != 0) for i in range(10)]
    return Expected(stars, columns={"RA": np.linspace(0, 300, 10)})


@make(".fits", "--vacuum")
def tiles_quantised(path):
    """tile-compressed by Rice with quantised fluxes, missing ones among them"""
    return matrix(path, "RICE_1", quantize_level=16)


@make(".fits", "--vacuum")
def tiles_quantised_with_dither(path):
    """tile-compressed with subtractive dithering that keeps zeros"""
    return matrix(path, "RICE_1", quantize_level=8, quantize_method=2, dither_seed=7)


@make(".fits", "--vacuum")
def tiles_without_loss(path):
    """tile-compressed by gzip without loss"""
    return matrix(path, "GZIP_2", quantize_level=0.0)


@make(".fits")
def tiny_variances(path):
    """flux in erg/s/cm²/Å with variances around 1e-40 as 64-bit numbers, several stars"""
    flux = 1e-18 * RNG.uniform(1, 2, (5, PIXELS))
    variance = (flux / 100) ** 2
    write(path, primary(), image_hdu(flux, "FLUX", **axis_keys()), image_hdu(variance, "VARIANCE"))
    return Expected([spectrum(f"row {i + 1}", NM, flux[i], variance[i], "var") for i in range(5)])


@make(".fits")
def huge_inverse_variances(path):
    """flux in erg/s/cm²/Å with inverse variances around 1e40 and a mask"""
    flux = 1e-18 * FLUX
    ivar = (100 / flux) ** 2
    mask = np.zeros(PIXELS, "u1")
    mask[4] = 1
    write(path, primary(flux, **axis_keys()), image_hdu(ivar, "IVAR"), image_hdu(mask, "MASK"))
    return Expected([spectrum(path.stem, NM, flux, ivar, "ivar", mask != 0)])


@make(".fits")
def flux_is_last(path):
    """HDUs in the order mask, error, model, sky, flux"""
    mask = np.zeros(PIXELS, "i2")
    mask[50] = 4
    hdus = [image_hdu(mask, "MASK"), image_hdu(SIGMA, "ERR"), image_hdu(FLUX * 1.1, "MODEL", **axis_keys()),
            image_hdu(FLUX * 7, "SKY", **axis_keys()), image_hdu(FLUX, "FLUX", **axis_keys())]
    write(path, primary(), *hdus)
    return of_image(path, 6, error=SIGMA, bad=mask != 0)


@make(".fits")
def mask_of_good_pixels(path):
    """a mask that is 1 in nearly all pixels"""
    good = np.ones(PIXELS, "u1")
    good[[3, 4]] = 0
    write(path, primary(FLUX, **axis_keys()), image_hdu(good, "MASK"))
    return Refusal(("masks 98 of 100 pixels",))


@make(".fits")
def eso_variance(path):
    """ESO's DATA, STAT (variance) and DQ"""
    quality = np.zeros(PIXELS, "i4")
    quality[9] = 1
    keys = {"CRVAL1": 8460.0, "CD1_1": 0.5, "CRPIX1": 1.0, "CUNIT1": "Angstrom", "CTYPE1": "AWAV"}
    write(path, primary(), image_hdu(FLUX, "DATA", HDUCLASS="ESO", HDUCLAS1="IMAGE", HDUCLAS2="DATA", **keys),
          image_hdu(SIGMA ** 2, "STAT", HDUCLASS="ESO", HDUCLAS2="ERROR", HDUCLAS3="MSE", **keys), image_hdu(quality, "DQ", HDUCLAS2="QUALITY", **keys))
    return of_image(path, 2, air=True, error=SIGMA ** 2, kind="var", bad=quality != 0)


@make(".fits")
def eso_mean_square_error(path):
    """ESO's ERRDATA with HDUCLAS3 = MSE is a variance"""
    write(path, primary(), image_hdu(FLUX, "SCIDATA", HDUCLASS="ESO", HDUCLAS2="DATA", **axis_keys()),
          image_hdu(SIGMA ** 2, "ERRDATA", HDUCLASS="ESO", HDUCLAS2="ERROR", HDUCLAS3="MSE", **axis_keys()))
    return of_image(path, 2, error=SIGMA ** 2, kind="var")


@make(".fits", "--mask-bits", "0")
def chosen_bit_of_large_masks(path):
    """a mask with bits 0 and 30, of which bit 0 is chosen"""
    mask = np.zeros(PIXELS, "i4")
    mask[3], mask[4], mask[5] = 1, (1 << 30) + 1, 1 << 30
    write(path, primary(FLUX, **axis_keys()), image_hdu(mask, "MASK"))
    return of_image(path, bad=mask & 1 != 0)


@make(".fits", "--mask-bits", "40")
def chosen_bit_of_64(path):
    """a mask of 64-bit integers, of which bit 40 is chosen"""
    mask = np.zeros(PIXELS, "i8")
    mask[3], mask[4], mask[5] = 1, (1 << 40) + 1, 1 << 41
    write(path, primary(FLUX, **axis_keys()), image_hdu(mask, "MASK"))
    return of_image(path, bad=mask & (1 << 40) != 0)


@make(".fits")
def wavelengths_in_logarithm(path):
    """CTYPE1 = WAVE-LOG with CRPIX1 = 20 (FITS paper III)"""
    keys = axis_keys(8500.0, 0.4, kind="WAVE-LOG", CRPIX1=20.0)
    write(path, primary(FLUX, **keys))
    offset = (np.arange(PIXELS) + 1 - 20.0) * 0.4
    return Expected([spectrum(path.stem, 850.0 * np.exp(offset / 8500.0), FLUX)])


@make(".fits", "--air")
def iraf_log(path):
    """IRAF's DC-FLAG = 1 with CUNIT1 = Angstrom and CD1_1"""
    write(path, primary(FLUX.astype("f4"), CRVAL1=3.927, CD1_1=2e-5, CRPIX1=1.0, CUNIT1="Angstrom", CTYPE1="LINEAR", **{"DC-FLAG": 1}))
    return Expected([spectrum(path.stem, 0.1 * 10 ** (3.927 + 2e-5 * np.arange(PIXELS)), image(path, 1), air=True)])


@make(".fits")
def wavenumbers(path):
    """a Fourier transform spectrum in wavenumbers (1/cm)"""
    write(path, primary(FLUX, **axis_keys(11500.0, 2.0, "cm-1", "WAVN")))
    return Expected([spectrum(path.stem, 1e7 / (11500.0 + 2.0 * np.arange(PIXELS)), FLUX)])


@make(".fits")
def length_one_axes(path):
    """NAXIS = 3 with two axes of length 1"""
    write(path, primary(FLUX.reshape(1, 1, -1), **axis_keys()))
    return Expected([spectrum(path.stem, NM, FLUX)])


@make(".fits")
def spectral_axis_is_third(path):
    """one spaxel of a cube, with the wavelengths along axis 3"""
    write(path, primary(FLUX.reshape(-1, 1, 1), CRVAL3=8460.0, CD3_3=0.5, CRPIX3=1.0, CTYPE3="WAVE", CUNIT3="Angstrom"))
    return Refusal(("axes",))


@make(".fits")
def empty_hdus(path):
    """empty images and an empty table before the flux"""
    write(path, primary(), fits.ImageHDU(name="EMPTY"), columns_hdu(("FLUX", "E", np.zeros(0)), ("WAVE", "E", np.zeros(0)), name="NONE"),
          image_hdu(FLUX, "FLUX", **axis_keys()))
    return of_image(path, 4)


@make(".fits")
def pixels_along_axis_2(path):
    """an image whose rows are pixels, with ids beyond 2^63 in a table"""
    flux = RNG.uniform(0.5, 1.5, (PIXELS, 3)).astype("f4")
    ids = np.array([18446744073709551615, 9223372036854775809, 12], "u8")
    write(path, primary(), image_hdu(flux, "FLUX", CRVAL2=8460.0, CD2_2=0.5, CRPIX2=1.0, CTYPE2="WAVE", CUNIT2="Angstrom"),
          image_hdu(flux * 0.01, "ERROR"), fits.BinTableHDU.from_columns([fits.Column("id", "K", bzero=2 ** 63, array=ids)], name="STARS"))
    stars = [spectrum(star, NM, flux[:, i], flux[:, i] * np.float32(0.01)) for i, star in enumerate(values_of(table(path, "STARS")["id"]))]
    return Expected(stars)


@make(".fits")
def air_by_keyword(path):
    """VACUUM = F"""
    write(path, primary(FLUX, CRVAL1=8460.0, CDELT1=0.5, CRPIX1=1.0, CUNIT1="Angstrom", VACUUM=False))
    return of_image(path, air=True)


@make(".fits")
def air_or_vacuum_keyword(path):
    """AIRORVAC = air"""
    write(path, primary(FLUX, CRVAL1=8460.0, CDELT1=0.5, CRPIX1=1.0, CUNIT1="Angstrom", AIRORVAC="air"))
    return of_image(path, air=True)


@make(".fits")
def no_medium(path):
    """nothing states the medium"""
    write(path, primary(FLUX, CRVAL1=8460.0, CDELT1=0.5, CRPIX1=1.0, CUNIT1="Angstrom"))
    return Refusal(("air", "vacuum"))


@make(".fits")
def odd_values(path):
    """NaN, infinite fluxes, errors of 0, NaN and below 0"""
    flux, error = FLUX.copy(), SIGMA.copy()
    flux[:3], error[5:8] = [np.nan, np.inf, -np.inf], [0.0, np.nan, -1.0]
    write(path, primary(flux, **axis_keys()), image_hdu(error, "ERROR"))
    return of_image(path, error=error)


@make(".fits")
def arms_in_any_order(path):
    """two arms with wavelengths in HDUs of their own, red before blue"""
    red, blue = np.linspace(600, 700, 201), np.linspace(400, 590, 381)
    flux = {"R": RNG.uniform(1, 2, 201), "B": RNG.uniform(1, 2, 381)}
    hdus = []
    for letter, nm in (("R", red), ("B", blue)):
        hdus += [image_hdu(np.full(len(nm), 400.0), f"IVAR_{letter}"), image_hdu(nm, f"WAVE_{letter}", BUNIT="nm", VACUUM=True),
                 image_hdu(flux[letter], f"FLUX_{letter}")]
    write(path, primary(), *hdus)
    arms = [spectrum(path.stem, nm, flux[letter], np.full(len(nm), 400.0), "ivar") for letter, nm in (("R", red), ("B", blue))]
    return Expected(arms[:1], arms=arms)


@make(".fits")
def arms_that_overlap(path):
    """two arms on one lattice, of which 20 pixels overlap"""
    nm, flux = 500 + 0.05 * np.arange(180), RNG.uniform(1, 2, 200)
    errors = {"B": RNG.uniform(0.1, 0.2, 100), "R": RNG.uniform(0.1, 0.2, 100)}
    arms, hdus = [], []
    for letter, first in (("B", 0), ("R", 80)):
        part = flux[first:first + 100]
        hdus += [image_hdu(part, f"{letter}_FLUX", **axis_keys(10 * nm[first], 0.5)), image_hdu(errors[letter], f"{letter}_ERR")]
        arms.append(spectrum(path.stem, 0.1 * axis(axis_keys(10 * nm[first], 0.5), 100), part, errors[letter]))
    write(path, primary(), *hdus)
    return Expected(arms[:1], arms=arms)


@make(".fits")
def iraf_dispersion_function(path):
    """IRAF's multispec with a polynomial dispersion cannot be read"""
    write(path, primary(FLUX, CTYPE1="MULTISPE", CDELT1=1.0, CD1_1=1.0, WAT0_001="system=multispec", WAT1_001="wtype=multispec label=Wavelength units=Angstroms",
                        WAT2_001='wtype=multispec spec1 = "1 1 2 8460. 0.5 100 0. 0 0 1. 0. 2 4 1. 100. 1 2 3 4"'))
    return Refusal(("wavelengths",))


@make(".fits", "--vacuum")
def step_of_one_angstrom(path):
    """no CUNIT1, wavelengths of 3500 to 9500 in steps of 1"""
    flux = RNG.uniform(1, 2, 6001).astype("f4")
    write(path, primary(flux, CRVAL1=3500.0, CDELT1=1.0, CRPIX1=1.0))
    return of_image(path)


@make(".fits", "--vacuum", "--hdu", "NORMALISED")
def chosen_image(path):
    """one of two fluxes, chosen by name"""
    write(path, primary(FLUX * 1000, **axis_keys()), image_hdu(FLUX, "NORMALISED", **axis_keys()), image_hdu(SIGMA, "NORMALISED_ERROR"))
    return of_image(path, 2, error=SIGMA)


@make(".fits")
def wave_column_for_image(path):
    """an image of flux, with its wavelengths in a table"""
    write(path, primary(FLUX), image_hdu(SIGMA, "ERROR"), columns_hdu(("WAVELENGTH", "D", ANGSTROM[::-1], {"unit": "Angstrom"}), name="GRID", MEDIUM="vacuum"))
    return Expected([spectrum(path.stem, NM[::-1], FLUX, SIGMA)])
