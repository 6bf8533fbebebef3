# SPDX-License-Identifier: GPL-3.0-or-later
"""fitsverify, astropy and STILTS, if installed, read all output files without a warning."""
import os
import shutil

from support import arguments, check, finish, must, patch_column, python_with_astropy, run, temporary_folder

SUFFIXES = ["fits", "vot", "csv", "ecsv"]
FORMATS = {"fits": "fits", "vot": "votable", "csv": "csv", "ecsv": "ecsv"}  # names in STILTS and astropy

# Ids that a double cannot represent, a missing value of each type, and a column name and a text that must be quoted.
CATALOGUE = '''source_id,ra,dec,teff,e_teff,[Fe/H],bp-rp,snr,note,visits
5937083312263887616,251.519207728,-51.505352555,4873.01,41.5,-0.25,1.25,91.5,"plain",3
5937083312263887617,12.5,0.25,,,0.1,,,"a, ""b"" <&>",1
9007199254740993,359.999,89.5,5772.0,12.0,0.0,0.82,460.25,,2
'''

# Warnings are errors. Every format must hold the same values, units, descriptions and UCDs.
ASTROPY_CHECK = """
import sys, warnings
warnings.simplefilter("error")
import numpy
from astropy.io import ascii
from astropy.table import Table
tables = {}
for path in sys.argv[1:]:
    suffix = path.rsplit(".", 1)[1]
    if suffix == "vot":
        tables[suffix] = Table.read(path, format="votable")
    elif suffix == "fits":
        tables[suffix] = Table.read(path, hdu=1)
    else:
        tables[suffix] = Table.read(path, format="ascii." + suffix)
ids = [5937083312263887616, 5937083312263887617, 9007199254740993]
for suffix, table in tables.items():
    column = "source_id"
    assert table[column].dtype.kind == "i", (suffix, table[column].dtype)
    assert [int(i) for i in table[column]] == ids, (suffix, list(table[column]))
    teff = numpy.ma.filled(numpy.ma.asarray(table["teff"], dtype=float), numpy.nan)
    assert abs(teff[0] - 4873.01) < 1e-3 and numpy.isnan(teff[1]), (suffix, teff)
    assert abs(float(table["ra"][0]) - 251.519207728) < 1e-9, suffix
    note = [str(text) if text is not numpy.ma.masked else "" for text in table["note"]]
    assert note == ["plain", 'a, "b" <&>', ""], (suffix, note)
    if suffix == "csv":
        continue
    assert str(table["teff"].unit) == "K", (suffix, table["teff"].unit)
    assert str(table["ra"].unit) == "deg", suffix
    assert suffix == "fits" or table["teff"].description == "Effective temperature", suffix
    assert suffix != "vot" or table["e_teff"].meta["ucd"] == "stat.error;phys.temperature.effective", table["e_teff"].meta
    assert suffix != "ecsv" or table["source_id"].meta["ucd"] == "meta.id;meta.main", table["source_id"].meta
if "fits" in tables:
    from astropy.io import fits
    with fits.open(sys.argv[1]) as file:
        header = file[1].header
        names = {header[f"TTYPE{i + 1}"]: i + 1 for i in range(header["TFIELDS"])}
        assert header[f"TCOMM{names['teff']}"] == "Effective temperature", header
        assert header[f"TUCD{names['teff']}"] == "phys.temperature.effective", header
        assert header[f"TCOMM{names['bp_rp']}"].startswith("bp-rp"), header
print("astropy agrees on", ", ".join(tables))
"""

