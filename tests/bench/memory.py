#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the memory of whole commands on a large survey file:
    memory.py MAURY-CLI [STARS] [FOLDER]
Prints, for each command, the peak resident memory (VmHWM, as in `time -v`) and the peak of its private part (RssAnon, sampled
every 10 ms). The rest are pages of libraries, which the system shares and can reclaim. FOLDER (default: a temporary one) receives
a mock survey of STARS (320 000: 2.3 GB) and the output of the commands, up to 3.5 times its size. An existing mock is reused."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time


def kilobytes(process, key):
    try:
        for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def measure(command):
    begin = time.monotonic()
    with subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        private = 0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            private = max(private, kilobytes(process.pid, "RssAnon"))
            time.sleep(0.01)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"exit code {process.returncode}: {command}")
    return usage.ru_maxrss / 1e3, private / 1e3, time.monotonic() - begin


def commands(cli, survey, model, folder):
    """Returns the commands to run, by name. Later ones read files that earlier ones wrote."""
    out, catalogue, table = folder / "out.fits", folder / "catalogue.fits", folder / "table.fits"
    return {
        "(--version)": [cli, "--version"],
        "info": [cli, "info", survey],
        "import": [cli, "import", survey, "--out", out],
        "import a tenth": [cli, "import", survey, "--filter", "snr > 15 && snr < 25", "--out", out],
        "prepare": [cli, "prepare", survey, "--step", "continuum method=running-mean pixels=301", "--out", out],
        "split": [cli, "split", survey, "--out", out],
        "split stratified": [cli, "split", survey, "--stratify", "snr,teff", "--out", out],
        "predict": [cli, "predict", survey, "--model", model, "--out", catalogue],
        "attribute": [cli, "attribute", survey, "--model", model, "--filter", "logg < 1"],
        "precision": [cli, "precision", survey, "--model", model],
        "audit": [cli, "audit", survey, "--model", model],
        "contrast": [cli, "contrast", survey, "--model", model, "--a", "mh > -0.3", "--b", "mh < -0.3"],
        "export a tenth": [cli, "export", survey, "--filter", "snr > 15 && snr < 25", "--out", table],
        "export spectra": [cli, "export", survey, "--filter", "snr > 15 && snr < 20", "--spectra", "--out", table],
        "export all, VOTable": [cli, "export", survey, "--out", folder / "table.vot"],
        "export all, FITS": [cli, "export", survey, "--out", table],
        "join by id": [cli, "join", survey, catalogue, "--out", out],
        "join by position": [cli, "join", survey, catalogue, "--by", "position", "--out", out],
        "galaxy": [cli, "galaxy", catalogue],
        "bound": [cli, "bound", survey, "--stars", 100],
    }


def main(cli, stars, folder):
    survey, model, small = folder / "mock.fits", folder / "model.safetensors", folder / "small.fits"
    if not survey.exists():
        subprocess.run([cli, "-q", "mock", "--stars", str(stars), "--seed", "7", "--out", survey], check=True)
    subprocess.run([cli, "-q", "mock", "--stars", "2000", "--seed", "8", "--out", small], check=True)
    subprocess.run([cli, "-q", "train", small, "--network", "hybrid-rvs", "--members", "2", "--epochs", "2", "--out", model],
                   check=True, stdout=subprocess.DEVNULL)
    print(f"{stars} stars, {survey.stat().st_size / 1e9:.2f} GB; peak resident MB, peak private MB, seconds")
    for name, command in commands(cli, survey, model, folder).items():
        print("{:<20}{:6.0f}{:6.0f}{:8.1f}".format(name, *measure(command)), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="maury-bench-") as temporary:
        main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 320000,
             pathlib.Path(sys.argv[3] if len(sys.argv) > 3 else temporary))
