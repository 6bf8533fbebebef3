# SPDX-License-Identifier: GPL-3.0-or-later
"""The high-α share of real RAVE-APOGEE stars at the Sun's radius rises with |Z| and equals the share counted independently."""
import csv

from support import arguments, check, finish, must, real_data, run, temporary_folder

# Share of stars with [α/M] > 0.15 among those with -0.8 < [M/H] < -0.1 at 7.9 < R < 8.3 kpc, for |Z| of 0-0.25, 0.25-0.5,
# 0.5-1 and > 1 kpc. Counted in the same table with simple comparisons.
SHARES = [0.08, 0.18, 0.30, 0.63]
# Hartigan's dip of [α/M] at -0.6 < [M/H] < -0.2 in the same panels, from the Python package diptest 0.12.
DIPS = [0.017121, 0.028877, 0.060348, 0.037235]


def spread(cli, folder, without_errors):
    """Checks that a star on an edge counts half on each side, and that missing errors of R and Z are reported."""
    table = folder / "edge.csv"
    table.write_text("id,mh,alpham,R_kpc,Z_kpc,e_R_kpc,e_Z_kpc\n"
                     + "".join(f"s{i},-0.3,{0.1 + 0.01 * i},8.0,0.5,0.2,0.05\n" for i in range(10)))
    done = must(cli, "-q", "galaxy", table, "--r-edges", "6,8,10", "--z-edges", "0,1", "--spread", "--out",
                folder / "spread.csv")
    check("each star is spread" in done.stdout, "the output does not say that stars are spread")
    with open(folder / "spread.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    check([int(row["stars"]) for row in rows] == [0, 10], "the number of stars by position changed")
    check([round(float(row["spread_stars"]), 6) for row in rows] == [5.0, 5.0], f"the stars are not divided equally: {rows}")
    refused = run(cli, "-q", "galaxy", without_errors, "--spread")
    check(refused.returncode != 0 and "e_R_kpc" in refused.stderr, f"the message does not name the missing errors: {refused.stderr}")


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
        check([round(share, 2) for share in shares] == SHARES, f"shares {shares} instead of {SHARES}")
        for share in SHARES:
            check(f"{share:.2f} ±" in done.stdout, f"the table does not show {share:.2f}")
        dips = [round(float(row["dip"]), 6) for row in rows]
        check(dips == DIPS, f"dips {dips} instead of {DIPS}")
        verdicts = [row["verdict"] == "bimodal" for row in rows]
        check(verdicts == [False, False, True, False], f"bimodal: {verdicts}")
        spread(options.cli, folder, catalogue)
    finish()


main()
