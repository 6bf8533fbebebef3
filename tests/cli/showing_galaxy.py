# SPDX-License-Identifier: GPL-3.0-or-later
"""The high-α share of real RAVE-APOGEE stars rises with |Z| at the Sun's radius, to the values counted by hand."""
import csv

from support import arguments, check, finish, must, real_data, run, temporary_folder

# Among -0.8 < [M/H] < -0.1 at 7.9 < R < 8.3 kpc, share with [α/M] > 0.15 in |Z| 0-0.25, 0.25-0.5, 0.5-1, > 1 kpc: counted
# from the same table with nothing but comparisons.
SHARES = [0.08, 0.18, 0.30, 0.63]
# Hartigan's dip of [α/M] at -0.6 < [M/H] < -0.2 in the same panels, as python's diptest 0.12 gives it.
DIPS = [0.017121, 0.028877, 0.060348, 0.037235]


def spread(cli, folder, without_errors):
    """A star on an edge counts half on either side of it; without errors the words say what is missing."""
    table = folder / "edge.csv"
    table.write_text("id,mh,alpham,R_kpc,Z_kpc,e_R_kpc,e_Z_kpc\n"
                     + "".join(f"s{i},-0.3,{0.1 + 0.01 * i},8.0,0.5,0.2,0.05\n" for i in range(10)))
    done = must(cli, "-q", "galaxy", table, "--r-edges", "6,8,10", "--z-edges", "0,1", "--spread", "--out",
                folder / "spread.csv")
    check("each star is spread" in done.stdout, "the output does not say that stars are spread")
    with open(folder / "spread.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    check([int(row["stars"]) for row in rows] == [0, 10], "stars by position moved")
    check([round(float(row["spread_stars"]), 6) for row in rows] == [5.0, 5.0], f"not half and half: {rows}")
    refused = run(cli, "-q", "galaxy", without_errors, "--spread")
    check(refused.returncode != 0 and "e_R_kpc" in refused.stderr, f"no words about the errors: {refused.stderr}")


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
        spread(options.cli, folder, catalogue)
    finish()


main()
