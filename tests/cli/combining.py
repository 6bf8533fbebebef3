# SPDX-License-Identifier: GPL-3.0-or-later
"""Arms of stars in two files become one spectrum, repeats are co-added, and join reads a chosen HDU."""
import csv

from support import arguments, check, finish, must, python_with_astropy, run, temporary_folder, verify_fits


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_spectra(path, ids, first, flux, columns=""):
    """Writes one spectrum a row: a column for each of 20 pixels of 0.1 nm."""
    names = [f"{first + 0.1 * i:.1f}" for i in range(20)]
    extra = [name for name in columns.split(",") if name]
    lines = [",".join(["id", *extra, *names])]
    for row, star in enumerate(ids):
        values = [str(flux[row][name]) for name in extra] + [str(flux[row]["flux"])] * 20
        lines.append(",".join([star, *values]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check_arms(cli, folder):
    blue = [{"flux": 1.0 + i, "teff": 4000 + i} for i in range(3)]
    red = [{"flux": 10.0 + i, "teff": 5000 + i} for i in range(3)]
    write_spectra(folder / "b.csv", ["s1", "s2", "s3"], 850.0, blue, "teff")
    write_spectra(folder / "r.csv", ["s3", "s1", "s4"], 860.0, red, "teff")
    for name in ("b", "r"):
        must(cli, "-q", "import", folder / f"{name}.csv", "--vacuum", "--unit", "nm", "--out", folder / f"{name}.fits")
    out = folder / "arms.fits"
    # One survey file, and one file that is read as import reads it.
    done = must(cli, "combine", folder / "b.fits", folder / "r.csv", "--vacuum", "--unit", "nm", "--out", out)
    check("4 spectra, 2 of them from all 2 files (b.fits lacks 1 star, r.csv lacks 1 star)." in done.stdout, done.stdout)
    check("teff of 2 stars" in done.stderr, done.stderr)
    verify_fits(out)
    must(cli, "-q", "export", out, "--spectra", "--out", folder / "arms.csv")
    rows = {row["id"]: row for row in read_csv(folder / "arms.csv")}
    check(set(rows) == {"s1", "s2", "s3", "s4"}, str(set(rows)))
    check(float(rows["s1"]["teff"]) == 4000 and float(rows["s4"]["teff"]) == 5002, f"labels: {rows['s1']['teff']}")
    check([row["n_arms"] for row in rows.values()] == ["2", "1", "2", "1"], "n_arms")
    done = must(cli, "combine", folder / "b.fits", folder / "r.fits", "--only-complete", "--grid", "850:0.1:120", "--out", out)
    check("2 spectra not in all files were dropped" in done.stdout, done.stdout)
    done = run(cli, "combine", folder / "b.fits", folder / "r.fits", "--by", "colour", "--out", folder / "none.fits")
    check(done.returncode == 5 and "no column 'colour'" in done.stderr, done.stderr)
    check(not (folder / "none.fits").exists(), "a failed combination left a file")
    done = run(cli, "combine", folder / "b.fits", "--out", folder / "none.fits")
    check(done.returncode == 2 and "--repeats" in done.stderr, done.stderr)


def check_repeats(cli, folder):
    mock, visits = folder / "mock.fits", folder / "coadded.fits"
    must(cli, "-q", "mock", "--stars", 300, "--seed", 4, "--repeats", 0.5, "--out", mock)
    must(cli, "-q", "export", mock, "--out", folder / "mock.csv")
    ids = [row["id"] for row in read_csv(folder / "mock.csv")]
    done = must(cli, "combine", mock, "--repeats", "mean", "--out", visits)
    check(f"{len(set(ids))} spectra." in done.stdout, done.stdout)
    # Mock noise is Gaussian with the stated errors, so that the reduced chi-squared is 1.
    chi2 = float(done.stdout.split("reduced χ² ")[1].split()[0])
    check(0.97 < chi2 < 1.03, f"reduced chi-squared {chi2}")
    verify_fits(visits)
    must(cli, "-q", "export", visits, "--out", folder / "coadded.csv")
    rows = read_csv(folder / "coadded.csv")
    check([row["id"] for row in rows] == list(dict.fromkeys(ids)), "the order of the co-added stars")
    check(all(int(row["n_spectra"]) == ids.count(row["id"]) for row in rows), "n_spectra")


HDUS = """
import sys
from astropy.io import fits
one = fits.BinTableHDU.from_columns([fits.Column("id", "A2", array=["s1", "s3", "s2"]), fits.Column("mass", "E", array=[1, 3, 2])], name="ONE")
two = fits.BinTableHDU.from_columns([fits.Column("id", "A2", array=["s1", "s2"]), fits.Column("age", "E", array=[7, 8])], name="TWO")
fits.HDUList([fits.PrimaryHDU(), one, two]).writeto(sys.argv[1])
"""


def check_hdu(cli, folder):
    python = python_with_astropy()
    if python is None:
        print("astropy is not installed: join --hdu was not checked")
        return
    must(python, "-c", HDUS, folder / "two.fits")
    (folder / "stars.csv").write_text("id,teff\ns2,4000\ns1,5000\n", encoding="utf-8")
    for chosen, names in ((["--hdu", "TWO"], ["8", "7"]), (["--hdu", "3"], ["8", "7"])):
        must(cli, "-q", "join", folder / "stars.csv", folder / "two.fits", *chosen, "--out", folder / "joined.fits")
        must(cli, "-q", "export", folder / "joined.fits", "--out", folder / "joined.csv")
        rows = read_csv(folder / "joined.csv")
        check([f"{float(row['age']):g}" for row in rows] == names and "mass" not in rows[0], f"{chosen}: {rows}")
    done = run(cli, "join", folder / "stars.csv", folder / "two.fits", "--hdu", "THREE", "--out", folder / "joined.fits")
    check(done.returncode == 4 and "THREE" in done.stderr, done.stderr)


def main():
    options = arguments()
    with temporary_folder() as folder:
        check_arms(options.cli, folder)
        check_repeats(options.cli, folder)
        check_hdu(options.cli, folder)
    finish()


main()
