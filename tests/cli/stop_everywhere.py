# SPDX-License-Identifier: GPL-3.0-or-later
"""Interrupts every command at random moments and measures how long it takes to end. CTest interrupts each command once; by hand:
stop_everywhere.py --cli build/release/app/maury-cli --tries 20 --seed 3 prints the table for 20 moments each."""
import argparse
import pathlib
import random
import signal
import subprocess
import time

from support import check, finish, must, temporary_folder

# The README promises 0.5 s on an idle machine, but test machines are seldom idle.
LONGEST_SECONDS = 2.0


def commands(folder):
    """Returns the commands by name; each takes a second or longer."""
    mock, small, model = folder / "mock.fits", folder / "small.fits", folder / "model.safetensors"
    quick = ["--network", "spectrum-small", "--members", 2]
    return {
        "import": ["import", folder / "mock.csv", "--step", "continuum method=running-quantile", "--out", "OUT.fits"],
        "mock": ["mock", "--stars", 200000, "--out", "OUT.fits"],
        "bound": ["bound", mock, "--stars", 20000, "--out", "OUT.csv"],
        "join": ["join", mock, folder / "labels.csv", "--out", "OUT.fits"],
        "combine": ["combine", mock, "--repeats", "mean", "--velocity", "snr", "--out", "OUT.fits"],
        "split": ["split", mock, "--stratify", "teff", "--out", "OUT.fits"],
        "prepare": ["prepare", mock, "--step", "continuum method=running-quantile", "--out", "OUT.fits"],
        "train": ["train", mock, *quick, "--epochs", 1000, "--out", "OUT.safetensors"],
        "train --compare-ridge": ["train", mock, *quick, "--epochs", 1, "--compare-ridge", "--out", "OUT.safetensors"],
        "predict": ["predict", mock, "-m", model, "--dropout-passes", 0, "--out", "OUT.fits"],
        "precision": ["precision", mock, "-m", model, "--part", "all", "--out", "OUT.csv"],
        "attribute": ["attribute", mock, "-m", model, "--method", "integrated-gradients", "--out", "OUT.csv"],
        "contrast": ["contrast", mock, "-m", model, "--a", "mh > -0.3", "--b", "mh < -0.3", "--out", "OUT.csv"],
        "experiment": ["experiment", "rv", mock, "-m", model, "--stars", 20000, "--out", "OUT.csv"],
        "audit": ["audit", mock, "-m", model, "--out", "OUT.csv"],
        "galaxy --bimodality": ["galaxy", mock, "--bimodality", "--replicates", 1000, "--r-edges", "0,20", "--z-edges", "0,20",
                                "--out", "OUT.csv"],
        "export --spectra": ["export", mock, "--spectra", "--out", "OUT.csv"],
        "info": ["info", mock, small],
    }


def interrupt(cli, folder, command, delay, stop):
    """Starts the command, stops it after `delay` seconds and returns the seconds that it took to end and its exit code; None if
    it ended before. Checks that it left nothing, unless it had finished its output."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    words = [str(word).replace("OUT", str(out / "result")) for word in command]
    with subprocess.Popen([str(cli), "-q", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            process.communicate(timeout=delay)
            ended = True
        except subprocess.TimeoutExpired:
            ended = False
        begin = time.monotonic()
        if not ended:
            process.send_signal(stop)
            process.communicate()
        seconds = time.monotonic() - begin
    for path in out.iterdir():
        path.unlink()
    return None if ended else (seconds, process.returncode)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", type=pathlib.Path, required=True)
    parser.add_argument("--tries", type=int, default=1)
    parser.add_argument("--stars", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with temporary_folder() as folder:
        must(options.cli, "-q", "mock", "--stars", options.stars, "--seed", 2, "--out", folder / "mock.fits")
        must(options.cli, "-q", "mock", "--stars", 200, "--seed", 2, "--out", folder / "small.fits")
        must(options.cli, "-q", "export", folder / "mock.fits", "--spectra", "--out", folder / "mock.csv")
        must(options.cli, "-q", "export", folder / "mock.fits", "--out", folder / "labels.csv")
        must(options.cli, "-q", "train", folder / "small.fits", "--network", "spectrum-small", "--epochs", 1, "--members", 2,
             "--out", folder / "model.safetensors")
        print(f"{'command':24} {'stopped':>7} {'ended before':>12} {'median s':>9} {'longest s':>9}")
        for name, command in commands(folder).items():
            times, before = [], 0
            begin = time.monotonic()
            interrupt(options.cli, folder, command, 8.0, signal.SIGINT) if options.tries > 1 else None
            whole = min(time.monotonic() - begin, 8.0) if options.tries > 1 else 2.0
            for _ in range(options.tries):
                delay = moments.uniform(0.05, whole)
                result = interrupt(options.cli, folder, command, delay, signal.SIGINT)
                if result is None:
                    before += 1
                    continue
                times.append(result[0])
                check(result[0] <= LONGEST_SECONDS, f"{name} took {result[0]:.2f} s to end")
                # A command may have finished at the very moment of the signal, or the system was still loading it.
                is_loading = delay < 0.5 and result[1] == -signal.SIGINT
                check(result[1] == 130 or is_loading or (result[1] == 0 and result[0] < 0.4), f"{name} ended with {result[1]}")
            times.sort()
            middle, longest = (f"{times[len(times) // 2]:9.2f}", f"{times[-1]:9.2f}") if times else ("–", "–")
            print(f"{name:24} {len(times):7} {before:12} {middle:>9} {longest:>9}", flush=True)
    finish()


main()
