# SPDX-License-Identifier: GPL-3.0-or-later
"""Only one training writes to a run folder, a training that cannot be resumed is refused at the start, and a model whose file
cannot be written is saved in the user's state folder."""
import os
import re
import shutil
import signal
import socket
import subprocess
import time

from support import arguments, check, finish, must, on_a_full_disk, run, temporary_folder

SOON_SECONDS = 10  # a refusal comes before any work; generous, because starting the program can take long


def wait_for(condition, seconds=120):
    begin = time.monotonic()
    while not condition() and time.monotonic() - begin < seconds:
        time.sleep(0.02)
    return condition()


def check_refused(done, code, *words):
    check(done.returncode == code, f"ended with {done.returncode} instead of {code}: {done.stderr}")
    for word in words:
        check(word in done.stderr, f"'{word}' is missing in: {done.stderr}")
    check("reading" not in done.stderr, f"work started before the refusal: {done.stderr}")
    check(done.seconds < SOON_SECONDS, f"the refusal took {done.seconds:.1f} s")


def check_one_writer(cli, folder):
    """While a training runs, another one into its folder is refused; after a kill -9 the folder is free."""
    def train(*more):
        return [str(word) for word in [cli, "train", folder / "mock.fits", "--members", 1, "--epochs", 3000, "--patience", 3000,
                                       "--run", folder / "run", "--out", folder / "model.safetensors", *more]]

    with subprocess.Popen(train(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        check(wait_for((folder / "run" / "member1.checkpoint").exists), "the training wrote no checkpoint")
        for more in ([], ["--resume"]):
            check_refused(run(*train(*more)), 2, f"process {first.pid} on {socket.gethostname()}, since 20", str(folder / "run"))
        check(first.poll() is None, "the first training ended")
        first.send_signal(signal.SIGKILL)
    again = run(cli, "-q", "train", folder / "mock.fits", "--members", 1, "--epochs", 3000, "--patience", 3000, "--run",
                folder / "run", "--out", folder / "model.safetensors", "--resume", "--budget", 1)
    check("another training" not in again.stderr, f"a killed training still holds its folder: {again.stderr}")


def check_resume(cli, folder):
    """--resume without anything to resume is refused before the survey is read."""
    words = [cli, "train", folder / "no-such-survey.fits", "--out", folder / "model.safetensors", "--resume", "--run"]
    check_refused(run(*words, folder / "absent"), 3, "run.json")
    check(not (folder / "absent").exists(), "a refused training created its folder")
    (folder / "early").mkdir()
    shutil.copy(folder / "run" / "run.json", folder / "early")
    check_refused(run(*words, folder / "early"), 2, "holds no checkpoint", "--resume")
    check([path.name for path in (folder / "early").iterdir()] == ["run.json"], "a refused training left a lock")


def check_rescued(cli, folder, out, spoil, reason):
    """Trains, calls spoil() after the start, and checks that the model is saved elsewhere and that the message says where."""
    state = folder / f"state-{reason}"
    state.mkdir()
    words = [cli, "train", folder / "mock.fits", "--network", "spectrum-small", "--members", 1, "--epochs", 40, "--patience", 40,
             "--out", out]
    with subprocess.Popen([str(word) for word in words], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "XDG_STATE_HOME": str(state)}) as process:
        for line in process.stderr:
            if "training" in line:
                break
        spoil()
        _, errors = process.communicate(timeout=300)
    check(process.returncode == 3, f"{reason}: ended with {process.returncode}: {errors}")
    saved = re.search(r"The model was written to (\S+\.safetensors) instead", errors)
    if not check(saved and saved[1].startswith(str(state)), f"{reason}: the message does not say where the model is: {errors}"):
        return errors
    check(run(cli, "info", saved[1]).returncode == 0, f"{reason}: {saved[1]} is not a model")
    return errors


def check_full_disk(cli, folder):
    """Does the same on a disk that fills up during the training; only the superuser can mount one."""
    disk = folder / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk).returncode != 0:
        print("a full disk was not tested: mounting one requires the superuser")
        return
    try:
        def fill():
            with open(disk / "filling", "wb", buffering=0) as file:
                try:
                    while file.write(bytes(4096)):
                        pass
                except OSError:
                    pass

        errors = check_rescued(cli, folder, disk / "model.safetensors", fill, "full")
        check("o space left on device" in errors and str(disk / "model.safetensors") in errors, f"a full disk: {errors}")
        check([path.name for path in disk.iterdir()] == ["filling"], f"left over: {list(disk.iterdir())}")
    finally:
        run("umount", disk)


def main():
    cli = arguments().cli
    with temporary_folder() as folder:
        must(cli, "-q", "mock", "--stars", 1000, "--seed", 4, "--out", folder / "mock.fits")
        check_one_writer(cli, folder)
        check_resume(cli, folder)
        (folder / "gone").mkdir()
        check_rescued(cli, folder, folder / "gone" / "model.safetensors", lambda: shutil.rmtree(folder / "gone"), "gone")
        check_full_disk(cli, folder)
        large = run(cli, "mock", "--stars", 100000000, "--window", "846:0.001:30000:11500", "--out", folder / "large.fits")
        check(large.returncode == 3 and "large.fits: no space left on device: the file needs" in large.stderr,
              f"a survey larger than the disk: {large.returncode} {large.stderr}")
        check(not list(folder.glob("*large.fits*")), "a refused survey left a file")
        cut = on_a_full_disk([cli, "-q", "mock", "--stars", 1000, "--out", folder / "cut.fits"])
        # The limit ends in EFBIG, not in ENOSPC as in check_full_disk().
        check(cut.returncode == 3 and re.search(r"cut\.fits, .*: cannot write .*File too large.* The whole file needs ", cut.stderr),
              f"a survey on a disk that fills up: {cut.returncode} {cut.stderr}")
    finish()


main()
