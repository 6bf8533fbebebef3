# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what a network has learned from the mock, for which the truth is known, with attribute, contrast, experiment, audit and
precision."""
import csv
import re

from support import arguments, check, finish, must, run, temporary_folder, verify_fits

ALPHA_ELEMENTS = {"Ca", "Si", "Ti", "Mg"}
HIGH = "abs(mh + 0.4) < 0.15 && alpham > 0.18"
LOW = "abs(mh + 0.4) < 0.15 && alpham < 0.10"


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def check_peaks(folder, cli, survey, model):
    done = must(cli, "-q", "attribute", survey, "--model", model, "--filter", "logg < 2.5", "--peaks", 30, "--peaks-out",
                folder / "peaks.csv", "--out", folder / "maps.fits", "--inputs-out", folder / "inputs.fits",
                "--folded-out", folder / "folded.csv")
    verify_fits(folder / "maps.fits")
    verify_fits(folder / "inputs.fits")
    folded = rows_of(folder / "folded.csv")
    for name, low, high in (("bp_coefficients", 319, 721), ("rp_coefficients", 559, 1041)):
        rows = [row for row in folded if row["input"] == name]
        nm = [float(row["wavelength_nm"]) for row in rows]
        check(len(rows) > 100 and abs(nm[0] - low) < 1 and abs(nm[-1] - high) < 1, f"{name} folded: {nm[:1]} {nm[-1:]}")
        check(len({row["d_alpham_d_flux"] for row in rows}) > 100, f"{name} folded: the curve of [α/M] is flat")
    peaks = [row for row in rows_of(folder / "peaks.csv") if row["label"] == "alpham"]
    check(len(peaks) == 30, f"{len(peaks)} peaks of alpham")
    # [α/M] grows when these lines deepen. Most peaks between lines are in the wings of Ca II.
    deeper = [row for row in peaks if float(row["height"]) < 0 and row["species"]][:3]
    for row in deeper:
        check(row["species"].split(" ")[0] in ALPHA_ELEMENTS,
              f"[α/M] grows when {row['species'] or 'no line'} deepens at {row['wavelength_nm']} nm")
    scores = dict(re.findall(r"^  (\w+) +r = ([+-]\d\.\d\d)", done.stdout, re.M))
    check(set(scores) == {"teff", "logg", "mh", "feh", "alpham"}, f"scores against the ideal response: {scores}")
    check(float(scores["alpham"]) > 0.4, f"alpham against the ideal response: r = {scores['alpham']}")
    return done.stdout


def check_methods(folder, cli, survey, model):
    some = ("--filter", "logg < 1.2", "--peaks", 1, "--out", folder / "map.csv")
    means = {}
    for method in ("gradient", "smoothgrad", "gradient-x-input", "integrated-gradients", "occlusion"):
        done = must(cli, "-q", "attribute", survey, "--model", model, "--method", method, "--baseline", "mean", *some)
        check(done.stdout.startswith(method), f"{method}: {done.stdout[:80]}")
        column = "d_alpham_d_flux" if method in ("gradient", "smoothgrad") else "alpham_attribution"
        means[method] = [row[column] for row in rows_of(folder / "map.csv")]
    check(len({tuple(values) for values in means.values()}) == 5, "two methods return the same map")
    done = must(cli, "-q", "attribute", survey, "--model", model, "--method", "integrated-gradients", "--steps", 128, *some)
    for error in re.findall(r"add up to within ([\d.e+-]+) %", done.stdout):
        check(float(error) < 1.0, f"integrated gradients miss by {error} %")
    done = run(cli, "attribute", survey, "--model", model, "--method", "occlusion", "--folded-out", folder / "folded.csv")
    check(done.returncode == 2 and "derivatives" in done.stderr, f"folding parts: {done.returncode}, {done.stderr}")
    done = run(cli, "attribute", survey, "--model", model, "--method", "lime")
    check(done.returncode == 2 and "occlusion" in done.stderr, f"an unknown method: {done.returncode}, {done.stderr}")
    done = run(cli, "attribute", survey, "--model", model, "--filter", "logg > 99")
    check(done.returncode == 5 and "selected" in done.stderr, f"no star: {done.returncode}, {done.stderr}")


def check_contrast(folder, cli, survey, model):
    done = must(cli, "-q", "contrast", survey, "--model", model, "--a", HIGH, "--b", LOW, "--label", "[α/M]", "--out",
                folder / "parts.csv")
    whole = float(re.search(r"A − B = ([+-][\d.]+) between", done.stdout).group(1))
    parts = [row for row in rows_of(folder / "parts.csv") if row["label"] == "alpham"]
    total = sum(float(row["adds"]) for row in parts)
    check(whole > 0.05, f"predicted [α/M] of the high-α stars exceeds that of the low-α stars by only {whole}")
    check(abs(total - whole) < 0.01 * abs(whole), f"the parts add up to {total}, not {whole}")
    names = {row["part"] for row in parts}
    check({"Ca II", "Ca II wings", "Ti I", "between lines", "input parallax"} <= names, f"parts: {sorted(names)}")
    done = run(cli, "contrast", survey, "--model", model, "--a", HIGH, "--b", LOW, "--label", "mass")
    check(done.returncode == 5 and "alpham" in done.stderr, f"a label of no model: {done.returncode}, {done.stderr}")
    done = run(cli, "contrast", survey, "--model", model, "--a", HIGH, "--b", "alpham > 9")
    check(done.returncode == 5 and "selected" in done.stderr, f"an empty side: {done.returncode}, {done.stderr}")
    done = run(cli, "contrast", survey, "--model", model, "--a", "alpham >", "--b", LOW)
    check(done.returncode == 2, f"half a filter: {done.returncode}, {done.stderr}")


def check_experiments(folder, cli, survey, model):
    must(cli, "-q", "experiment", "rv", survey, "-m", model, "-m", model, "--stars", 200, "--values", -50, 0, 50, "--out",
         folder / "rv.csv")
    rows = rows_of(folder / "rv.csv")
    check([float(row["velocity_km_s"]) for row in rows] == [-50, 0, 50], f"velocities: {rows}")
    check(float(rows[1]["teff_change"]) == 0 and float(rows[0]["teff_scatter"]) > 0, f"changes: {rows}")
    check(rows[0]["teff_change"] == rows[0]["teff_change_2"], "the same model given twice has different results")
    done = must(cli, "-q", "experiment", "noise", survey, "-m", model, "--stars", 100, "--values", 15)
    check("± " in done.stdout, f"noise: {done.stdout}")
    must(cli, "-q", "experiment", "mask", survey, "-m", model, "--stars", 50, "--window", 4, "--out", folder / "mask.fits")
    verify_fits(folder / "mask.fits")
    done = run(cli, "experiment", "mask", survey, "-m", model, "--window", 400)
    check(done.returncode == 2 and "does not fit" in done.stderr, f"a window too wide: {done.returncode}, {done.stderr}")
    done = run(cli, "experiment", "heat", survey, "-m", model)
    check(done.returncode == 2 and "noise" in done.stderr, f"an unknown experiment: {done.returncode}, {done.stderr}")


def check_precision(folder, cli, survey, model):
    done = must(cli, "-q", "precision", survey, "-m", model, "--edges", "15,30,100", "--out", folder / "precision.csv")
    check("against the truth" in done.stdout, f"precision: {done.stdout}")
    rows = [row for row in rows_of(folder / "precision.csv") if row["label"] == "mh"]
    check([float(row["snr_low"]) for row in rows] == [15, 30], f"bins: {rows}")
    for row in rows:
        check(0 < float(row["bound"]) < float(row["bound_spectrum"]), f"bounds: {row}")
        check(0 < float(row["bound_posterior"]) <= float(row["bound"]), f"posterior bounds: {row}")
        check(float(row["over_bound_posterior"]) > 0.5, f"scatter over posterior bound: {row}")
        check(0.5 < float(row["over_bound"]) < 10, f"scatter over bound: {row}")
    done = run(cli, "precision", survey, "-m", model, "--filter", "snr > 1e9")
    check(done.returncode == 5 and "selected" in done.stderr, f"no star: {done.returncode} {done.stderr}")


def check_windows(folder, cli, survey):
    must(cli, "-q", "train", survey, "--members", 1, "--epochs", 1, "--windows", "alpham=853.0-856.0", "--out",
         folder / "windows.safetensors")
    must(cli, "-q", "attribute", survey, "--model", folder / "windows.safetensors", "--filter", "logg < 2.5", "--out",
         folder / "windows.csv")
    seen = {"d_alpham_d_flux": set(), "d_teff_d_flux": set()}
    for row in rows_of(folder / "windows.csv"):
        inside = 853.0 <= float(row["wavelength_nm"]) <= 856.0
        for column, places in seen.items():
            if float(row[column]) != 0.0:
                places.add(inside)
    check(seen["d_alpham_d_flux"] == {True}, "alpham sees what lies outside its windows")
    check(seen["d_teff_d_flux"] == {True, False}, "teff does not see the whole spectrum")
    done = run(cli, "train", survey, "--windows", "alpham=Xx", "--out", folder / "none.safetensors")
    check(done.returncode == 2 and "'Xx'" in done.stderr, f"windows of no element: {done.returncode} {done.stderr}")


def check_audit(folder, cli, survey, model):
    done = must(cli, "-q", "audit", survey, "-m", model, "--repeats", 2, "--baselines", "--members", 1, "--epochs", 6, "--out",
                folder / "audit.csv")
    check(re.search(r"^teff: Learned .*\.$", done.stdout, re.M), f"no sentence on teff: {done.stdout[:400]}")
    rows = {(row["label"], row["test"]): row for row in rows_of(folder / "audit.csv")}
    check(float(rows["alpham", "learned"]["value"]) > 0.3, f"R² of alpham: {rows['alpham', 'learned']}")
    check(rows["teff", "learned"]["verdict"] == "pass", f"teff: {rows['teff', 'learned']}")
    check(float(rows["teff", "without bp_coefficients"]["value"]) > 0.1, "XP does not matter for Teff")
    check(rows["mh", "random weights"]["verdict"] == "pass", f"mh: {rows['mh', 'random weights']}")
    # Teff can be predicted from colours without a spectrum, and from a spectrum without colours.
    for test in ("inputs alone", "spectrum alone"):
        check(float(rows["teff", test]["value"]) > 0.5, f"Teff by the {test}: {rows['teff', test]}")
    done = run(cli, "audit", survey, "-m", model, "--epochs", 3)
    check(done.returncode == 2 and "--baselines" in done.stderr, f"--epochs without --baselines: {done.returncode}, {done.stderr}")


def main():
    options = arguments()
    with temporary_folder() as folder:
        survey, model = folder / "mock.fits", folder / "model.safetensors"
        must(options.cli, "-q", "mock", "--stars", 4000, "--seed", 3, "--out", survey)
        must(options.cli, "-q", "train", survey, "--members", 2, "--epochs", 12, "--out", model)
        print(check_peaks(folder, options.cli, survey, model))
        check_methods(folder, options.cli, survey, model)
        check_contrast(folder, options.cli, survey, model)
        check_experiments(folder, options.cli, survey, model)
        check_audit(folder, options.cli, survey, model)
        check_precision(folder, options.cli, survey, model)
        check_windows(folder, options.cli, survey)
    finish()


main()
