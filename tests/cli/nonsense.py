# SPDX-License-Identifier: GPL-3.0-or-later
"""Impossible values are refused with the option's name, and a computation that went wrong saves nothing."""
import math
import resource
import subprocess

from support import arguments, check, finish, must, patch_column, run, temporary_folder

USAGE, MISMATCH, NUMERICAL, MEMORY = 2, 5, 6, 7


def refuses(cli, folder, code, words, *command, out):
    """Checks the exit code, the words of the message, and that no output was written."""
    target = folder / out
    done = run(cli, "-q", *command, "--out", target)
    text = " ".join(str(word) for word in command).replace(str(folder) + "/", "")
    print(f"{done.returncode}  {text}\n   {done.stderr.strip()}")
    check(done.returncode == code, f"{text}: exit code {done.returncode} instead of {code}")
    for word in words:
        check(word in done.stderr, f"{text}: the message lacks '{word}'")
    check(not target.exists(), f"{text}: wrote {out}")


def check_typed(cli, folder):
    mock, model = folder / "mock.fits", folder / "model.safetensors"
    quick = ["--network", "spectrum-small", "--epochs", 1, "--members", 1]
    refuses(cli, folder, USAGE, ["--sun-distance"], "galaxy", mock, "--sun-distance", "nan", out="p.csv")
    refuses(cli, folder, USAGE, ["--r-edges"], "galaxy", mock, "--r-edges", "8,6", out="p.csv")
    refuses(cli, folder, USAGE, ["--z-edges"], "galaxy", mock, "--z-edges", "1,1", out="p.csv")
    refuses(cli, folder, USAGE, ["--labels", "teff"], "train", mock, *quick, "--labels", "teff,teff", out="m.safetensors")
    refuses(cli, folder, USAGE, ["--seed"], "train", mock, *quick, "--seed", "-1", out="m.safetensors")
    refuses(cli, folder, USAGE, ["--mask"], "train", mock, *quick, "--mask", "400-410", out="m.safetensors")
    refuses(cli, folder, USAGE, ["--windows"], "train", mock, *quick, "--windows", "mh=400-410", out="m.safetensors")
    refuses(cli, folder, USAGE, ["--window", "steps"], "experiment", "mask", mock, "-m", model, "--window", "1e-9", out="e.csv")
    refuses(cli, folder, USAGE, ["--window", "steps"], "attribute", mock, "-m", model, "--method", "occlusion", "--window",
            "1e-9", out="e.csv")
    refuses(cli, folder, USAGE, ["--values"], "experiment", "mask", mock, "-m", model, "--values", 400, out="e.csv")


def check_results(cli, folder):
    mock, model = folder / "mock.fits", folder / "model.safetensors"
    refuses(cli, folder, NUMERICAL, ["diverged"], "train", mock, "--network", "spectrum-small", "--epochs", 2, "--members", 1,
            "--learning-rate", 10, out="m.safetensors")
    refuses(cli, folder, MISMATCH, ["no star passes", "--filter"], "export", mock, "--filter", "teff > 90000", out="t.csv")
    refuses(cli, folder, MISMATCH, ["no star passes", "--filter"], "galaxy", mock, "--filter", "teff > 90000", out="t.csv")
    refuses(cli, folder, MISMATCH, ["none of the"], "galaxy", mock, "--r-edges", "90,95", out="t.csv")

    patch_column(mock, folder / "gaps.fits", "flux", [2, 3], math.nan)
    done = must(cli, "-q", "predict", folder / "gaps.fits", "-m", model, "--out", folder / "catalogue.fits")
    check("2 spectra without a finite pixel" in done.stderr, f"predict does not count the stars: {done.stderr}")
    must(cli, "-q", "export", folder / "catalogue.fits", "--out", folder / "catalogue.csv")
    lines = (folder / "catalogue.csv").read_text().splitlines()
    names = lines[0].split(",")
    for row, line in enumerate(lines[1:]):
        values = dict(zip(names, line.split(",")))
        hasLabel = values["teff_cnn"].lower() not in ("", "nan")
        check(hasLabel == (row not in (2, 3)), f"row {row} has the label '{values['teff_cnn']}'")
        check(hasLabel or values["in_limits"] == "0", f"row {row} is in_limits")

    must(cli, "-q", "export", mock, "--out", folder / "stars.csv")
    done = must(cli, "galaxy", mock, "--sun-distance", 8, "--out", folder / "p.csv")
    text = done.stderr + done.stdout
    check(("without effect" in text) != ("Computed R_kpc" in text), f"galaxy does not say what --sun-distance does: {text}")


def check_memory(cli, folder):
    for megabytes in [300, 500, 700, 900]:
        limit = megabytes << 20
        try:
            done = subprocess.run([cli, "-q", "predict", folder / "mock.fits", "-m", folder / "model.safetensors", "--out",
                                   folder / "limited.fits"], capture_output=True, text=True, timeout=60, check=False,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        except subprocess.TimeoutExpired:
            check(False, f"predict hangs with {megabytes} MB")
            continue
        print(f"{megabytes} MB: {done.returncode} {done.stderr.strip()}")
        check(done.returncode == MEMORY, f"predict ends with {done.returncode} with {megabytes} MB")
        check("Not enough memory" in done.stderr, f"predict does not speak of memory: {done.stderr}")


def main():
    cli = arguments().cli
    with temporary_folder() as folder:
        must(cli, "-q", "mock", "--stars", 300, "--seed", 5, "--out", folder / "mock.fits")
        must(cli, "-q", "train", folder / "mock.fits", "--network", "spectrum-small", "--epochs", 1, "--members", 1, "--out",
             folder / "model.safetensors")
        check_typed(cli, folder)
        check_results(cli, folder)
        check_memory(cli, folder)
    finish()


main()
