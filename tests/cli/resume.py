# SPDX-License-Identifier: GPL-3.0-or-later
"""A training killed at any moment goes on to the same weights, bit for bit, as one that was not; so does one whose disk was full."""
import resource
import signal
import struct
import subprocess
import time

from support import arguments, check, finish, must, run, temporary_folder


def weights(path):
    """The bytes of the tensors, without the header, which holds the command line."""
    content = path.read_bytes()
    return content[8 + struct.unpack("<Q", content[:8])[0]:]


def killed(words, checkpoint, seconds):
    """kill -9 some seconds after the first checkpoint is there; true if the training was still going on."""
    with subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        begin = time.monotonic()
        while not checkpoint.exists() and process.poll() is None and time.monotonic() - begin < 120:
            time.sleep(0.02)
        time.sleep(seconds)
        going = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return going


def on_a_full_disk(words):
    """As on a disk that takes no file of more than 256 KiB, which a checkpoint is."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing fails instead
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))

    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, check=False, preexec_fn=limit)


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
            going = killed(train("cut"), folder / "cut" / "member1.checkpoint", pause)
            check(going, f"the training ended before it was killed ({pause} s)")
            check(not (folder / "cut.safetensors").exists(), "a killed training left a model")
            again = run(*train("cut"))
            check(again.returncode != 0 and "resume" in again.stderr, f"a run is begun over another: {again.stderr}")
            must(*train("cut", "--resume"))
            check(weights(folder / "cut.safetensors") == weights(folder / "whole.safetensors"),
                  f"killed {pause} s after the first checkpoint, it went on to other weights")
            histories = [(folder / name / "history.csv").read_text().count("\n") for name in ("whole", "cut")]
            check(histories[0] == histories[1], f"histories of {histories} lines")
            for path in [*(folder / "cut").iterdir(), folder / "cut.safetensors"]:
                path.unlink()
        killed(train("full"), folder / "full" / "member1.checkpoint", 0.0)
        states = {path: path.read_bytes() for path in (folder / "full").glob("*.checkpoint")}
        done = on_a_full_disk(train("full", "--resume"))
        check(done.returncode == 3 and ".checkpoint: cannot be written" in done.stderr,
              f"a checkpoint on a full disk: {done.returncode} {done.stderr}")
        check(states == {path: path.read_bytes() for path in (folder / "full").glob("*.checkpoint")},
              "a full disk cost the last state")
        must(*train("full", "--resume"))
        check(weights(folder / "full.safetensors") == weights(folder / "whole.safetensors"),
              "after a full disk it went on to other weights")
        must(*train("other"))
        done = run(*train("other", "--resume", "--learning-rate", 0.01))
        check(done.returncode == 5, f"a run goes on with other options: {done.returncode} {done.stderr}")
    finish()


main()
