# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C quickly ends every long command with exit code 130, and leaves neither an output file nor a temporary file."""
import signal
import subprocess
import time

from support import arguments, check, finish, must, temporary_folder

# The README promises 0.5 s on an idle machine, but test machines are seldom idle.
LONGEST_SECONDS = 2.0


def stop(cli, folder, name, *command, result="result.fits"):
    """Sends SIGINT after the first progress line, which contains `name`, and checks how the command ends."""
    out = folder / f"{name}-out"
    out.mkdir()
    with subprocess.Popen([str(word) for word in [cli, *command, "--out", out / result]], stderr=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:
        seen = []
        for line in process.stderr:
            seen.append(line.strip())
            if name in line:
                break
        time.sleep(0.3)
        if not check(process.poll() is None, f"{name} ended before it could be stopped: {seen}"):
            return
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        seconds = time.monotonic() - begin
    print(f"{' '.join(str(word) for word in command[:1])}: ended {seconds:.2f} s after SIGINT, exit code "
          f"{process.returncode}, last line: {(errors.strip().splitlines() or seen)[-1]}")
    check(seconds <= LONGEST_SECONDS, f"{command[0]} took {seconds:.2f} s to stop")
    check(process.returncode == 130, f"{command[0]} ended with {process.returncode} instead of 130")
    check(list(out.iterdir()) == [], f"{command[0]} left {[path.name for path in out.iterdir()]}")
    check("written" not in output, f"{command[0]} claims to have written something: {output}")


def main():
    cli = arguments().cli
    with temporary_folder() as folder:
        must(cli, "-q", "mock", "--stars", 20000, "--seed", 2, "--out", folder / "mock.fits")
        must(cli, "-q", "mock", "--stars", 200, "--seed", 2, "--out", folder / "small.fits")
        must(cli, "-q", "train", folder / "small.fits", "--epochs", 1, "--members", 4, "--out", folder / "model.safetensors")
        stop(cli, folder, "mock", "mock", "--stars", 1000000)
        stop(cli, folder, "training", "train", folder / "mock.fits", "--epochs", 1000, result="result.safetensors")
        stop(cli, folder, "predict", "predict", folder / "mock.fits", "--model", folder / "model.safetensors")
        stop(cli, folder, "writing", "prepare", folder / "mock.fits", *["--step", "continuum method=running-quantile"] * 30)
        stop(cli, folder, "attribut", "attribute", folder / "mock.fits", "--model", folder / "model.safetensors",
             result="result.csv")
    finish()


main()
