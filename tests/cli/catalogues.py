# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues as published: numbers that mean "no value", prefixed ids, a third table of ids, epochs, and ids beyond ASCII."""
import csv

from support import arguments, check, finish, must, run, temporary_folder, verify_fits


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def numbers(rows, name):
    """Returns the values of a column, None where a cell is empty."""
    return [float(row[name]) if row[name] else None for row in rows]


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def check_sentinels(cli, folder):
    table = write(folder / "labels.csv", "source_id,teff,logg,phot_g_mean_mag,visits\n1,-9999.99,99.99,99.99,999\n"
                                         "2,5000,2.5,12.5,3\n3,0,2.0,13.5,-9999\n")
    done = must(cli, "import", table, "--out", folder / "labels.fits")
    check("column 'teff': 1 value of -9999.99 was taken as missing" in done.stderr, done.stderr)
    check("column 'teff': 1 value outside 1000–200000 K was taken as missing (0 in row 3)" in done.stderr, done.stderr)
    must(cli, "-q", "export", folder / "labels.fits", "--out", folder / "out.csv")
    rows = read_csv(folder / "out.csv")
    check(numbers(rows, "teff") == [None, 5000, None], f"teff: {rows}")
    check(numbers(rows, "phot_g_mean_mag") == [None, 12.5, 13.5], f"magnitudes: {rows}")
    check(numbers(rows, "visits") == [999, 3, -9999], f"counts are no measurements: {rows}")
    done = must(cli, "import", table, "--keep-sentinels", "--out", folder / "labels.fits")
    check("1 value of -9999.99 was kept" in done.stderr, done.stderr)
    must(cli, "-q", "export", folder / "labels.fits", "--out", folder / "out.csv")
    rows = read_csv(folder / "out.csv")
    check(numbers(rows, "teff") == [-9999.99, 5000, 0], f"kept teff: {rows}")


def check_joins(cli, folder):
    plain = write(folder / "plain.csv", "source_id,ra,dec,mh\n5937083312263888001,10,-5,-0.1\n5937083312263888002,11,-4,-0.2\n")
    prefixed = write(folder / "prefixed.csv", 'source_id,teff\n"Gaia DR3 5937083312263888002",5100\n"Gaia DR3 7",4000\n')
    joined = folder / "joined.fits"
    done = must(cli, "join", plain, prefixed, "--out", joined)
    check("1 matched, 1 without a match; 1 rows unused" in done.stdout, done.stdout)
    verify_fits(joined)
    must(cli, "-q", "export", joined, "--out", folder / "out.csv")
    check(numbers(read_csv(folder / "out.csv"), "teff") == [None, 5100], "the prefix of Gaia DR3 was not removed")

    strangers = write(folder / "strangers.csv", "source_id,teff\nx,1000\ny,2000\n")
    done = run(cli, "join", plain, strangers, "--out", folder / "none.fits")
    check(done.returncode == 5 and "begin with '5937083312263888001', '5937083312263888002', those of the catalogue with "
          "'x', 'y'" in done.stderr, done.stderr)
    check(not (folder / "none.fits").exists(), "a join without a match wrote a file")

    via = write(folder / "dr3_neighbourhood.csv", "source_id,dr3_source_id\n5937083312263888001,7\n")
    done = must(cli, "join", plain, prefixed, "--via", via, "--out", joined)
    check("1 matched" in done.stdout and "lacks 1 of the 2 ids of the survey" in done.stderr,
          done.stdout + done.stderr)
    must(cli, "-q", "export", joined, "--out", folder / "out.csv")
    check(numbers(read_csv(folder / "out.csv"), "teff") == [4000, None], "the ids were not translated")

    # 16 years of 1 arcsec per year along the declination.
    moving = write(folder / "moving.csv", "id,RAJ2000,DEJ2000,pmRA,pmDE,teff\nfast,10,-5.0044444444,0,1000,6000\n")
    done = run(cli, "join", plain, moving, "--by", "position", "--out", joined)
    check(done.returncode == 5 and "The nearest star of the catalogue is 16 arcsec away." in done.stderr, done.stderr)
    done = must(cli, "join", plain, moving, "--by", "position", "--own-epoch", 2016, "--epoch", 2000, "--out", joined)
    check("1 matched" in done.stdout, done.stdout)


def check_ascii(cli, folder):
    stars = folder / "stars"
    stars.mkdir()
    for name in ("plain.txt", "ünï.txt"):
        write(stars / name, "wavelength_vac flux\n" + "".join(f"{850 + 0.1 * i:.1f} {1 + 0.01 * i}\n" for i in range(20)))
    done = must(cli, "import", stars, "--vacuum", "--out", folder / "stars.fits")
    check("'ünï' as 'uni'" in done.stdout, done.stdout)
    verify_fits(folder / "stars.fits")
    must(cli, "-q", "export", folder / "stars.fits", "--out", folder / "out.csv")
    check(sorted(row["id"] for row in read_csv(folder / "out.csv")) == ["plain", "uni"], "ids of the folder")


def check_columns(cli, folder):
    """Computed columns, of a table and of a survey file: 5, 13 and a missing speed."""
    table = write(folder / "stars.csv", "source_id,teff,u,v\n1,4000,3,4\n2,5000,5,12\n3,6000,,1\n")
    must(cli, "-q", "import", table, "--out", folder / "stars.fits")
    for stars in (table, folder / "stars.fits"):
        must(cli, "-q", "export", stars, "--column", "vtot [km/s]=sqrt(u^2+v^2)", "--column", "twice=2*vtot", "--out",
             folder / "out.csv")
        rows = read_csv(folder / "out.csv")
        check(numbers(rows, "vtot") == [5, 13, None] and numbers(rows, "twice") == [10, 26, None], f"{stars.name}: {rows}")
        must(cli, "-q", "export", stars, "--column", "vtot=sqrt(u^2+v^2)", "--filter", "vtot > 6", "--out", folder / "out.csv")
        check(numbers(read_csv(folder / "out.csv"), "vtot") == [13], f"{stars.name}: the filter does not know the column")
        for column, words in (("vtot", "there is no '='"), ("teff=1", "The stars have 'teff' already"),
                              ("half=tef/2", "The column 'half' cannot be computed as 'tef/2'. Character 1")):
            done = run(cli, "export", stars, "--column", column, "--out", folder / "none.csv")
            check(done.returncode == 2 and words in done.stderr, f"{column}: {done.returncode} {done.stderr}")
    check(not (folder / "none.csv").exists(), "a refused export left a file")


def main():
    cli = arguments().cli
    for part in (check_sentinels, check_joins, check_ascii, check_columns):
        with temporary_folder() as folder:
            part(cli, folder)
    finish()


main()
