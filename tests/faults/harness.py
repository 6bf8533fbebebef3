# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared code of the fault tests: small inputs, the commands that write, a trace of their system calls, and the comparison of
their outputs with those of an undisturbed run. Needs strace; astropy compares FITS files that differ in bytes."""
import collections
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
import support  # noqa: E402
from support import python_with_astropy, write_image  # noqa: E402

# The system calls that the tests let fail, and the errors that the system can return for them. "0" is a write that writes no
# byte and reports no error.
ERRORS = {"openat": ["ENOSPC", "EIO", "EACCES", "EINTR"], "read": ["EIO", "EINTR"], "pread64": ["EIO", "EINTR"],
          "write": ["ENOSPC", "EIO", "EINTR", "0"], "writev": ["ENOSPC", "EIO", "EINTR"], "pwrite64": ["ENOSPC", "EIO", "EINTR", "0"],
          "fsync": ["ENOSPC", "EIO", "EINTR"], "fdatasync": ["ENOSPC", "EIO", "EINTR"], "rename": ["ENOSPC", "EIO", "EACCES", "EINTR"],
          "renameat": ["ENOSPC", "EIO", "EACCES", "EINTR"], "renameat2": ["ENOSPC", "EIO", "EACCES", "EINTR"],
          "linkat": ["ENOSPC", "EIO", "EACCES", "EINTR"], "ftruncate": ["ENOSPC", "EIO", "EINTR"],
          "fallocate": ["ENOSPC", "EIO", "EINTR"], "mmap": ["ENOMEM", "EACCES"], "close": ["ENOSPC", "EIO", "EINTR"],
          "mkdir": ["ENOSPC", "EIO", "EACCES"], "getdents64": ["EIO"]}

Call = collections.namedtuple("Call", "name index line")  # index: counts the calls of this name in one thread, from 1
Outcome = collections.namedtuple("Outcome", "code stdout stderr injected timed_out")


class Command:
    """A command that writes files. `words` are its arguments after the program; `outputs` are names in the folder out/. The
    previous output is made with the words `before` in addition, so that it differs."""

    def __init__(self, name, words, outputs, before=(), desktop=False):
        self.name, self.words, self.outputs, self.before, self.desktop = name, words, outputs, before, desktop


COMMANDS = [
    Command("mock", ["mock", "--stars", "60", "--seed", "7", "--out", "out/new.fits"], ["new.fits"], ["--odd", "0.5"]),
    Command("import", ["import", "in/spectra", "--vacuum", "--labels", "in/labels.csv", "--out", "out/new.fits"], ["new.fits"],
            ["--filter", "teff > 5000"]),
    Command("import zip", ["import", "in/spectra.zip", "--vacuum", "--out", "out/new.fits"], ["new.fits"], ["--step", "edge-fill value=1"]),
    Command("prepare", ["prepare", "in/mock.fits", "--step", "continuum method=chebyshev", "--out", "out/new.fits"], ["new.fits"],
            ["--step", "edge-fill value=1"]),
    Command("split", ["split", "in/mock.fits", "--out", "out/new.fits"], ["new.fits"], ["--seed", "9"]),
    Command("join", ["join", "in/mock.fits", "in/catalogue.csv", "--out", "out/new.fits"], ["new.fits"], ["--only-matched"]),
    Command("export fits", ["export", "in/mock.fits", "--spectra", "--out", "out/new.fits"], ["new.fits"], ["--filter", "snr > 30"]),
    Command("export csv", ["export", "in/mock.fits", "--out", "out/new.csv"], ["new.csv"], ["--filter", "snr > 30"]),
    Command("export ecsv", ["export", "in/mock.fits", "--out", "out/new.ecsv"], ["new.ecsv"], ["--filter", "snr > 30"]),
    Command("export vot", ["export", "in/mock.fits", "--out", "out/new.vot"], ["new.vot"], ["--filter", "snr > 30"]),
    Command("train", ["train", "in/mock.fits", "--network", "spectrum-small", "--members", "1", "--epochs", "3", "--labels", "teff",
                      "--run", "out/run", "--checkpoint-seconds", "0.01", "--out", "out/new.safetensors"], ["new.safetensors"]),
    Command("predict", ["predict", "in/mock.fits", "--model", "in/model.safetensors", "--out", "out/new.fits"], ["new.fits"],
            ["--part", "training"]),
    Command("attribute", ["attribute", "in/mock.fits", "--model", "in/model.safetensors", "--out", "out/maps.csv", "--inputs-out",
                          "out/inputs.fits", "--peaks-out", "out/peaks.vot"], ["maps.csv", "inputs.fits", "peaks.vot"],
            ["--filter", "snr > 30"]),
    Command("audit", ["audit", "in/mock.fits", "--model", "in/model.safetensors", "--stars", "20", "--repeats", "2", "--out",
                      "out/new.csv"], ["new.csv"], ["--seed", "5"]),
    Command("contrast", ["contrast", "in/mock.fits", "--model", "in/model.safetensors", "--a", "teff < 5000", "--b", "teff >= 5000",
                         "--out", "out/new.vot"], ["new.vot"], ["--width", "0.1"]),
    Command("experiment", ["experiment", "noise", "in/mock.fits", "--model", "in/model.safetensors", "--values", "20,50", "--out",
                           "out/new.ecsv"], ["new.ecsv"], ["--seed", "5"]),
    Command("bound", ["bound", "in/mock.fits", "--stars", "20", "--out", "out/new.csv"], ["new.csv"], ["--resolution", "9000"]),
    Command("precision", ["precision", "in/mock.fits", "--model", "in/model.safetensors", "--part", "all", "--out", "out/new.csv"],
            ["new.csv"], ["--resolution", "9000"]),
    Command("galaxy", ["galaxy", "in/mock.fits", "--out", "out/panels.fits", "--contours", "out/contours.csv"],
            ["panels.fits", "contours.csv"], ["--filter", "snr > 30"]),
    Command("render svg", ["--render", "galaxy", "in/mock.fits", "--out", "out/new.svg"], ["new.svg"], ["--x-range", "-1,0.5"], True),
    Command("render png", ["--render", "data", "in/mock.fits", "--out", "out/new.png"], ["new.png"], ["--dpi", "50"], True),
    Command("render pdf", ["--render", "data", "in/mock.fits", "--out", "out/new.pdf"], ["new.pdf"], ["--width", "90"], True),
]


def must(*command, **options):
    """Runs a command that must succeed. Raises RuntimeError, which a worker of multiprocessing can pass on, unlike SystemExit."""
    try:
        return support.must(*command, **options)
    except SystemExit as error:
        raise RuntimeError(str(error)) from error


def parser(description):
    from argparse import ArgumentParser  # the parser of the other tests has no options of its own
    result = ArgumentParser(description=description)
    result.add_argument("--cli", type=pathlib.Path, required=True, help="maury-cli")
    result.add_argument("--desktop", type=pathlib.Path, help="maury; without it, --render is not tested")
    result.add_argument("--sample", nargs=2, metavar=("SECONDS", "SEED"), help="random tries for about this many seconds")
    result.add_argument("--commands", help="names of the commands to test, with commas between them (default: all)")
    result.add_argument("--jobs", type=int, default=1, help="commands that are tested at the same time")
    result.add_argument("--log", type=pathlib.Path, help="file for one line per bad result")
    return result


def chosen_commands(options):
    names = options.commands.split(",") if options.commands else [command.name for command in COMMANDS]
    unknown = set(names) - {command.name for command in COMMANDS}
    if unknown:
        sys.exit(f"no such command: {', '.join(sorted(unknown))}")
    return [command for command in COMMANDS if command.name in names and (options.desktop or not command.desktop)]


def skip_without_strace():
    """Ends the test as skipped if strace is missing or may not trace, as in a container that forbids ptrace."""
    if shutil.which("strace") is None:
        print("skipped: strace is not installed")
        sys.exit(0)
    done = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=getpid", "-e", "inject=fsync:error=EIO:when=1", "true"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"skipped: strace may not trace here: {done.stderr.strip()}")
        sys.exit(0)


def spectrum_text(star):
    rows = "".join(f"{846 + 0.05 * pixel:.2f},{1 - 0.3 * ((pixel * 7 + star) % 11 == 0):.3f}\n" for pixel in range(400))
    return "wavelength,flux\n" + rows


class Bench:
    """A folder with inputs in in/, outputs in out/, the outputs of an undisturbed run in reference/ and earlier ones in
    previous/. `base` must not exist."""

    def __init__(self, base, cli, desktop, threads):
        self.base, self.cli, self.desktop = base, cli.resolve(), desktop.resolve() if desktop else None
        self.threads = threads
        self.environment = {**os.environ, "XDG_STATE_HOME": str(base / "state"), "XDG_CONFIG_HOME": str(base / "config"),
                            "XDG_RUNTIME_DIR": str(base / "state"), "QT_QPA_PLATFORM": "offscreen"}
        for name in ("in/spectra", "out", "state", "config"):
            (base / name).mkdir(parents=True)
        (base / "state").chmod(0o700)
        self.make_inputs()
        self.input_states = self.states(base / "in")

    def make_inputs(self):
        folder = self.base / "in"
        for star in range(5):
            (folder / "spectra" / f"s{star}.csv").write_text(spectrum_text(star))
        write_image(folder / "spectra" / "s5.fits", [400], [0.9] * 400, CRVAL1=8460.0, CDELT1=0.5, CUNIT1="Angstrom", CTYPE1="WAVE")
        (folder / "labels.csv").write_text("id,teff\n" + "".join(f"s{star},{4500 + 200 * star}\n" for star in range(6)))
        with zipfile.ZipFile(folder / "spectra.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((folder / "spectra").iterdir()):
                archive.write(path, path.name)
        options = {"cwd": self.base, "env": self.environment}
        must(self.cli, "-q", "mock", "--stars", 60, "--seed", 5, "--out", "in/mock.fits", **options)
        must(self.cli, "-q", "train", "in/mock.fits", "--network", "spectrum-small", "--members", 2, "--epochs", 2, "--test", 0.5, "--out",
             "in/model.safetensors", **options)
        must(self.cli, "-q", "export", "in/mock.fits", "--out", "catalogue.csv", **options)
        lines = (self.base / "catalogue.csv").read_text().splitlines()
        (self.base / "catalogue.csv").unlink()
        column = lines[0].split(",").index("id")
        (folder / "catalogue.csv").write_text(
            "id,weight\n" + "".join(f"{line.split(',')[column]},{i}\n" for i, line in enumerate(lines[1:41])))

    @staticmethod
    def states(folder):
        return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}

    def words(self, command, *more):
        program = [self.desktop] if command.desktop else [self.cli, "-q", "--threads", self.threads]
        absolute = [str(self.base / word) if word.startswith(("in/", "out/")) else word for word in command.words]
        return [str(word) for word in [*program, *absolute, *more]]

    def clear(self):
        shutil.rmtree(self.base / "out")
        (self.base / "out").mkdir()

    def prepare(self, command):
        """Makes the reference and the previous outputs of a command. Returns the reference's output on stdout."""
        for name in ("reference", "previous"):
            shutil.rmtree(self.base / name, ignore_errors=True)
        self.clear()
        must(*self.words(command, *command.before), cwd=self.base, env=self.environment)
        for name in command.outputs:
            if not (self.base / "out" / name).is_file():
                raise RuntimeError(f"{command.name} wrote no {name}")
        (self.base / "out").rename(self.base / "previous")
        (self.base / "out").mkdir()
        done = must(*self.words(command), cwd=self.base, env=self.environment)
        (self.base / "out").rename(self.base / "reference")
        (self.base / "out").mkdir()
        return done.stdout

    def reset(self, command, with_previous):
        """Empties out/ and puts the previous outputs there, if `with_previous`."""
        self.clear()
        if with_previous:
            for name in command.outputs:
                shutil.copyfile(self.base / "previous" / name, self.base / "out" / name)

    def strace(self, command, arguments, more=(), timeout=60, file_limit=None):
        """Runs a command under strace with the given arguments, or without strace if they are None. A `file_limit` in bytes
        makes longer writes fail as if the disk were full. Stdout goes to a file, so that faults can hit it too."""
        traces = self.base / "trace"
        shutil.rmtree(traces, ignore_errors=True)
        traces.mkdir()
        words = self.words(command, *more)
        if arguments is not None:
            words = ["strace", "-ff", "-qq", "-y", "-s", "0", "-o", str(traces / "t"), *arguments, *words]

        def limit():
            import resource
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # makes writing fail instead of ending the process
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

        # A limited size would hit stdout and stderr too, if they were files.
        stdout, stderr = (subprocess.PIPE, subprocess.PIPE) if file_limit is not None else (
            open(self.base / "stdout.txt", "w+b"), open(self.base / "stderr.txt", "w+b"))
        timed_out = False
        with subprocess.Popen(words, stdout=stdout, stderr=stderr, cwd=self.base, env=self.environment, start_new_session=True,
                              preexec_fn=None if file_limit is None else limit) as process:
            try:
                texts = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                texts, timed_out = process.communicate(), True
            code = process.returncode
        if file_limit is None:
            for stream in (stdout, stderr):
                stream.close()
            texts = [(self.base / name).read_bytes() for name in ("stdout.txt", "stderr.txt")]
        stdout, stderr = (text.decode(errors="replace") for text in texts)
        lines = [line for path in sorted(traces.iterdir()) for line in path.read_text(errors="replace").splitlines()]
        return Outcome(code, stdout, stderr, [line for line in lines if "(INJECTED)" in line], timed_out)

    def trace(self, command, names):
        """Returns the calls of an undisturbed run with previous outputs in place: a list per thread, in order. `names` is a set
        of calls in the words of strace."""
        self.reset(command, True)
        done = self.strace(command, ["--seccomp-bpf", "-f", "-ttt", "-e", f"trace={names}"])
        if done.code != 0:
            raise RuntimeError(f"{command.name} fails under strace: {done.code} {done.stderr}")
        threads = []
        for path in sorted((self.base / "trace").iterdir(), key=lambda path: int(path.suffix[1:])):
            counts, calls = collections.Counter(), []
            for line in path.read_text(errors="replace").splitlines():
                match = re.match(r"([\d.]+) (\w+)\(", line)
                if match:
                    counts[match[2]] += 1
                    calls.append((float(match[1]), Call(match[2], counts[match[2]], line)))
            threads.append(calls)
        return threads

    def place(self, line):
        """Returns what a call works on: output, input, stdout, log or other."""
        for name, mark in (("output", "/out"), ("input", "/in/"), ("stdout", "/stdout.txt"), ("log", "/state/")):
            if str(self.base) + mark in line:
                return name
        return "other"

    def wrong_outputs(self, command, only_new):
        """Returns sentences about outputs that are neither the previous nor the new ones, and about files left over."""
        found = []
        for name in command.outputs:
            path = self.base / "out" / name
            if not only_new and (not path.exists() or path.read_bytes() == (self.base / "previous" / name).read_bytes()):
                continue
            if path.is_file() and same_contents(path, self.base / "reference" / name):
                continue
            if only_new:
                found.append(f"exit code 0 although {name} is " + ("not complete" if path.exists() else "missing"))
            else:
                found.append(f"{name} is neither the previous nor the new one")
        expected = {str(path.relative_to(self.base / "reference")) for path in (self.base / "reference").rglob("*")}
        there = {str(path.relative_to(self.base / "out")) for path in (self.base / "out").rglob("*")}
        for name in sorted(there - expected):
            found.append("left over: " + re.sub(r"\d{3,}", "N", name))
        if self.states(self.base / "in") != self.input_states:
            found.append("an input was changed")
        return found


