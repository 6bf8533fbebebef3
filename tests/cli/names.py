# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with odd names can be read and written: names that CFITSIO, a shell or a terminal would interpret. No output contains
their control characters. Texts in files are escaped as well."""
import gzip
import os
import re

from support import arguments, check, finish, must, run, temporary_folder

NAMES = ["-dash", "!bang", "a[1][2:3]", "a(b)", "a+1", "line\nbreak", "quo'te", 'dou"ble', "naïve 星", " blank", "~tilde",
         "~" + "u" * 100, "a*?.b", "$(x)`y`;&|", "co:lon", "%41", "#hash", "@list", "back\\slash", "esc\x1b[31m", "byte\udcff"]
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")  # all but line breaks


class Program:
    def __init__(self, cli, folder):
        self.cli, self.folder = cli, folder

    def __call__(self, *words):
        """Runs maury-cli in the folder, and checks that it succeeds and prints no control characters."""
        done = run(self.cli, "-q", *words, cwd=self.folder)
        check(done.returncode == 0, f"{words!r} ended with {done.returncode}: {done.stderr}")
        check(not CONTROL.search(done.stdout + done.stderr), f"{words!r} printed {done.stdout + done.stderr!r}")
        return done


def check_name(program, folder, name):
    """Writes and reads files of this name in every format, by relative path."""
    def argument(suffix):
        # A word that begins with '-' is an option.
        return ("./" if name.startswith("-") else "") + name + suffix

    before = set(os.listdir(folder))
    program("mock", "--stars", 12, "--out=" + name + ".fits")
    for suffix in (".csv", ".ecsv", ".vot", ".table.fits"):
        program("export", argument(".fits"), "--out=" + name + suffix)
    if not (folder / (name + ".csv")).exists() or not (folder / (name + ".table.fits")).exists():
        return  # the failures above say why
    (folder / (name + ".csv.gz")).write_bytes(gzip.compress((folder / (name + ".csv")).read_bytes()))
    (folder / (name + ".fits.gz")).write_bytes(gzip.compress((folder / (name + ".table.fits")).read_bytes()))
    suffixes = (".fits", ".csv", ".ecsv", ".vot", ".table.fits", ".csv.gz", ".fits.gz")
    for suffix in suffixes:
        check("12" in program("info", argument(suffix)).stdout, f"{name!r}{suffix}: 12 stars are not described")
    for _ in range(2):  # the second time, the file is replaced
        program("split", argument(".fits"), "--out=" + name + ".split.fits")
    program("join", argument(".fits"), argument(".csv"), "--out=" + name + ".joined.fits")
    expected = {name + suffix for suffix in (*suffixes, ".split.fits", ".joined.fits")}
    made = set(os.listdir(folder)) - before
    check(made == expected, f"{name!r}: the files are {sorted(made)!r}")
    for file in made:
        (folder / file).unlink(missing_ok=True)


def check_dash(program, folder):
    program("mock", "--stars", 12, "--out=-x.fits")
    check("12" in program("info", "--", "-x.fits").stdout, "a name after -- is not a file")
    done = run(program.cli, "info", "-x.fits", cwd=folder)
    check(done.returncode == 2 and len(done.stderr.splitlines()) == 2, f"a name that is an option: {done.stderr!r}")


def check_models(program, folder):
    """Trains with odd names of the survey, the model, the run folder and the catalogue."""
    for name in ("line\nbreak", "byte\udcff", "a[1](2)+\"3'"):
        program("mock", "--stars", 120, "--out", name + ".fits")
        program("train", name + ".fits", "--network", "spectrum-small", "--epochs", 1, "--members", 1, "--run", name + ".run",
                "--out", name + ".model")
        program("info", name + ".model")
        program("predict", name + ".fits", "--model", name + ".model", "--out", name + ".cat.fits")
        program("predict", name + ".fits", "--model", name + ".model", "--out", name + ".cat.fits")
        check((folder / (name + ".run") / "run.json").exists(), f"{name!r}: no run folder")


def check_desktop(desktop, folder):
    must(desktop, "--version")
    for name in ("line\nbreak", "a[1](2)+\"3'", "esc\x1b[31m", "naïve 星"):
        done = run(desktop, "--render", "data", name + ".fits", "--out", name + ".svg", cwd=folder)
        check(done.returncode == 0 and (folder / (name + ".svg")).exists(), f"--render {name!r}: {done.stderr}")
        check(not CONTROL.search(done.stdout + done.stderr), f"--render {name!r} printed {done.stdout + done.stderr!r}")


def check_texts(program, folder):
    """Control characters in the contents of files, and the log of a file that is no table."""
    escape = "\x1b]0;title\x07"
    (folder / "escape.csv").write_text(f"id,teff,na{escape}me\ns{escape}1,5000,x{escape}\ns2,4000,y\n")
    check("\\x1b]0;title\\x07" in program("info", "escape.csv").stdout, "the name of a column is not escaped")
    done = run(program.cli, "info", "escape.csv", "no\x1b[31mfile.csv", cwd=folder)
    check(done.returncode == 3 and not CONTROL.search(done.stderr), f"an error shows control characters: {done.stderr!r}")
    done = run(program.cli, "export", "escape.csv", "--filter", "teff > \x1b[31m", "--out", "x.csv", cwd=folder)
    check(done.returncode == 2 and not CONTROL.search(done.stderr), f"a filter shows control characters: {done.stderr!r}")

    state = folder / "state"
    secret = "Secret-Star-Of-Mine-" * 20
    (folder / "lines.csv").write_text(secret + "\n" + secret + "\n")
    done = run(program.cli, "info", "lines.csv", cwd=folder, env=dict(os.environ, XDG_STATE_HOME=str(state)))
    check(done.returncode == 4, f"a file that is no table ends with {done.returncode}")
    log = (state / "maury" / "maury.log").read_text()
    check("Secret" in log and secret[:60] not in log, f"the log quotes a row at length: {log!r}")


def check_several(program, folder):
    """info continues after a file that cannot be read, and ends with the code of the first failure."""
    must(program.cli, "-q", "mock", "--stars", 12, "--out", folder / "good.fits")
    (folder / "empty.fits").write_bytes(b"")
    done = run(program.cli, "info", "empty.fits", "good.fits", "absent.fits", "good.fits", cwd=folder)
    check(done.returncode == 4, f"info of a bad file first ends with {done.returncode}")
    check(done.stdout.count("good.fits: mock survey") == 2, "info stops at a bad file")
    check("empty.fits" in done.stderr and "absent.fits" in done.stderr, f"info reports {done.stderr!r}")
    done = run(program.cli, "train", "good.fits", "--network", "absent.json", "--out", "m.safetensors", cwd=folder)
    check(done.returncode == 3 and "absent.json: there is no such file" in done.stderr, f"absent network: {done.stderr!r}")
    long = "x" * 5000
    for words in (("info", long), ("train", "good.fits", "--network", long, "--out", "m"), ("mock", "--stars", 2, "--out", long),
                  ("import", long, "--out", "x.fits"), ("join", "good.fits", long, "--out", "x.fits")):
        done = run(program.cli, *words, cwd=folder)
        check(done.returncode in (2, 3) and "unexpected" not in done.stderr, f"{words[0]} of a long name: {done.stderr[:200]!r}")


def main():
    options = arguments()
    with temporary_folder() as folder:
        program = Program(options.cli, folder)
        for name in NAMES:
            check_name(program, folder, name)
        check_dash(program, folder)
        check_texts(program, folder)
        check_several(program, folder)
        check_models(program, folder)
        if options.desktop:
            for name in ("line\nbreak", "a[1](2)+\"3'", "esc\x1b[31m", "naïve 星"):
                program("mock", "--stars", 12, "--out", name + ".fits")
            check_desktop(options.desktop, folder)
    finish()


main()
