# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the files that commands write: no input, other output or file of another kind is replaced; standard streams that
are closed or full do no damage; killed and interrupted commands leave nothing behind."""
import hashlib
import os
import signal
import subprocess
import time

from support import arguments, check, finish, must, run, temporary_folder

USAGE = 2
FILE = 3
BROKEN_PIPE = 141


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def left_over(folder):
    return [entry.name for entry in folder.iterdir() if entry.name.startswith(".maury-")]


def bytes_written(folder):
    """Returns the size of the temporary files in a folder, which may disappear meanwhile."""
    try:
        return sum((folder / name).stat().st_size for name in left_over(folder))
    except FileNotFoundError:
        return 0


def prepare(cli, folder):
    """Makes the inputs of all commands: a survey, a model, a catalogue, a table, lines and a network."""
    must(cli, "mock", "--stars", "300", "-o", folder / "survey.fits")
    must(cli, "train", folder / "survey.fits", "--network", "spectrum-small", "--members", "1", "--epochs", "1",
         "--labels", "teff", "-o", folder / "model.safetensors")
    must(cli, "predict", folder / "survey.fits", "-m", folder / "model.safetensors", "-o", folder / "catalogue.fits")
    must(cli, "export", folder / "survey.fits", "-o", folder / "table.csv")
    (folder / "lines.csv").write_text("vacuum_nm,species\n850.0,Ca\n")


def commands(folder):
    """Returns, for each command, its words without the output, the option of the output, and its inputs."""
    survey, model, catalogue = folder / "survey.fits", folder / "model.safetensors", folder / "catalogue.fits"
    table, lines = folder / "table.csv", folder / "lines.csv"
    return [
        (["import", table], "-o", [table]),
        (["import", survey, "--labels", table], "-o", [survey, table]),
        (["join", survey, table], "-o", [survey, table]),
        (["combine", survey, survey], "-o", [survey]),
        (["prepare", survey, "--step", "edge-fill value=1"], "-o", [survey]),
        (["split", survey], "-o", [survey]),
        (["bound", survey, "--stars", "1"], "-o", [survey]),
        (["train", survey], "-o", [survey]),
        (["predict", survey, "-m", model], "-o", [survey, model]),
        (["precision", survey, "-m", model], "-o", [survey, model]),
        (["attribute", survey, "-m", model, "--lines", lines], "-o", [survey, model, lines]),
        (["attribute", survey, "-m", model, "--lines", lines], "--inputs-out", [survey, model, lines]),
        (["attribute", survey, "-m", model, "--lines", lines], "--folded-out", [survey, model, lines]),
        (["attribute", survey, "-m", model, "--lines", lines], "--peaks-out", [survey, model, lines]),
        (["contrast", survey, "-m", model, "--a", "snr > 20", "--b", "snr < 20"], "-o", [survey, model]),
        (["experiment", "rv", survey, "-m", model], "-o", [survey, model]),
        (["audit", survey, "-m", model, "--lines", lines], "-o", [survey, model, lines]),
        (["galaxy", survey, "--overlay", catalogue], "-o", [survey, catalogue]),
        (["galaxy", survey, "--overlay", catalogue], "--contours", [survey, catalogue]),
        (["galaxy", survey, "--overlay", catalogue], "--overlay-contours", [survey, catalogue]),
        (["export", survey], "-o", [survey]),
    ]


def spellings(folder, target):
    """Returns four paths of a file: its own, another spelling, a symbolic link and a hard link, with its suffix."""
    symbolic, hard = folder / f"symbolic{target.suffix}", folder / f"hard{target.suffix}"
    for link in (symbolic, hard):
        link.unlink(missing_ok=True)
    symbolic.symlink_to(target)
    os.link(target, hard)
    return [target, folder / "sub" / ".." / target.name, symbolic, hard]


def check_inputs(cli, folder):
    (folder / "sub").mkdir(exist_ok=True)
    for words, option, inputs in commands(folder):
        for target in inputs:
            before = digest(target)
            # One command stands for all in each spelling; --overwrite must not allow it either.
            for out in spellings(folder, target):
                done = run(cli, *words, option, out, "--overwrite")
                name = f"{words[0]} {option} {out.name}"
                check(done.returncode == USAGE, f"{name}: exit code {done.returncode}: {done.stderr.strip()[-200:]}")
                check(digest(target) == before, f"{name}: the input was changed")
            for link in ("symbolic", "hard"):
                (folder / f"{link}{target.suffix}").unlink()
    check(not left_over(folder), f"left over: {left_over(folder)}")


def check_folder(cli, folder):
    """A file in a folder that is imported is an input as well."""
    spectra = folder / "spectra"
    spectra.mkdir()
    (spectra / "one.fits").write_bytes((folder / "survey.fits").read_bytes())
    done = run(cli, "import", spectra, "-o", spectra / "one.fits", "--overwrite")
    check(done.returncode == USAGE and "is read" in done.stderr, f"import of a folder: {done.returncode} {done.stderr}")


def check_two_outputs(cli, folder):
    words = ["attribute", folder / "survey.fits", "-m", folder / "model.safetensors"]
    (folder / "new.csv").symlink_to("same.csv")
    for other in (folder / "same.csv", folder / "sub" / ".." / "same.csv", folder / "new.csv"):
        done = run(cli, *words, "-o", folder / "same.csv", "--peaks-out", other)
        check(done.returncode == USAGE and "two outputs" in done.stderr, f"{other}: {done.returncode} {done.stderr}")
        check(not (folder / "same.csv").exists(), "an output was written")
    done = run(cli, "galaxy", folder / "survey.fits", "--contours", folder / "same.csv", "-o", folder / "same.csv")
    check(done.returncode == USAGE, f"galaxy: {done.returncode}")
    (folder / "new.csv").unlink()


def check_kinds(cli, folder):
    survey, model, catalogue = folder / "survey.fits", folder / "model.safetensors", folder / "catalogue.fits"
    mock = ["mock", "--stars", "5"]
    for words, name, contents in [
            (mock, "other.dat", model.read_bytes()),
            (mock, "other.fits", b"some text\n"),
            (["predict", survey, "-m", model], "other.fits", survey.read_bytes()),
            (["predict", survey, "-m", model], "other.dat", model.read_bytes()),
            (["export", catalogue], "other.csv", catalogue.read_bytes()),
            (["export", catalogue], "other.fits", survey.read_bytes()),
            (["export", catalogue], "other.vot", b"a,b\n1,2\n")]:
        other = folder / name
        other.write_bytes(contents)
        done = run(cli, *words, "-o", other)
        what = f"{words[0]} onto another kind ({name})"
        check(done.returncode == USAGE and "already exists" in done.stderr and "--overwrite" in done.stderr,
              f"{what}: {done.returncode} {done.stderr}")
        check(other.read_bytes() == contents, f"{what}: replaced")
        done = run(cli, *words, "-o", other, "--overwrite")
        check(done.returncode == 0 and other.read_bytes() != contents, f"{what} with --overwrite: {done.stderr}")
        done = run(cli, *words, "-o", other)
        check(done.returncode == 0, f"{what}: the same kind is not replaced: {done.stderr}")
        other.write_bytes(b"")
        check(run(cli, *words, "-o", other).returncode == 0, f"{what}: an empty file is not replaced")
    for words, name in [(["predict", survey, "-m", model], "z.csv"), (mock, "z.csv"), (mock, "z.safetensors"),
                        (mock, "z.fits.gz"), (["train", survey], "z.fits")]:
        done = run(cli, *words, "-o", folder / name)
        check(done.returncode == USAGE and "is written as" in done.stderr and not (folder / name).exists(),
              f"{words[0]} -o {name}: {done.returncode} {done.stderr}")


def check_links(cli, folder):
    (folder / "there").mkdir()
    (folder / "dangling.fits").symlink_to("there/new.fits")
    must(cli, "mock", "--stars", "5", "-o", folder / "dangling.fits")
    check((folder / "dangling.fits").is_symlink() and (folder / "there" / "new.fits").is_file(), "dangling link")


def closed(*descriptors):
    def close():
        for descriptor in descriptors:
            os.close(descriptor)
    return close


def check_streams(cli, folder):
    expected = folder / "expected.fits"
    must(cli, "mock", "--stars", "2000", "-o", expected)
    for number, descriptors in enumerate([(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]):
        out = folder / f"closed{number}.fits"
        done = subprocess.run([cli, "mock", "--stars", "2000", "-o", out], preexec_fn=closed(*descriptors), check=False)
        check(done.returncode == 0 and digest(out) == digest(expected), f"closed {descriptors}: {done.returncode}")
        done = subprocess.run([cli, "info", folder / "absent.fits"], preexec_fn=closed(*descriptors), check=False)
        check(done.returncode == FILE, f"an error with {descriptors} closed: {done.returncode}")
    with open("/dev/full", "wb", buffering=0) as full:
        for words in (["info", expected], ["--help"], ["--version"], ["mock", "--help"], ["prepare", "--list-steps"]):
            done = subprocess.run([cli, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
            check(done.returncode == FILE and "standard output: no space left on device" in done.stderr
                  and "unexpected" not in done.stderr, f"{words}, full: {done.returncode} {done.stderr}")
        done = subprocess.run([cli, "info", folder / "absent.fits"], stderr=full, check=False)
        check(done.returncode == FILE, f"an error with stderr full: {done.returncode}")
        done = subprocess.run([cli, "mock", "--bad"], stderr=full, stdout=full, check=False)
        check(done.returncode == USAGE, f"a usage error with both full: {done.returncode}")
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([cli, "info", expected], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    check(done.returncode == BROKEN_PIPE and done.stderr == "", f"broken pipe: {done.returncode} {done.stderr}")


def check_interruptions(cli, folder):
    """SIGHUP, a second interrupt and the next write after SIGKILL leave no temporary file."""
    work = folder / "interrupted"
    work.mkdir()
    out = work / "out.fits"
    for signals in ([signal.SIGHUP], [signal.SIGINT], [signal.SIGTERM, signal.SIGTERM], [signal.SIGKILL]):
        # The test itself may run under nohup, which the command would inherit.
        process = subprocess.Popen([cli, "mock", "--stars", "1000000", "-o", out], stderr=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL,
                                   preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
        for _ in range(600):
            if bytes_written(work) > 1_000_000:
                break
            time.sleep(0.05)
        for number in signals:
            process.send_signal(number)
        code = process.wait(60)
        check(code == (-signal.SIGKILL if signals == [signal.SIGKILL] else 130), f"{signals}: {code}")
        if signals == [signal.SIGKILL]:
            check(len(left_over(work)) == 1, "the killed command had no temporary file")
            must(cli, "mock", "--stars", "5", "-o", out)
            check([entry.name for entry in work.iterdir()] == ["out.fits"], "left over after the next write")
        else:
            check(not list(work.iterdir()), f"{signals}: left over: {list(work.iterdir())}")


def check_render(desktop, folder):
    survey, model = folder / "survey.fits", folder / "model.safetensors"
    words = [desktop, "--render", "validate", survey, model]
    link = folder / "link.pdf"
    os.link(survey, link)
    done = run(*words, "--out", link, "--overwrite")
    check(done.returncode == USAGE and "is read" in done.stderr, f"render onto its input: {done.returncode}")
    link.unlink()
    link.write_text("some text")
    done = run(*words, "--out", link)
    check(done.returncode == USAGE and link.read_text() == "some text", f"render onto a text: {done.returncode}")
    done = run(*words, "--out", folder / "x.pdf", "--out", folder / "sub" / ".." / "x.pdf")
    check(done.returncode == USAGE, f"render of two outputs: {done.returncode}")


def main():
    given = arguments()
    with temporary_folder() as folder:
        prepare(given.cli, folder)
        check_inputs(given.cli, folder)
        check_folder(given.cli, folder)
        check_two_outputs(given.cli, folder)
        check_kinds(given.cli, folder)
        check_links(given.cli, folder)
        check_streams(given.cli, folder)
        check_interruptions(given.cli, folder)
        if given.desktop:
            check_render(given.desktop, folder)
    finish()


if __name__ == "__main__":
    main()
