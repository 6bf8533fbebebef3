# SPDX-License-Identifier: GPL-3.0-or-later
"""VOTables and text tables, made with astropy."""
import numpy as np
from astropy.io import votable
from astropy.table import MaskedColumn, Table

from comparing import Expected, Refusal
from making import ANGSTROM, FLUX, NM, PIXELS, RNG, SIGMA, Maker
from reading import catalogue, spectrum

make = Maker()
cases = make.cases
IDS = 5937083312263887616 + np.arange(4)
MATRIX = RNG.uniform(0.5, 1.5, (4, PIXELS)).astype("f4")


def stars():
    """Returns a table of four stars with columns of many types, some values of which are missing."""
    mask = [False, True, False, False]
    return Table({"source_id": IDS, "teff": MaskedColumn(np.array([5000.1, 5100.2, 5200.3, 5300.4], "f4"), mask=mask, unit="K"),
                  "dist": MaskedColumn([1.5, 2.5, 3.5, 4.5], unit="kpc"), "visits": MaskedColumn(np.array([1, 2, 3, 4], "i2"), mask=mask),
                  "mjd": MaskedColumn(np.array([58000, 2, 58002, 58003], "i4"), mask=mask), "gaia": MaskedColumn(IDS + 7, mask=mask),
                  "code": np.array([1, 255, 0, 17], "u1"), "field": np.array(["a, b", "c \"d\"", "e&<f>", "g h"]), "good": np.array([True, False, True, True])})


def votable_of(form):
    def make_file(path):
        tree = votable.from_table(stars())
        for field in tree.get_first_table().fields:
            if field.ID in ("visits", "mjd", "gaia"):
                field.values.null = -99
        tree.version = "1.3"
        tree.to_xml(str(path), tabledata_format=form)
        back = Table.read(path, format="votable")
        assert back["visits"].mask[1] and back["gaia"].mask[1]
        return catalogue(back, "source_id", units={"teff": "K", "dist": "kpc"})
    make_file.__name__ = f"votable_{form}"
    make_file.__doc__ = f"a VOTable of many types as {form.upper()}"
    return make_file


def votable_vectors(form):
    def make_file(path):
        flux = MATRIX.copy()
        flux[1, 3] = np.nan
        rows = Table({"source_id": IDS, "wavelength": MaskedColumn([NM] * 4, unit="nm"), "flux": flux, "flux_error": MATRIX * np.float32(0.1)})
        rows.write(path, format="votable", tabledata_format=form)
        return Expected([spectrum(IDS[i], NM, flux[i], (MATRIX * np.float32(0.1))[i]) for i in range(4)])
    make_file.__name__ = f"votable_vectors_{form}"
    make_file.__doc__ = f"vectors in a VOTable as {form.upper()}"
    return make_file


for form_name in ("tabledata", "binary", "binary2"):
    make(".vot", "--keep-sentinels")(votable_of(form_name))
    make(".vot", "--vacuum")(votable_vectors(form_name))

RULE, DASHES = "=" * 80, "-" * 80
VOTABLE = '<?xml version="1.0"?><VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>{}<DATA><TABLEDATA>{}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>'


def write_votable(path, fields, rows):
    cells = "".join("<TR>" + "".join(f"<TD>{cell}</TD>" for cell in row) + "</TR>" for row in rows)
    path.write_text(VOTABLE.format("".join(fields), cells))


@make(".vot", "--keep-sentinels")
def votable_null_of_floats(path):
    """a float column whose VALUES name −9999 as null"""
    fields = ['<FIELD name="source_id" datatype="long"/>', '<FIELD name="rv" datatype="double" unit="km/s"><VALUES null="-9999.0"/></FIELD>',
              '<FIELD name="visits" datatype="int"><VALUES null="-1"/></FIELD>']
    write_votable(path, fields, [(1, 12.5, 3), (2, -9999.0, -1), (3, 7.25, 2)])
    return Expected(ids=[1, 2, 3], columns={"rv": [12.5, np.nan, 7.25], "visits": [3, np.nan, 2]})


@make(".vot", "--vacuum")
def votable_mask_of_bits(path):
    """one row per pixel, with a mask of 8 bits"""
    fields = ['<FIELD name="wavelength" datatype="double" unit="nm"/>', '<FIELD name="flux" datatype="double"/>', '<FIELD name="mask" datatype="bit" arraysize="8"/>']
    write_votable(path, fields, [(repr(w), repr(f), "00000100" if i == 5 else "00000000") for i, (w, f) in enumerate(zip(NM, FLUX))])
    assert Table.read(path, format="votable")["mask"][5].any()
    return Expected([spectrum(path.stem, NM, FLUX, bad=np.arange(PIXELS) == 5)])