def tensors(path):
    """Returns the tensors of a model file: type, shape and bytes by name."""
    content = path.read_bytes()
    size = struct.unpack("<Q", content[:8])[0]
    header, data = json.loads(content[8:8 + size]), content[8 + size:]
    return {name: (entry["dtype"], entry["shape"], data[entry["data_offsets"][0]:entry["data_offsets"][1]])
            for name, entry in header.items() if name != "__metadata__"}


def same_contents(path, reference):
    """Compares bytes; for models the tensors; for FITS files that differ in bytes what astropy reads; for PDF all but dates."""
    if path.suffix == ".safetensors":
        try:
            return tensors(path) == tensors(reference)
        except (ValueError, KeyError, struct.error):
            return False
    first, second = path.read_bytes(), reference.read_bytes()
    if path.suffix == ".pdf":
        dates = re.compile(rb"D:\d{14}|\d{4}-\d\d-\d\dT[\d:]{8}|uuid:[-0-9a-f]{36}|<[0-9a-f]{32}>")
        first, second = (dates.sub(b"", content) for content in (first, second))
    if first == second or path.suffix != ".fits":
        return first == second
    python = python_with_astropy()
    if python is None:
        return False
    code = "import sys; from astropy.io import fits; sys.exit(0 if fits.FITSDiff(sys.argv[1], sys.argv[2]).identical else 1)"
    return subprocess.run([python, "-W", "ignore", "-c", code, str(path), str(reference)], capture_output=True, check=False).returncode == 0


def print_table(rows, titles):
    """Prints rows of words as a Markdown table."""
    widths = [max(len(str(row[i])) for row in [titles, *rows]) for i in range(len(titles))]
    for row in [titles, ["-" * width for width in widths], *rows]:
        print("| " + " | ".join(str(word).ljust(width) for word, width in zip(row, widths)) + " |")
