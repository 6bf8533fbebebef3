# SPDX-License-Identifier: GPL-3.0-or-later
"""LibTorch is loaded when a network is first needed, not before. Without its module everything else works."""
import os
import shutil

from support import arguments, check, finish, must, run, temporary_folder

# Makes the dynamic linker print the name of every library that it initialises.
SHOWING_LIBRARIES = {**os.environ, "LD_DEBUG": "libs"}


def loads_torch(*command):
    done = run(*command, env=SHOWING_LIBRARIES)
    check(done.returncode == 0, f"{command[1:]} ended with {done.returncode}")
    check("calling init: " in done.stderr, "the dynamic linker printed no library")
    return "libtorch" in done.stderr


def main():
    options = arguments()
    cli = options.cli
    with temporary_folder() as folder:
        survey, model, catalogue = folder / "mock.fits", folder / "model.safetensors", folder / "labels.fits"
        must(cli, "-q", "mock", "--stars", 300, "--seed", 2, "--out", survey)
        must(cli, "-q", "train", survey, "--epochs", 1, "--members", 1, "--out", model)
        must(cli, "-q", "predict", survey, "--model", model, "--out", catalogue)

        # These commands need no network.
        for command in (["--help"], ["train", "--help"], ["info", survey], ["info", model], ["galaxy", catalogue, "--out", folder / "plane.csv"],
                        ["import", survey, "--out", folder / "imported.fits"], ["export", catalogue, "--out", folder / "labels.csv"]):
            check(not loads_torch(cli, *command), f"{command[0]} loads LibTorch")
        if options.desktop:
            check(not loads_torch(options.desktop, "--help"), "the desktop program loads LibTorch for its help")
        # These need LibTorch, which shows that loads_torch() detects it.
        check(loads_torch(cli, "--version"), "--version does not load LibTorch")
        check(loads_torch(cli, "info", "--diagnostics"), "info --diagnostics does not load LibTorch")
        check(loads_torch(cli, "-q", "predict", survey, "--model", model, "--out", catalogue), "predict does not load LibTorch")

        # A copy of the program, without the module next to it.
        alone = folder / "bin" / "maury-cli"
        alone.parent.mkdir()
        shutil.copy(cli, alone)
        must(alone, "-q", "info", survey, model)
        report = must(alone, "info", "--diagnostics").stdout
        check("libmaury-networks.so" in report, "diagnostics without the module do not say why LibTorch is missing")
        for command in (["predict", survey, "--model", model, "--out", folder / "none.fits"],
                        ["train", survey, "--epochs", 1, "--out", folder / "none.safetensors"],
                        ["attribute", survey, "--model", model, "--out", folder / "none.csv"]):
            done = run(alone, "-q", *command)
            check(done.returncode == 3, f"{command[0]} without the module ended with {done.returncode}")
            check("Networks need Maury's module libmaury-networks.so" in done.stderr, f"{command[0]} says: {done.stderr}")
            check(not command[-1].exists(), f"{command[0]} left {command[-1].name}")
    finish()


main()