@make(".vot", "--keep-sentinels")
def votable_hexadecimal(path):
    """integers in hexadecimal, and booleans in all spellings"""
    fields = ['<FIELD name="source_id" datatype="long"/>', '<FIELD name="flags" datatype="int"/>', '<FIELD name="good" datatype="boolean"/>']
    write_votable(path, fields, [(1, "0x1F", "T"), (2, "0xff", "false"), (3, 10, "1"), (4, -3, "?")])
    return Expected(ids=[1, 2, 3, 4], columns={"flags": [31, 255, 10, -3], "good": [1, 0, 1, np.nan]})


@make(".vot", "--vacuum")
def votable_mask_vectors(path):
    """vectors of which elements are missing, with mask vectors of integers"""
    fields = ['<FIELD name="source_id" datatype="long"/>', f'<FIELD name="wavelength" datatype="double" unit="nm" arraysize="{PIXELS}"/>',
              f'<FIELD name="flux" datatype="float" arraysize="*"/>', f'<FIELD name="mask" datatype="short" arraysize="{PIXELS}"/>']
    bad = np.zeros((2, PIXELS), int)
    bad[0, 9] = 3
    flux = MATRIX[:2].copy()
    flux[1, 2] = np.nan
    write_votable(path, fields, [(i + 1, " ".join(map(repr, NM)), " ".join("NaN" if np.isnan(f) else str(f) for f in flux[i]), " ".join(map(str, bad[i])))
                                 for i in range(2)])
    return Expected([spectrum(i + 1, NM, flux[i], bad=bad[i] != 0) for i in range(2)])


@make(".ecsv", "--keep-sentinels")
def ecsv_of_many_types(path):
    """masked columns of many types in ECSV"""
    stars().write(path, format="ascii.ecsv")
    return catalogue(Table.read(path, format="ascii.ecsv"), "source_id", units={"teff": "K", "dist": "kpc"})


@make(".ecsv", "--keep-sentinels")
def ecsv_with_separate_masks(path):
    """masked columns in ECSV with the values under the mask (serialize_method = data_mask)"""
    stars().write(path, format="ascii.ecsv", serialize_method="data_mask")
    return catalogue(Table.read(path, format="ascii.ecsv"), "source_id")


@make(".ecsv", "--vacuum")
def ecsv_vectors(path):
    """vectors in ECSV with missing elements, descending wavelengths in µm in air"""
    flux = np.ma.MaskedArray(MATRIX, mask=np.zeros(MATRIX.shape, bool))
    flux[1, 3] = np.ma.masked
    Table({"source_id": IDS, "wave_air": MaskedColumn([NM[::-1] / 1e3] * 4, unit="um"), "flux": MaskedColumn(flux), "error": MATRIX * np.float32(0.1)}).write(
        path, format="ascii.ecsv")
    right = np.where(flux.mask, np.nan, MATRIX)
    return Expected([spectrum(IDS[i], NM[::-1], right[i], (MATRIX * np.float32(0.1))[i], air=True) for i in range(4)])


@make(".ecsv", "--vacuum")
def ecsv_of_pixels(path):
    """one row per pixel in ECSV with masked fluxes and commas"""
    mask = np.zeros(PIXELS, bool)
    mask[5] = True
    Table({"wavelength": MaskedColumn(ANGSTROM, unit="Angstrom"), "flux": MaskedColumn(FLUX, mask=mask), "ivar": SIGMA ** -2}).write(
        path, format="ascii.ecsv", delimiter=",")
    return Expected([spectrum(path.stem, NM, np.where(mask, np.nan, FLUX), SIGMA ** -2, "ivar")])


@make(".ecsv", "--vacuum")
def ecsv_pixels_with_separate_mask(path):
    """masked fluxes in ECSV with the values under the mask (data_mask)"""
    mask = np.zeros(PIXELS, bool)
    mask[[5, 6]] = True
    Table({"wavelength": MaskedColumn(ANGSTROM, unit="Angstrom"), "flux": MaskedColumn(FLUX, mask=mask), "error": SIGMA}).write(
        path, format="ascii.ecsv", serialize_method="data_mask")
    return Expected([spectrum(path.stem, NM, np.where(mask, np.nan, FLUX), SIGMA)])


@make(".csv", "--vacuum")
def gaia_raw(path):
    """vectors as quoted lists with null elements"""
    flux = MATRIX.astype("f8")
    flux[2, 4] = np.nan
    with open(path, "w") as file:
        file.write("source_id,wavelength,flux,flux_error\n")
        for i in range(4):
            values = ", ".join("null" if np.isnan(f) else repr(float(f)) for f in flux[i])
            file.write(f'{IDS[i]},"[{", ".join(map(repr, map(float, NM)))}]","[{values}]","({", ".join(["0.01"] * PIXELS)})"\n')
    return Expected([spectrum(IDS[i], NM, flux[i], np.full(PIXELS, 0.01)) for i in range(4)])


