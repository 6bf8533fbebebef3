# SPDX-License-Identifier: GPL-3.0-or-later
"""From a mock survey to panels of the Galaxy: every file is created, is valid, and is the same when the commands are repeated."""
import csv
import json
import math
import shlex

from support import arguments, check, finish, must, python_with_astropy, run, temporary_folder, verify_fits

STARS = 400
LABELS = ["teff", "logg", "mh", "feh", "alpham"]


def parts(path):
    """Returns the tensors of a model file as bytes, and its metadata without the speed of the machine."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    metadata = json.loads(json.loads(data[8:8 + length])["__metadata__"]["maury"])
    metadata["history"] = [{key: value for key, value in row.items() if key != "spectra_per_second"}
                           for row in csv.DictReader(metadata["history"].splitlines())]
    return data[8 + length:], metadata


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def make_and_train(cli, folder):
    """Checks that the same commands write the same bytes, and that other seeds do not."""
    for name in ["first", "second"]:
        (folder / name).mkdir()
        must(cli, "-q", "mock", "--stars", STARS, "--seed", 11, "--repeats", 0, "--out", "mock.fits", cwd=folder / name)
        must(cli, "-q", "train", "mock.fits", "--network", "hybrid-rvs", "--epochs", 2, "--members", 2, "--seed", 3, "--out",
             "model.safetensors", cwd=folder / name)
    first, second = folder / "first", folder / "second"
    check((first / "mock.fits").read_bytes() == (second / "mock.fits").read_bytes(), "one seed led to different mock surveys")
    tensors, metadata = parts(first / "model.safetensors")
    again = parts(second / "model.safetensors")
    check(tensors == again[0], "one seed led to different weights")
    check(metadata == again[1], "one command led to different model metadata")
    check(len(metadata["history"]) == 4, f"{len(metadata['history'])} epochs in the history instead of 2 for each of 2 members")
    check(metadata["command"].startswith("maury-cli -q train mock.fits --network hybrid-rvs"),
          f"the model records another command: {metadata['command']}")

    must(cli, "-q", "mock", "--stars", STARS, "--seed", 12, "--out", "other.fits", cwd=first)
    check((first / "mock.fits").read_bytes() != (first / "other.fits").read_bytes(), "two seeds led to the same mock survey")
    must(cli, "-q", "train", "mock.fits", "--network", "hybrid-rvs", "--epochs", 2, "--members", 2, "--seed", 4, "--out",
         "other.safetensors", cwd=first)
    check(parts(first / "other.safetensors")[0] != tensors, "two seeds led to the same weights")


def check_info(cli, folder):
    text = must(cli, "info", "mock.fits", "model.safetensors", "catalogue.fits", cwd=folder).stdout
    for word in [str(STARS), "800 px", "hybrid-rvs × 2", "mock survey", *LABELS]:
        check(word in text, f"info does not print '{word}':\n{text}")


ASTROPY_CHECK = """
import sys, numpy
from astropy.table import Table
table, labels, stars = Table.read(sys.argv[1], hdu=1), sys.argv[2].split(","), int(sys.argv[3])
assert len(table) == stars, len(table)
assert len(set(table["id"])) == stars, "ids are not unique"
for label in labels:
    assert label in table.colnames, table.colnames
    assert numpy.isfinite(table[label]).all(), label
assert table["teff"].unit == "K", table["teff"].unit
print("astropy reads", len(table), "stars with", len(table.colnames), "columns")
"""


def check_catalogue(folder):
    for name in ["mock.fits", "catalogue.fits"]:
        verify_fits(folder / name)
    python = python_with_astropy()
    if python is None:
        print("astropy is not installed: the catalogue was not read with it")
        return
    done = run(python, "-c", ASTROPY_CHECK, folder / "catalogue.fits", ",".join(LABELS), STARS)
    print(done.stdout.strip())
    check(done.returncode == 0, f"astropy on the catalogue: {done.stderr.strip()}")


def check_maps(folder):
    rows = rows_of(folder / "maps.csv")
    check(len(rows) == 800, f"{len(rows)} pixels in the maps instead of 800")
    for label in LABELS:
        values = [float(row[f"d_{label}_d_flux"]) for row in rows]
        check(all(math.isfinite(value) for value in values), f"the map of {label} is not finite")
        check(max(abs(value) for value in values) > 0, f"the map of {label} is zero")


def check_panels(folder, stdout):
    rows = rows_of(folder / "panels.csv")
    check(len(rows) == 4, f"{len(rows)} panels instead of 4")
    placed = sum(float(row["stars"]) for row in rows)
    check(0 < placed <= STARS, f"{placed} stars in the panels")
    check(f"{placed:.0f} in the panels" in stdout, f"the table and the text disagree on {placed} stars: {stdout}")


def main():
    cli = arguments().cli.resolve()
    with temporary_folder() as folder:
        make_and_train(cli, folder)
        work = folder / "first"
        for line in ["predict mock.fits --model model.safetensors --out catalogue.fits",
                     "attribute mock.fits --model model.safetensors --filter 'logg < 2.5' --out maps.csv"]:
            must(cli, "-q", *shlex.split(line), cwd=work)
        panels = must(cli, "-q", "galaxy", "catalogue.fits", "--r-edges", "4,8,12", "--z-edges", "0,0.5,2", "--out",
                      "panels.csv", cwd=work)
        check_info(cli, work)
        check_catalogue(work)
        check_maps(work)
        check_panels(work, panels.stdout)
        hidden = [path.name for path in work.iterdir() if path.name.startswith(".")]
        check(not hidden, f"temporary files were left: {hidden}")
    finish()


main()