# Compares spectra and XP coefficients with those of the exported survey file. Its second star lacks the coefficients.
ASTROPY_ARRAYS = """
import sys, warnings
warnings.simplefilter("error")
import numpy
from astropy.table import Table
survey, exported = Table.read(sys.argv[1], hdu=1), sys.argv[2:]
def numbers(cell):
    if cell is None or cell is numpy.ma.masked:
        return numpy.array([])
    return numpy.array([numpy.nan if value is None or value is numpy.ma.masked else float(value) for value in cell])
for path in exported:
    suffix = path.rsplit(".", 1)[1]
    formats = {"fits": "fits", "vot": "votable", "ecsv": "ascii.ecsv"}
    table = Table.read(path, format=formats[suffix])
    assert len(table) == len(survey), (path, len(table))
    for name in ["flux", "bp_coefficients"]:
        for row in range(len(table)):
            found = numbers(table[name][row])
            if name == "bp_coefficients" and row == 1:
                assert numpy.isnan(found).all(), (path, found)
                continue
            expected = numpy.array(survey[name][row], dtype=float)
            assert numpy.array_equal(found.astype("f4"), expected.astype("f4"), equal_nan=True), (path, name, row)
    assert str(table["wavelength"].unit) == "nm", (path, table["wavelength"].unit)
"""

# Reads any table or image that Maury writes.
ASTROPY_READS = """
import sys, warnings
warnings.simplefilter("error")
from astropy.io import fits
from astropy.io.votable import parse
from astropy.table import Table
for path in sys.argv[1:]:
    if path.endswith(".fits"):
        with fits.open(path, checksum=True) as file:
            for number, hdu in enumerate(file):
                hdu.verify("exception")
                if isinstance(hdu, fits.BinTableHDU):
                    Table.read(path, hdu=number)
                elif hdu.data is not None:
                    hdu.data.sum()
    elif path.endswith(".vot"):
        parse(path, verify="exception")
        Table.read(path, format="votable")
    else:
        Table.read(path, format="ascii." + path.rsplit(".", 1)[1])
"""


class Readers:
    def __init__(self):
        self.python = python_with_astropy()
        self.stilts = shutil.which("stilts")
        self.fitsverify = shutil.which("fitsverify")
        for name, tool in [("astropy", self.python), ("stilts", self.stilts), ("fitsverify", self.fitsverify)]:
            if tool is None:
                print(f"skipped: {name} is not installed, so it read nothing")

    def verify_fits(self, path):
        if self.fitsverify is None or path.suffix != ".fits":
            return
        done = run(self.fitsverify, path)
        check(done.returncode == 0 and "found 0 warning(s) and 0 error(s)" in done.stdout,
              f"fitsverify of {path.name}: {done.stdout[-600:]}")

    def read_with_astropy(self, paths):
        if self.python is None:
            return
        done = run(self.python, "-c", ASTROPY_READS, *paths)
        check(done.returncode == 0, f"astropy on {[path.name for path in paths]}: {done.stderr[-800:]}")

    def read_with_stilts(self, path):
        """Returns the rows of a table as STILTS reads them, or None without STILTS."""
        if self.stilts is None:
            return None
        kind = FORMATS[path.suffix[1:]]
        if kind == "votable":
            lint = run(self.stilts, "votlint", f"votable={path}")
            check(lint.returncode == 0 and not lint.stdout.strip() and not lint.stderr.strip(),
                  f"votlint of {path.name}: {lint.stdout[-400:]}{lint.stderr[-400:]}")
        done = run(self.stilts, "-verbose", "tpipe", f"in={path}", f"ifmt={kind}", "omode=out", "ofmt=csv", "out=-")
        if "No table handler available" in done.stderr:
            print(f"skipped: this STILTS does not support {kind}, so it did not read {path.name}")
            return None
        noise = [line for line in done.stderr.splitlines() if "WARN" in line.upper() or "Exception" in line]
        check(done.returncode == 0 and not noise, f"stilts of {path.name}: {noise or done.stderr[-400:]}")
        return done.stdout.splitlines()


def export(cli, source, folder, name, *options):
    paths = []
    for suffix in SUFFIXES:
        path = folder / f"{name}.{suffix}"
        must(cli, "-q", "export", source, "--out", path, *options)
        paths.append(path)
    return paths