@make(".dat", "--vacuum")
def fortran_exponents(path):
    """Fortran's D exponents, descending, with names in the last comment"""
    rows = [f"{w:22.14E} {f:16.9E} {s:16.9E}".replace("E", "D") for w, f, s in zip(NM[::-1], FLUX[::-1], SIGMA[::-1])]
    path.write_text("# made by hand\n# wavelength_nm flux error\n" + "\n".join(rows) + "\n")
    return Expected([spectrum(path.stem, NM, np.array([float(f"{f:.9E}") for f in FLUX]), np.array([float(f"{s:.9E}") for s in SIGMA]))])


@make(".csv", "--vacuum")
def decimal_commas(path):
    """semicolons between the columns, decimal commas, a byte order mark and CR LF"""
    rows = [f"{w:.4f};{f:.6f};{s:.6f}".replace(".", ",") for w, f, s in zip(NM, FLUX, SIGMA)]
    path.write_bytes(("\ufeffwavelength (nm);flux;error\r\n" + "\r\n".join(rows) + "\r\n").encode())
    return Expected([spectrum(path.stem, np.round(NM, 4), np.round(FLUX, 6), np.round(SIGMA, 6))])


@make(".csv", "--keep-sentinels")
def digits_of_ids(path):
    """ids with leading zeros, beyond 2^63, and quoted texts with commas and line breaks"""
    path.write_text('id,code,big,note,teff\n0012,00010,18446744073709551615,"a, b",5000\n0013,00200,9223372036854775809,"c\nd",5100\n')
    return Expected(ids=["12", "13"], columns={"code": np.array(["00010", "00200"], object),
                                               "big": np.array(["18446744073709551615", "9223372036854775809"], object), "teff": [5000, 5100]})


@make(".ipac", "--keep-sentinels")
def ipac_with_nulls(path):
    """IPAC with null values and all types"""
    rows = stars()
    rows.remove_columns(["good", "code"])
    rows["field"] = ["a b", "c", "d", "e"]
    rows.write(path, format="ascii.ipac")
    back = Table.read(path, format="ascii.ipac")
    assert back["visits"].mask[1]
    return catalogue(back, "source_id")


@make(".mrt", "--keep-sentinels")
def mrt_with_missing_values(path):
    """an AAS machine-readable table with null values, units and notes"""
    path.write_text(f"""Title: Test
Authors: None
Table: Stars
{RULE}
Byte-by-byte Description of file: table.txt
{DASHES}
   Bytes Format Units   Label     Explanations
{DASHES}
   1- 19 I19    ---     Source    Gaia DR3 identifier
  21- 24 I4     K       Teff      ?=-999 Effective
                                  temperature
  26- 30 F5.2   dex     logg      ? Surface gravity
  32- 40 E9.2   Lsun    L         ?=-1.00E+00 Luminosity
      42 A1     ---     Flag      Flag (1)
{DASHES}
Note (1): a flag
{DASHES}
5937083312263887616 5000  2.50  1.25E+02 a
5937083312263887617 -999       -1.00E+00 b
5937083312263887618 5200  2.70  3.00E-01
""")
    return catalogue(Table.read(path, format="ascii.mrt"), "Source", units={"teff": "K"})


@make("/table1.dat", "--keep-sentinels")
def cds_with_read_me(path):
    """a table of the CDS with its ReadMe, null values and units"""
    path.parent.mkdir()
    (path.parent / "ReadMe").write_text("""J/A+A/1/1   Test
================================================================================
File Summary:
--------------------------------------------------------------------------------
 FileName      Lrecl  Records   Explanations
--------------------------------------------------------------------------------
table1.dat        40        3   Stars
--------------------------------------------------------------------------------

Byte-by-byte Description of file: table1.dat
--------------------------------------------------------------------------------
   Bytes Format Units   Label     Explanations
--------------------------------------------------------------------------------
   1- 19 I19    ---     Source    Gaia DR3 identifier
  21- 24 I4     K       Teff      ?=-999 Effective temperature
  26- 30 F5.2   [cm/s2] logg      ?=-9.99 Surface gravity
  32- 36 F5.2   ---     [Fe/H]    ? Metallicity
  38- 40 A3     ---     Flag      Flag
--------------------------------------------------------------------------------
""")
    path.write_text("5937083312263887616 5000  2.50 -0.10 abc\n5937083312263887617 -999 -9.99       d f\n5937083312263887618 5200  2.70  0.25 \n")
    rows = Table.read(path, readme=str(path.parent / "ReadMe"), format="ascii.cds")
    return catalogue(rows, "Source")


