# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared code of the command-line tests. Uses only the standard library; astropy, fitsverify and pdftotext are optional."""
import argparse
import contextlib
import os
import pathlib
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

failures = []


def check(condition, sentence):
    """Records a failure without ending the test, so that one run reports all failures. Returns the condition."""
    if not condition:
        failures.append(sentence)
        print("FAILED: " + sentence, flush=True)
    return condition


def finish():
    print(f"{len(failures)} checks failed" if failures else "all checks passed")
    sys.exit(1 if failures else 0)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", type=pathlib.Path, required=True, help="maury-cli")
    parser.add_argument("--desktop", type=pathlib.Path, help="maury")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("absent"), help="folder of real data")
    return parser.parse_args()


def real_data(folder, relative):
    """Returns the path of a file or folder of real data. If it does not exist, the test ends as skipped."""
    path = folder / relative
    if not path.exists():
        print(f"skipped: no real data at {path}")
        sys.exit(0)
    return path


@contextlib.contextmanager
def temporary_folder():
    with tempfile.TemporaryDirectory(prefix="maury-cli-test-") as name:
        yield pathlib.Path(name)


def run(*command, timeout=300, cwd=None, env=None):
    """Runs a command. Returns the finished process with its output as text and its duration in .seconds."""
    begin = time.monotonic()
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, errors="replace", timeout=timeout,
                          cwd=cwd, env=env, check=False)
    done.seconds = time.monotonic() - begin
    return done


def must(*command, **options):
    """Runs a command like run(), and ends the test if the command fails."""
    done = run(*command, **options)
    if done.returncode != 0:
        words = " ".join(str(word) for word in command)
        sys.exit(f"{words}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def on_a_full_disk(words):
    """Runs a command as if on a full disk: no file may exceed 256 KiB."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # makes writing fail instead of ending the process
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))

    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, check=False, preexec_fn=limit)


def verify_fits(path):
    """Checks that fitsverify accepts the file, if fitsverify is installed."""
    if shutil.which("fitsverify") is None:
        print("fitsverify is not installed: FITS files were not verified")
        return
    done = run("fitsverify", "-q", path)
    check(done.returncode == 0 and "OK" in done.stdout, f"fitsverify of {path.name}: {done.stdout.strip()}")


def python_with_astropy():
    """Returns the first Python interpreter of this machine that has astropy, or None."""
    for python in dict.fromkeys([sys.executable, "/usr/bin/python3"]):
        if os.access(python, os.X_OK) and run(python, "-c", "import astropy.io.fits").returncode == 0:
            return python
    return None


def _card(key, value):
    if isinstance(value, bool):
        text = f"{'T' if value else 'F':>20}"
    elif isinstance(value, str):
        text = f"'{value:<8}'"
    else:
        text = f"{value:>20}"
    return f"{key:<8}= {text}".ljust(80)


def _hdu(cards, data):
    header = "".join(_card(key, value) for key, value in cards) + "END".ljust(80)
    return header.ljust(-(-len(header) // 2880) * 2880).encode("ascii") + data + b"\0" * (-len(data) % 2880)


def write_image(path, shape, values, **keywords):
    """Writes a primary image of 64-bit floats. The shape is in FITS order; keywords are cards such as CRVAL1=3540.5."""
    axes = [(f"NAXIS{i + 1}", length) for i, length in enumerate(shape)]
    cards = [("SIMPLE", True), ("BITPIX", -64), ("NAXIS", len(shape)), *axes, *keywords.items()]
    path.write_bytes(_hdu(cards, struct.pack(f">{len(values)}d", *values)))


def patch_column(source, target, column, rows, value):
    """Copies a survey file without its checksums and sets a column of 32-bit floats to `value` in the given rows (None: in
    all rows)."""
    data = bytearray(source.read_bytes())
    for key in [b"CHECKSUM= ", b"DATASUM = "]:
        card = data.find(key)
        while card >= 0:
            data[card + 10:card + 30] = b"''".ljust(20)
            card = data.find(key, card + 80)
    begin = data.index(b"XTENSION")
    end = data.index(b"END     ", begin)
    while (end - begin) % 80 != 0:
        end = data.index(b"END     ", end + 1)
    header = {}
    for start in range(begin, end, 80):
        card = data[start:start + 80].decode("ascii")
        if card[8:10] == "= ":
            header[card[:8].strip()] = card[10:].split(" / ")[0].strip().strip("'").strip()
    sizes = {"A": 1, "E": 4, "D": 8}
    offset = 0
    for i in range(1, int(header["TFIELDS"]) + 1):
        form = header[f"TFORM{i}"]
        width = int(form[:-1] or 1) * sizes[form[-1]]
        if header[f"TTYPE{i}"] == column:
            break
        offset += width
    first = begin + -(-(end + 80 - begin) // 2880) * 2880 + offset
    stride = int(header["NAXIS1"])
    for row in range(int(header["NAXIS2"])) if rows is None else rows:
        cell = first + row * stride
        data[cell:cell + width] = struct.pack(">f", value) * (width // 4)
    target.write_bytes(data)
