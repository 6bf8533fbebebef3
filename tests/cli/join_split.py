# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins by id and position find the right rows; a split is stored in a column, and training uses it."""
import csv
import random

from support import arguments, check, finish, must, run, temporary_folder, verify_fits

STARS = 600


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_catalogue(mock_csv, path, rng):
    """Writes every second star of the survey, 0.3 arcsec away and in another order, and 50 stars that are not in the survey."""
    rows = []
    for i, star in enumerate(mock_csv):
        if i % 2 == 0:
            rows.append([star["id"], f"{float(star['ra']):.9f}", f"{float(star['dec']) + 0.3 / 3600:.9f}", i])
    for i in range(50):
        rows.append([f"stranger{i}", f"{rng.uniform(0, 360):.9f}", f"{rng.uniform(-60, 60):.9f}", -1])
    rng.shuffle(rows)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source_id", "ra", "dec", "number"])
        writer.writerows(rows)


def main():
    options = arguments()
    cli = options.cli
    rng = random.Random(5)
    with temporary_folder() as folder:
        mock = folder / "mock.fits"
        must(cli, "-q", "mock", "--stars", STARS, "--seed", 3, "--repeats", 0, "--out", mock)
        must(cli, "-q", "export", mock, "--out", folder / "mock.csv")
        stars = read_csv(folder / "mock.csv")
        write_catalogue(stars, folder / "catalogue.csv", rng)
        for way in (["--by", "id"], ["--by", "position", "--radius", 1]):
            joined = folder / "joined.fits"
            done = must(cli, "join", mock, folder / "catalogue.csv", *way, "--only-matched", "--out", joined)
            check(f"{STARS // 2} matched, {STARS // 2} without a match; 50 rows unused" in done.stdout, done.stdout)
            verify_fits(joined)
            must(cli, "-q", "export", joined, "--out", folder / "joined.csv")
            for row in read_csv(folder / "joined.csv"):
                check(stars[int(float(row["number"]))]["id"] == row["id"], f"{way}: {row['id']} was joined to row {row['number']}")
        done = run(cli, "join", mock, folder / "catalogue.csv", "--by", "position", "--radius", 0.1, "--out", folder / "none.fits")
        check(done.returncode == 5 and not (folder / "none.fits").exists(), f"a join without a match: {done.returncode}")

        # A table whose only column apart from the id is text: a split from another program.
        parts = folder / "parts.csv"
        parts.write_text("source_id,split\n" + "".join(f"{star['id']},{'test' if i % 3 == 0 else 'training'}\n"
                                                         for i, star in enumerate(stars)), encoding="utf-8")
        must(cli, "-q", "join", mock, parts, "--out", joined)
        must(cli, "-q", "export", joined, "--out", folder / "joined.csv")
        check([row["split"] for row in read_csv(folder / "joined.csv")] ==
              ["test" if i % 3 == 0 else "training" for i in range(STARS)], "a joined split differs from its table")
        done = run(cli, "info", parts)
        check(done.returncode == 4 and "all columns (split) contain text" in done.stderr, done.stderr)
        done = run(cli, "split", mock, "--stratify", "snrr", "--out", folder / "none.fits")
        check(done.returncode == 5 and "snr" in done.stderr, f"a split by an unknown name: {done.stderr}")

        split = folder / "split.fits"
        done = must(cli, "split", mock, "--stratify", "snr,teff", "--test", 0.2, "--validation", 0.1, "--out", split)
        check("420 training, 60 validation, 120 test spectra" in done.stdout, done.stdout)
        verify_fits(split)
        done = must(cli, "train", split, "--network", "hybrid-rvs", "--members", 1, "--epochs", 1, "--out",
                    folder / "model.safetensors")
        check("trained on 420 stars" in done.stdout, done.stdout)
        check("column 'split'" in done.stderr, done.stderr)
        done = must(cli, "-q", "predict", split, "--model", folder / "model.safetensors", "--part", "test", "--out",
                    folder / "test.fits")
        must(cli, "-q", "export", folder / "test.fits", "--out", folder / "test.csv")
        rows = read_csv(folder / "test.csv")
        check(len(rows) == 120 and {row["split"] for row in rows} == {"test"}, f"{len(rows)} test stars")
    finish()


main()
