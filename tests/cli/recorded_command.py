# SPDX-License-Identifier: GPL-3.0-or-later
"""The command recorded in a model file runs exactly as `maury-cli info` prints it, whatever the file names, and trains the same
model."""
import os
import struct
import subprocess

from support import arguments, check, finish, must, temporary_folder

SURVEY = "it's a `mock` of $HOME.fits"
MODEL = "\"model\" & co; σ.safetensors"


def parts(path):
    """Returns the header and the tensors of a model file."""
    content = path.read_bytes()
    begin = 8 + struct.unpack("<Q", content[:8])[0]
    return content[8:begin], content[begin:]


def recorded_command(cli, folder):
    lines = must(cli, "info", MODEL, cwd=folder).stdout.splitlines()
    return next(line.strip().removeprefix("command").strip() for line in lines if line.strip().startswith("command"))


def main():
    cli = arguments().cli.resolve()
    with temporary_folder() as folder:
        must(cli, "-q", "mock", "--stars", 300, "--seed", 4, "--out", SURVEY, cwd=folder)
        must(cli, "-q", "train", SURVEY, "--filter", "teff > 4000 && snr > 0", "--network", "spectrum-small", "--labels", "teff,mh",
             "--mask", "855.0-855.4", "--members", 1, "--epochs", 2, "--learning-rate", 0.002, "--threads", 1, "--out", MODEL, cwd=folder)
        command = recorded_command(cli, folder)
        first = parts(folder / MODEL)
        (folder / MODEL).unlink()
        path = f"{cli.parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=300, check=False,
                              env={**os.environ, "PATH": path})
        check(done.returncode == 0, f"the recorded command fails: {command}\n{done.stderr}")
        check((folder / MODEL).exists(), f"the recorded command wrote another file: {sorted(p.name for p in folder.iterdir())}")
        if (folder / MODEL).exists():
            check(parts(folder / MODEL)[1] == first[1], "the recorded command led to different weights")
            check(recorded_command(cli, folder) == command, "the second model records another command")
    finish()


main()
