# SPDX-License-Identifier: GPL-3.0-or-later
"""The high-α share of real RAVE-APOGEE stars rises with |Z| at the Sun's radius, to the values counted by hand."""
import csv

from support import arguments, check, finish, must, real_data, temporary_folder

# Among -0.8 < [M/H] < -0.1 at 7.9 < R < 8.3 kpc, share with [α/M] > 0.15 in |Z| 0-0.25, 0.25-0.5, 0.5-1, > 1 kpc: counted
# from the same table with nothing but comparisons.
SHARES = [0.08, 0.18, 0.30, 0.63]
# Hartigan's dip of [α/M] at -0.6 < [M/H] < -0.2 in the same panels, as python's diptest 0.12 gives it.
DIPS = [0.017121, 0.028877, 0.060348, 0.037235]


def main():
    options = arguments()
    catalogue = real_data(options.data, "guiglion2020/rave_apogeedr16_guiglion2020_RZ_approx.csv")
    with temporary_folder() as folder:
        done = must(options.cli, "-q", "galaxy", catalogue, "--r-edges", "7.9,8.3", "--z-edges", "0,0.25,0.5,1,10",
                    "--bimodality", "--out", folder / "panels.csv")
        print(done.stdout)
        with open(folder / "panels.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        shares = [float(row["high_alpha_share"]) for row in rows]
        check([round(share, 2) for share in shares] == SHARES, f"shares {shares} in place of {SHARES}")
        for share in SHARES:
            check(f"{share:.2f} ±" in done.stdout, f"the table does not show {share:.2f}")
        dips = [round(float(row["dip"]), 6) for row in rows]
        check(dips == DIPS, f"dips {dips} in place of {DIPS}")
        verdicts = [row["verdict"] == "bimodal" for row in rows]
        check(verdicts == [False, False, True, False], f"bimodal: {verdicts}")
    finish()


main()