def check_values(cli, readers, folder):
    source = folder / "by_hand.csv"
    source.write_text(CATALOGUE, encoding="utf-8")
    paths = export(cli, source, folder, "table")
    for path in paths:
        readers.verify_fits(path)
        rows = readers.read_with_stilts(path)
        if rows is not None:
            ids = [row.split(",")[0] for row in rows]
            check(ids == ["source_id", "5937083312263887616", "5937083312263887617", "9007199254740993"],
                  f"stilts reads wrong ids from {path.name}: {ids}")
    if readers.python is not None:
        done = run(readers.python, "-c", ASTROPY_CHECK, *paths)
        print(done.stdout.strip())
        check(done.returncode == 0, f"astropy on the handwritten table: {done.stderr[-800:]}")

    must(cli, "-q", "export", folder / "table.fits", "--filter", "teff > 5000", "--out", folder / "cut.csv")
    rows = (folder / "cut.csv").read_text(encoding="utf-8").splitlines()
    check(len(rows) == 2 and rows[1].startswith("9007199254740993,"), f"the filter kept {rows[1:]}")


def check_refusals(cli, folder):
    source = folder / "by_hand.csv"
    for options, code, words in [(["--out", folder / "t.txt"], 2, "the suffix must be that"),
                                 (["--out", folder / "none" / "t.vot"], 3, "there is no folder"),
                                 (["--out", folder / "t.vot", "--spectra"], 5, "contains no spectra"),
                                 (["--out", folder / "t.vot", "--filter", "tef > 1"], 2, "teff")]:
        done = run(cli, "-q", "export", source, *options)
        check(done.returncode == code and words in done.stderr, f"export {options}: {done.returncode} {done.stderr}")
    check(not (folder / "t.vot").exists(), "a refused export left a file")


def check_arrays(cli, readers, folder):
    """Checks arrays in every format, one of them missing. Returns the paths of the files."""
    patch_column(folder / "mock.fits", folder / "gap.fits", "bp_coefficients", [1], float("nan"))
    paths = export(cli, folder / "gap.fits", folder, "arrays", "--spectra")
    if readers.python is not None:
        read = [path for path in paths if path.suffix != ".csv"]  # CSV holds arrays as text only
        done = run(readers.python, "-c", ASTROPY_ARRAYS, folder / "gap.fits", *read)
        check(done.returncode == 0, f"astropy on arrays: {done.stderr[-800:]}")
    return paths


def check_products(cli, readers, folder):
    """Checks survey, catalogue, maps and panels of a small mock survey."""
    must(cli, "-q", "mock", "--stars", 120, "--seed", 5, "--out", "mock.fits", cwd=folder)
    must(cli, "-q", "train", "mock.fits", "--network", "hybrid-rvs", "--epochs", 1, "--members", 1, "--seed", 3, "--out",
         "model.safetensors", cwd=folder)
    must(cli, "-q", "predict", "mock.fits", "--model", "model.safetensors", "--out", "catalogue.fits", cwd=folder)
    paths = [folder / "mock.fits", folder / "catalogue.fits"]
    for suffix in SUFFIXES:
        must(cli, "-q", "attribute", "mock.fits", "--model", "model.safetensors", "--filter", "logg < 2.5", "--out",
             f"maps.{suffix}", cwd=folder)
        must(cli, "-q", "galaxy", "catalogue.fits", "--r-edges", "4,8,12", "--z-edges", "0,0.5,2", "--out",
             f"panels.{suffix}", cwd=folder)
        paths += [folder / f"maps.{suffix}", folder / f"panels.{suffix}"]
    paths += export(cli, folder / "catalogue.fits", folder, "labels")
    paths += export(cli, folder / "mock.fits", folder, "spectra", "--spectra", "--filter", "snr > 50")
    paths += check_arrays(cli, readers, folder)
    readers.read_with_astropy(paths)
    for path in paths:
        readers.verify_fits(path)
        rows = readers.read_with_stilts(path)
        check(rows is None or len(rows) > 1, f"stilts reads no rows of {path.name}")


def main():
    cli = arguments().cli.resolve()
    os.environ["LC_ALL"] = "C.UTF-8"
    readers = Readers()
    with temporary_folder() as folder:
        check_values(cli, readers, folder)
        check_refusals(cli, folder)
        check_products(cli, readers, folder)
    finish()


main()
