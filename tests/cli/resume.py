# SPDX-License-Identifier: GPL-3.0-or-later
"""A training that was killed, or whose disk was full, resumes to the same weights, bit for bit, as an uninterrupted one."""
import signal
import struct
import subprocess
import time

from support import arguments, check, finish, must, on_a_full_disk, run, temporary_folder


def weights(path):
    """Returns the bytes of the tensors, without the header, which holds the command line."""
    content = path.read_bytes()
    return content[8 + struct.unpack("<Q", content[:8])[0]:]


def kill_training(words, checkpoint, seconds):
    """Kills a training some seconds after its first checkpoint appears. Returns true if it was still running then."""
    with subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        begin = time.monotonic()
        while not checkpoint.exists() and process.poll() is None and time.monotonic() - begin < 120:
            time.sleep(0.02)
        time.sleep(seconds)
        running = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return running


def main():
    cli = arguments().cli
    with temporary_folder() as folder:
        must(cli, "-q", "mock", "--stars", 3000, "--seed", 4, "--out", folder / "mock.fits")

        def train(name, *more):
            return [cli, "-q", "train", folder / "mock.fits", "--members", 2, "--epochs", 8, "--patience", 8, "--noise-snr-low", 20,
                    "--noise-snr-high", 100, "--checkpoint-seconds", 0.3, "--run", folder / name, "--out",
                    folder / f"{name}.safetensors", *more]

        must(*train("whole"))
        for pause in (0.0, 0.7):
            running = kill_training(train("cut"), folder / "cut" / "member1.checkpoint", pause)
            check(running, f"the training ended before it was killed ({pause} s)")
            check(not (folder / "cut.safetensors").exists(), "a killed training left a model")
            again = run(*train("cut"))
            check(again.returncode != 0 and "resume" in again.stderr, f"a training overwrites an existing run: {again.stderr}")
            must(*train("cut", "--resume"))
            check(weights(folder / "cut.safetensors") == weights(folder / "whole.safetensors"),
                  f"killed {pause} s after the first checkpoint, the training resumed to different weights")
            histories = [(folder / name / "history.csv").read_text().count("\n") for name in ("whole", "cut")]
            check(histories[0] == histories[1], f"the histories have {histories} lines")
            for path in [*(folder / "cut").iterdir(), folder / "cut.safetensors"]:
                path.unlink()
        kill_training(train("full"), folder / "full" / "member1.checkpoint", 0.0)
        states = {path: path.read_bytes() for path in (folder / "full").glob("*.checkpoint")}
        done = on_a_full_disk(train("full", "--resume"))
        check(done.returncode == 3 and ".checkpoint: cannot be written" in done.stderr,
              f"a checkpoint on a full disk: {done.returncode} {done.stderr}")
        check(states == {path: path.read_bytes() for path in (folder / "full").glob("*.checkpoint")},
              "a full disk destroyed the last checkpoint")
        must(*train("full", "--resume"))
        check(weights(folder / "full.safetensors") == weights(folder / "whole.safetensors"),
              "after a full disk, the training resumed to different weights")
        must(*train("other"))
        done = run(*train("other", "--resume", "--learning-rate", 0.01))
        check(done.returncode == 5, f"a run resumes with other options: {done.returncode} {done.stderr}")
        done = run(*train("absent", "--resume"))
        check(done.returncode == 3 and "run.json" in done.stderr, f"a run that does not exist resumes: {done.returncode} {done.stderr}")
    finish()


main()
