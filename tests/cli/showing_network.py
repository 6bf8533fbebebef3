# SPDX-License-Identifier: GPL-3.0-or-later
"""On real MILES spectra the small network is better than a linear ridge trained on the same stars, for every label."""
from support import arguments, check, finish, must, real_data, temporary_folder, verify_fits

# Network and ridge use the same stars. Hotter stars are few, and a linear model cannot use them.
STARS = "teff < 8000"
JUDGED = "teff > 4000 && teff < 7000"


def table_of(stdout):
    """Returns the printed table of residuals: {label: {column: number}}."""
    lines = stdout.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("label "))
    # Columns are separated by at least two spaces; the titles "robust sigma" and "ridge rms" contain a single one.
    titles = [title.strip() for title in lines[head].split("  ") if title.strip()]
    table = {}
    for line in lines[head + 1:]:
        words = line.split()
        if len(words) != len(titles):
            break
        table[words[0]] = {title: float(word) for title, word in zip(titles[2:], words[2:])}
    return table


def main():
    options = arguments()
    miles = real_data(options.data, "miles")
    with temporary_folder() as folder:
        done = must(options.cli, "-q", "import", miles, "--labels", miles / "labels.csv", "--air", "--step",
                    "continuum method=running-mean pixels=301", "--out", folder / "miles.fits")
        check("821 stars" in done.stdout and "791 spectra matched" in done.stdout, f"import prints: {done.stdout}")
        verify_fits(folder / "miles.fits")
        done = must(options.cli, "-q", "train", folder / "miles.fits", "--network", "spectrum-small", "--filter", STARS,
                    "--test", 0.2, "--validation", 0.1, "--test-filter", JUDGED, "--compare-ridge", "--members", 4, "--out",
                    folder / "miles.safetensors")
        print(f"{done.stdout}\ntrained and tested in {done.seconds:.0f} s")
        table = table_of(done.stdout)
        check(set(table) == {"teff", "logg", "feh"}, f"labels in the table: {sorted(table)}")
        for label, row in table.items():
            check(row["stars"] >= 80, f"only {row['stars']:.0f} test stars with {label}")
            check(row["rms"] < row["ridge rms"], f"{label}: rms {row['rms']:g}, that of the ridge {row['ridge rms']:g}")
    finish()


main()