@make(".txt", "--vacuum")
def two_line_header(path):
    """fixed width with a line of dashes below the names"""
    Table({"wavelength": NM, "flux": FLUX, "error": SIGMA}).write(path, format="ascii.fixed_width_two_line")
    return Expected([spectrum(path.stem, NM, FLUX, SIGMA)])


@make(".cat", "--keep-sentinels")
def sextractor(path):
    """SExtractor's numbered comments, with units"""
    path.write_text("#   1 NUMBER          Running number\n#   2 TEFF            Temperature      [K]\n#   3 MAG_AUTO        Magnitude  [mag]\n"
                    "  1  5000.5  12.5\n  2  5100.5  13.25\n")
    back = Table.read(path, format="ascii.sextractor")
    return Expected(columns={"teff": np.array(back["TEFF"]), "MAG_AUTO": np.array(back["MAG_AUTO"])})


@make(".txt", "--vacuum")
def commented_header(path):
    """names in a comment, and comments between the rows"""
    rows = [f"{float(w)!r} {float(f)!r} {float(s)!r}" for w, f, s in zip(ANGSTROM, FLUX, SIGMA)]
    rows.insert(10, "# a comment")
    path.write_text("# wave_A flux flux_err\n" + "\n".join(rows) + "\n")
    back = Table.read(path, format="ascii.commented_header")
    return Expected([spectrum(path.stem, 0.1 * np.asarray(back["wave_A"]), back["flux"], back["flux_err"])])


@make(".csv", "--vacuum", "--mask-bits", "1")
def mask_of_words(path):
    """a mask of True and False"""
    rows = [f"{float(w)!r},{float(f)!r},{i == 7}" for i, (w, f) in enumerate(zip(NM, FLUX))]
    path.write_text("wavelength_nm,flux,mask\n" + "\n".join(rows) + "\n")
    return Expected([spectrum(path.stem, NM, FLUX)])


@make(".csv", "--vacuum")
def mask_of_words_all_bits(path):
    """a mask of True and False, with any bit"""
    mask_of_words(path)
    return Expected([spectrum(path.stem, NM, FLUX, bad=np.arange(PIXELS) == 7)])


@make(".csv", "--vacuum")
def mask_of_letters(path):
    """a mask of letters cannot be applied, and is named"""
    rows = [f"{float(w)!r},{float(f)!r},{'B' if i == 7 else 'G'}" for i, (w, f) in enumerate(zip(NM, FLUX))]
    path.write_text("wavelength_nm,flux,quality\n" + "\n".join(rows) + "\n")
    return Expected([spectrum(path.stem, NM, FLUX)], says=("quality",))


@make(".csv", "--keep-sentinels")
def words_for_numbers(path):
    """numbers with signs, exponents, infinities and words for missing values"""
    path.write_text("id,a,b,c,teff\nx1,+1.5,1e3,1,5000\nx2,-.5,NaN,2,N/A\nx3,7.,1E-3,,5200\nx4,0,inf,4,5300\n")
    return Expected(ids=["x1", "x2", "x3", "x4"], columns={"a": [1.5, -.5, 7, 0], "b": [1e3, np.nan, 1e-3, np.inf], "c": [1, 2, np.nan, 4],
                                                           "teff": [5000, np.nan, 5200, 5300]})


@make(".csv", "--vacuum")
def twice_the_same_star(path):
    """two spectra of one star, one below the other, are not one spectrum"""
    rows = [f"77,{float(w)!r},{float(f)!r}" for _ in range(2) for w, f in zip(NM, FLUX)]
    path.write_text("source_id,wavelength_nm,flux\n" + "\n".join(rows) + "\n")
    return Refusal(("must increase",))


@make(".csv", "--vacuum")
def pixels_of_several_stars(path):
    """spectra of three stars, one below the other"""
    rows = [f"{IDS[i]},{float(w)!r},{float(f)!r}" for i in range(3) for w, f in zip(NM, MATRIX[i])]
    path.write_text("source_id,wavelength_nm,flux\n" + "\n".join(rows) + "\n")
    return Expected([spectrum(IDS[i], NM, MATRIX[i]) for i in range(3)])


@make(".csv", "--keep-sentinels")
def texts_beyond_ascii(path):
    """texts with characters that FITS cannot store are spelled in ASCII, with a note"""
    path.write_text("id,field,teff\n1,Überfeld,5000\n2,plain,5100\n")
    return Expected(ids=["1", "2"], columns={"field": np.array(["Uberfeld", "plain"], object), "teff": [5000, 5100]}, says=("ASCII",))
