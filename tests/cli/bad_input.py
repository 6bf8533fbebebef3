# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of bad input ends with its documented exit code and one sentence that says where the fault is. The command leaves
no output file and no temporary file, and does not damage an existing output file."""
import gzip
import math
import os
import re
import shutil
import zipfile

from support import (arguments, check, finish, must, patch_column, run, temporary_folder, write_image)

USAGE, FILE, FORMAT, MISMATCH, NUMERICAL = 2, 3, 4, 5, 6
# Lines that may follow the sentence: a hint after wrong options, and a filter with a caret below the mistake.
FOLLOW_UP = re.compile(r"Try 'maury-cli.* --help'\.|  .*")


class Cases:
    def __init__(self, cli, folder):
        self.cli, self.folder, self.count, self.slowest = cli, folder, 0, 0.0
        self.out = folder / "out"
        self.out.mkdir()

    def refuses(self, code, words, *command, out=None, seconds=60):
        """Checks that the command is refused. `out` (a file name) is appended as --out. In every second case the file exists, as a
        text, which only --overwrite lets a command replace."""
        existing = out is not None and self.count % 2 == 1
        target = self.out / (out or "")
        if existing:
            target.write_bytes(b"previous contents")
        before = sorted(path.name for path in self.folder.rglob("*"))
        done = run(self.cli, "-q", *command, *(["--out", target, "--overwrite"] if out else []), timeout=seconds)
        self.check_refusal(done, code, words, command)
        check(sorted(path.name for path in self.folder.rglob("*")) == before,
              f"{self.words(command)} left {sorted(path.name for path in self.out.iterdir())}")
        if existing:
            check(target.read_bytes() == b"previous contents", f"{self.words(command)} damaged its output file")
            target.unlink()

    def words(self, command):
        return " ".join(str(word) for word in command).replace(str(self.folder) + "/", "")

    def check_refusal(self, done, code, words, command):
        self.count += 1
        self.slowest = max(self.slowest, done.seconds)
        text = self.words(command)
        lines = [line for line in done.stderr.splitlines() if line.strip() and not FOLLOW_UP.fullmatch(line)]
        print(f"{done.returncode}  {text}\n   {' | '.join(lines)}".replace(str(self.folder) + "/", ""))
        check(done.returncode == code, f"{text}: exit code {done.returncode} instead of {code}")
        check(len(lines) == 1, f"{text}: {len(lines)} lines on stderr instead of one sentence")
        for word in words:
            check(word in done.stderr, f"{text}: the message does not contain '{word}': {done.stderr.strip()}")
        check("written to" not in done.stdout, f"{text}: claims to have written something")


def make_inputs(cli, folder):
    """Writes small good files, and bad files made from them."""
    must(cli, "-q", "mock", "--stars", 240, "--seed", 5, "--out", folder / "mock.fits")
    good = (folder / "mock.fits").read_bytes()
    (folder / "empty.fits").write_bytes(b"")
    (folder / "truncated.fits").write_bytes(good[:len(good) // 2])
    (folder / "text.fits").write_text("This is a text, not a FITS file.\n" * 200)
    (folder / "empty-folder").mkdir()
    write_image(folder / "image.fits", [20, 30], [1.0] * 600)
    patch_column(folder / "mock.fits", folder / "nan.fits", "flux", None, math.nan)
    patch_column(folder / "mock.fits", folder / "inf-label.fits", "teff", None, math.inf)

    for name, start, values in [("a", 5000.0, [1.0, 0.9] * 100), ("b", 5000.0, [0.8, 1.0] * 100),
                                ("shifted", 5000.4, [1.0, 0.9] * 100), ("nan", 5000.0, [math.nan] * 200)]:
        write_image(folder / f"spectrum-{name}.fits", [200], values, CRVAL1=start, CDELT1=0.9, CRPIX1=1.0, CTYPE1="AWAV",
                    CUNIT1="Angstrom", OBJECT=f"star {name}")
    (folder / "labels.csv").write_text("id,teff\nspectrum-a,5000\nspectrum-b,4000\n")
    (folder / "labels-text.csv").write_text("id,teff\nspectrum-a,5000\nspectrum-b,warm\n")
    (folder / "labels-other.csv").write_text("id,teff\nanother,5000\nstill-another,4000\n")
    (folder / "labels-no-id.csv").write_text("shoe_size,teff\n41,5000\n42,4000\n")
    (folder / "labels-ragged.csv").write_text("id,teff\nspectrum-a,5000\nspectrum-b\n")
    (folder / "network.json").write_text('{"convolutions": [')
    (folder / "lines.csv").write_text("species,strength\nFe I,3\n")
    (folder / "no-positions.csv").write_text("id,mh,alpham\n1,-0.2,0.1\n2,-0.4,0.2\n")

    must(cli, "-q", "train", folder / "mock.fits", "--network", "spectrum-small", "--epochs", 1, "--members", 1, "--out",
         folder / "model.safetensors")
    model = (folder / "model.safetensors").read_bytes()
    (folder / "cut.safetensors").write_bytes(model[:len(model) - 1000])
    (folder / "header.safetensors").write_bytes(model[:8] + b"\xff" * 400 + model[408:])
    (folder / "huge.safetensors").write_bytes(b"\xff" * 7 + b"\x7f" + model[8:])
    (folder / "empty.safetensors").write_bytes(b"")
    (folder / "weight.safetensors").write_bytes(model[:-2] + bytes([model[-2] ^ 1]) + model[-1:])
    deep = b'{"w":{"dtype":' + b"[" * 75000 + b"]" * 75000 + b',"shape":[1],"data_offsets":[0,4]}}'
    (folder / "deep.safetensors").write_bytes(len(deep).to_bytes(8, "little") + deep + bytes(4))
    (folder / "deep.json").write_text('{"version": 2, "branches": ' + "[" * 75000)
    layer = '{"kind": "%s", "slope": 0.3, %s}'
    network = ('{"version": 2, "preset": "", "branches": [{"name": "spectrum", "inputs": ["flux"], "layers": [%s]}], "outputs": '
               '[{"name": "output", "from": ["spectrum"]}], "predictsVariance": false, "scaling": "standardised"}')
    (folder / "unknown.json").write_text(network % (layer % ("dense", '"units": 4, "unitz": 5')))
    (folder / "large.json").write_text(network % ", ".join(
        [layer % ("convolution", '"filters": 65536, "kernel": 1, "l2": 0, "padded": true'), layer % ("dense", '"units": 65536')]))
    (folder / "deep-run").mkdir()
    (folder / "deep-run" / "run.json").write_text("[" * 75000)
    must(cli, "-q", "import", folder / "spectrum-a.fits", folder / "spectrum-b.fits", "--labels", folder / "labels.csv",
         "--out", folder / "other-grid.fits")


def check_imports(cases, folder):
    a, b = folder / "spectrum-a.fits", folder / "spectrum-b.fits"
    out = {"out": "survey.fits"}
    cases.refuses(FILE, ["missing.fits"], "import", folder / "missing.fits", **out)
    cases.refuses(FORMAT, ["empty.fits"], "import", folder / "empty.fits", **out)
    cases.refuses(FORMAT, ["text.fits"], "import", folder / "text.fits", **out)
    cases.refuses(FORMAT, ["truncated.fits"], "import", folder / "truncated.fits", **out)
    cases.refuses(FORMAT, ["image.fits"], "import", folder / "image.fits", **out)
    cases.refuses(FORMAT, ["empty-folder"], "import", folder / "empty-folder", **out)
    cases.refuses(MISMATCH, ["spectrum-shifted.fits"], "import", a, folder / "spectrum-shifted.fits", **out)
    cases.refuses(FORMAT, ["spectrum-nan.fits", "flux"], "import", folder / "spectrum-nan.fits", **out)
    # A word among the labels refuses nothing, unless the user says that the column is a label.
    done = must(cases.cli, "-q", "import", a, b, "--labels", folder / "labels-text.csv", "--out", folder / "text-labels.fits")
    check("column 'teff', row 2: 'warm' is not a number" in done.stdout + done.stderr, f"labels-text.csv: {done.stdout} {done.stderr}")
    (folder / "text-labels.fits").unlink()
    cases.refuses(FORMAT, ["labels-text.csv", "warm", "teff"], "import", a, b, "--labels", folder / "labels-text.csv", "--map",
                  "teff=teff", **out)
    cases.refuses(MISMATCH, ["labels-other.csv"], "import", a, b, "--labels", folder / "labels-other.csv", **out)
    cases.refuses(MISMATCH, ["labels-no-id.csv", "--id-column"], "import", a, b, "--labels", folder / "labels-no-id.csv", **out)
    cases.refuses(FORMAT, ["labels-ragged.csv", "3"], "import", a, b, "--labels", folder / "labels-ragged.csv", **out)
    cases.refuses(FILE, ["no-labels.csv"], "import", a, b, "--labels", folder / "no-labels.csv", **out)
    cases.refuses(USAGE, ["filter", "colour"], "import", a, b, "--filter", "colour > 3", **out)
    cases.refuses(USAGE, ["no such verb", "normalise"], "import", a, b, "--step", "normalise", **out)
    for grid in ["1e999:0.1:100", "846:1e-999:100", "846:0.1:1e999", "nan:0.1:100", ":" * 50000, "9" * 50000]:
        cases.refuses(USAGE, ["--grid"], "import", a, b, "--grid", grid, **out)
    for step in ["edge-fill value=1e999", "continuum method=running-mean pixels=1e99", "mask ranges=1e999-2e999", "x" * 50000]:
        cases.refuses(USAGE, ["step"], "import", a, b, "--step", step, **out)
    cases.refuses(USAGE, ["--grid", "846:0.03"], "import", a, b, "--grid", "846:0.03", **out)
    cases.refuses(USAGE, ["--map", "nonsense"], "import", a, b, "--map", "METALLICITY=nonsense", **out)
    cases.refuses(USAGE, ["--air", "--vacuum"], "import", a, b, "--air", "--vacuum", **out)
    cases.refuses(USAGE, ["odd"], "import", a, b, "--step", "continuum method=running-mean pixels=10", **out)
    cases.refuses(MISMATCH, ["No star"], "import", a, b, "--labels", folder / "labels.csv", "--filter", "teff > 90000", **out)
    cases.refuses(FILE, ["absent/survey.fits"], "import", a, b, "--out", folder / "absent" / "survey.fits")
    cases.refuses(FILE, ["empty-folder"], "import", a, b, "--out", folder / "empty-folder")


def check_preparation(cases, folder):
    out = {"out": "prepared.fits"}
    step = ["--step", "edge-fill value=1"]
    cases.refuses(USAGE, ["--step"], "prepare", folder / "mock.fits", **out)
    cases.refuses(USAGE, ["edge-fill value=x", "value"], "prepare", folder / "mock.fits", "--step", "edge-fill value=x", **out)
    cases.refuses(USAGE, ["Step 2 of 2", "resample"], "prepare", folder / "mock.fits", *step, "--step", "resample", **out)
    cases.refuses(FILE, ["absent.fits"], "prepare", folder / "absent.fits", *step, **out)
    cases.refuses(FORMAT, ["truncated.fits"], "prepare", folder / "truncated.fits", *step, **out)
    cases.refuses(MISMATCH, ["rest-frame", "no column"], "prepare", folder / "mock.fits", "--step", "rest-frame column=v", **out)
    cases.refuses(MISMATCH, ["entirely outside"], "prepare", folder / "mock.fits", "--step",
                  "resample first=500 step=0.1 pixels=50", **out)
    cases.refuses(USAGE, ["is read, and the output would replace it"], "prepare", folder / "mock.fits", *step, "--out",
                  folder / "mock.fits")


def check_mocks(cases, folder):
    cases.refuses(USAGE, ["--stars"], "mock", "--stars", 0, out="mock.fits")
    cases.refuses(USAGE, ["rvs", "FIRST:STEP:PIXELS:R"], "mock", "--stars", 10, "--window", "rvs", out="mock.fits")
    for window in ["nan:0.1:100:5000", "850:1e-999:100:5000", "850:0.1:1e999:5000", "850:0.1:-1:5000"]:
        cases.refuses(USAGE, ["FIRST:STEP:PIXELS:R"], "mock", "--stars", 10, "--window", window, out="mock.fits")
    cases.refuses(MISMATCH, ["840 to 882"], "mock", "--stars", 10, "--window", "500:0.1:100:5000", out="mock.fits")
    cases.refuses(USAGE, ["repeat"], "mock", "--stars", 10, "--repeats", 2, out="mock.fits")
    cases.refuses(FILE, ["absent.fits"], "bound", folder / "absent.fits", out="bounds.csv")
    a, b = folder / "spectrum-a.fits", folder / "spectrum-b.fits"
    cases.refuses(USAGE, ["--resolution", "above 0"], "bound", a, "--resolution", 0, out="bounds.csv")
    cases.refuses(USAGE, ["--radius", "3600"], "join", a, b, "--by", "position", "--radius", 4000, out="joined.fits")
    cases.refuses(USAGE, ["--by", "id, name, position"], "join", a, b, "--by", "colour", out="joined.fits")
    cases.refuses(FILE, ["absent/mock.fits"], "mock", "--stars", 10, "--out", folder / "absent" / "mock.fits")


def check_training(cases, folder):
    mock, quick = folder / "mock.fits", ["--network", "spectrum-small", "--epochs", 1, "--members", 1]
    out = {"out": "model.safetensors"}
    for name in ["empty", "truncated", "text", "image"]:
        cases.refuses(FORMAT, [f"{name}.fits"], "train", folder / f"{name}.fits", *quick, **out)
    cases.refuses(FILE, ["missing.fits"], "train", folder / "missing.fits", *quick, **out)
    cases.refuses(MISMATCH, ["flux"], "train", folder / "nan.fits", *quick, **out)
    cases.refuses(MISMATCH, ["label"], "train", folder / "inf-label.fits", *quick, "--labels", "teff", **out)
    cases.refuses(USAGE, ["enormous"], "train", mock, "--network", "enormous", **out)
    cases.refuses(FORMAT, ["network.json"], "train", mock, "--network", folder / "network.json", **out)
    for name, words in [("deep", ["nested more than 64 deep"]), ("unknown", ["unitz"])]:
        cases.refuses(FORMAT, [f"{name}.json", *words], "train", mock, "--network", folder / f"{name}.json", **out)
    cases.refuses(MISMATCH, ["3435974", "200000000"], "train", mock, "--network", folder / "large.json", **out)
    cases.refuses(FORMAT, ["run.json", "nested more than 64 deep"], "train", mock, *quick, "--run", folder / "deep-run", "--resume", **out)
    cases.refuses(MISMATCH, ["mass"], "train", mock, *quick, "--labels", "mass", **out)
    cases.refuses(FILE, ["absent.json", "no such file"], "train", mock, "--network", folder / "absent.json", **out)
    for rate in ["1e99", "inf"]:
        cases.refuses(USAGE, ["--learning-rate", "3.4e+38"], "train", mock, *quick, "--learning-rate", rate, **out)
    cases.refuses(USAGE, ["--learning-rate", "1e999"], "train", mock, *quick, "--learning-rate", "1e999", **out)
    for words in [["--epochs", "1e999"], ["--seed", "9" * 50], ["--mask", "1e999-2e999"], ["--batch", "9" * 50000]]:
        cases.refuses(USAGE, [words[0]], "train", mock, *quick, *words, **out)
    cases.refuses(USAGE, ["filter", "too large"], "train", mock, *quick, "--filter", "snr > 1e999", **out)
    cases.refuses(USAGE, ["filter", "200 levels"], "train", mock, *quick, "--filter", "(" * 50000, **out)
    cases.refuses(USAGE, ["filter", "200 levels"], "train", mock, *quick, "--filter", "!" * 50000 + "teff", **out)
    cases.refuses(USAGE, ["filter"], "train", mock, *quick, "--filter", "a" * 50000, **out)
    cases.refuses(USAGE, ["windows"], "train", mock, *quick, "--windows", "teff=" + "a" * 50000, **out)
    cases.refuses(USAGE, ["filter", "colour"], "train", mock, *quick, "--filter", "colour > 3", **out)
    cases.refuses(USAGE, ["filter", "colour"], "train", mock, *quick, "--test-filter", "colour > 3", **out)
    cases.refuses(USAGE, ["--mask"], "train", mock, *quick, "--mask", "red", **out)
    cases.refuses(USAGE, ["0.6", "--test"], "train", mock, *quick, "--validation", 0.6, "--test", 0.6, **out)
    cases.refuses(MISMATCH, ["no star", "teff > 90000"], "train", mock, *quick, "--filter", "teff > 90000", **out)
    cases.refuses(NUMERICAL, ["epoch"], "train", mock, *quick, "--learning-rate", "1e30", **out)
    cases.refuses(FILE, ["absent/model.safetensors"], "train", mock, "--network", "spectrum-small", "--epochs", 500,
                  "--patience", 500, "--out", folder / "absent" / "model.safetensors")


def check_models(cases, folder):
    mock, model = folder / "mock.fits", folder / "model.safetensors"
    out = {"out": "catalogue.fits"}
    for name, code in [("missing", FILE), ("empty", FORMAT), ("truncated", FORMAT), ("text", FORMAT), ("image", FORMAT)]:
        for command in ["predict", "attribute"]:
            cases.refuses(code, [f"{name}.fits"], command, folder / f"{name}.fits", "--model", model, **out)
    for name, code in [("missing", FILE), ("empty", FORMAT), ("cut", FORMAT), ("header", FORMAT), ("huge", FORMAT),
                       ("weight", FORMAT), ("deep", FORMAT)]:
        cases.refuses(code, [f"{name}.safetensors"], "predict", mock, "--model", folder / f"{name}.safetensors", **out)
    deep = folder / "deep.safetensors"
    for command, *more in [["attribute"], ["audit"], ["contrast", "--a", "mh < -0.3", "--b", "mh > -0.3"], ["precision"]]:
        cases.refuses(FORMAT, ["deep.safetensors", "nested more than 64 deep"], command, mock, "--model", deep, *more)
    cases.refuses(FORMAT, ["deep.safetensors", "nested more than 64 deep"], "info", deep)
    cases.refuses(FORMAT, ["mock.fits"], "predict", mock, "--model", mock, **out)
    cases.refuses(FORMAT, ["model.safetensors"], "predict", model, "--model", model, **out)
    for command in ["predict", "attribute"]:
        cases.refuses(MISMATCH, ["200 px", "800 px"], command, folder / "other-grid.fits", "--model", model, **out)
    cases.refuses(USAGE, ["half"], "predict", mock, "--model", model, "--part", "half", **out)
    cases.refuses(USAGE, ["filter", "colour"], "attribute", mock, "--model", model, "--filter", "colour > 3", **out)
    cases.refuses(MISMATCH, ["star"], "attribute", mock, "--model", model, "--filter", "teff > 90000", **out)
    cases.refuses(FORMAT, ["lines.csv"], "attribute", mock, "--model", model, "--lines", folder / "lines.csv", **out)
    for command in ["predict", "attribute"]:
        cases.refuses(FILE, ["absent/c.fits"], command, mock, "--model", model, "--out", folder / "absent" / "c.fits")


def check_figures(cases, folder):
    mock, out = folder / "mock.fits", {"out": "panels.csv"}
    for name, code in [("missing", FILE), ("empty", FORMAT), ("truncated", FORMAT), ("text", FORMAT), ("image", FORMAT)]:
        cases.refuses(code, [f"{name}.fits"], "galaxy", folder / f"{name}.fits", **out)
        cases.refuses(code, [f"{name}.fits"], "info", folder / f"{name}.fits")
    cases.refuses(MISMATCH, ["R"], "galaxy", folder / "no-positions.csv", **out)
    cases.refuses(USAGE, ["edge"], "galaxy", mock, "--r-edges", "8,6", **out)
    cases.refuses(MISMATCH, ["vsini"], "galaxy", mock, "--x", "vsini", **out)
    cases.refuses(USAGE, ["filter", "colour"], "galaxy", mock, "--filter", "colour > 3", **out)
    cases.refuses(USAGE, ["filter", "Character 7"], "galaxy", mock, "--filter", "teff >> 3", **out)
    cases.refuses(FILE, ["absent/panels.csv"], "galaxy", mock, "--out", folder / "absent" / "panels.csv")
    cases.refuses(USAGE, ["subcommand"])


def header(cards):
    text = "".join(f"{key:<8}= {value:>20}".ljust(80) for key, value in cards) + "END".ljust(80)
    return text.ljust(-(-len(text) // 2880) * 2880).encode("ascii")


def check_hostile_files(cases, folder):
    """Files made to overflow arrays, to fill memory or to block. Each must be refused within seconds, by every command."""
    bad = folder / "hostile"
    bad.mkdir()
    axes = header([("SIMPLE", "T"), ("BITPIX", -32), ("NAXIS", 104)] + [(f"NAXIS{i}", 1) for i in range(1, 105)])
    (bad / "axes.fits").write_bytes(axes.ljust(len(axes) + 2880, b"\0"))
    (bad / "axes.fits.gz").write_bytes(gzip.compress((bad / "axes.fits").read_bytes()))
    with zipfile.ZipFile(bad / "axes.zip", "w") as archive:
        archive.write(bad / "axes.fits", "axes.fits")
    (bad / "axes").mkdir()
    (bad / "axes" / "axes.fits").write_bytes((bad / "axes.fits").read_bytes())
    first = b"SIMPLE  =                    T".ljust(80)
    rows = b"id,teff\n" + b"1,5000\n" * 2000
    for name, start in [("zeros.csv", b""), ("rows.csv", rows), ("one-card.fits", first), ("blank.fits", first.ljust(6 << 20))]:
        with open(bad / name, "wb") as file:
            file.write(start)
            file.truncate(200 << 30)  # sparse
    (bad / "bomb.csv.gz").write_bytes(gzip.compress(b"id,teff\n".ljust(200 << 20)))
    os.mkfifo(bad / "fifo.fits")
    named = [("axes.fits", FORMAT, "axes.fits, HDU 1: the image has 104 axes"), ("axes.fits.gz", FORMAT, "104 axes"),
             ("axes.zip", FORMAT, "104 axes"), ("axes", FORMAT, "104 axes"), ("zeros.csv", FORMAT, "neither FITS"),
             ("rows.csv", FORMAT, "rows.csv"), ("one-card.fits", FORMAT, "has no end"),
             ("blank.fits", FORMAT, "its header has no end within"), ("bomb.csv.gz", FORMAT, "unpack to more than"),
             ("fifo.fits", FILE, "not a regular file")]
    limited = ["prlimit", f"--as={6 << 30}"] if shutil.which("prlimit") else []
    for name, code, words in named:
        # info describes files, so it refuses the folder.
        described = (FILE, "is a folder") if (bad / name).is_dir() else (code, words)
        for command, (expected, part) in [(["import", bad / name, "--out", folder / "out" / "s.fits"], (code, words)),
                                          (["info", bad / name], described)]:
            done = run(*limited, cases.cli, "-q", *command, timeout=30)
            cases.check_refusal(done, expected, [part], command)
    cases.refuses(FILE, ["regular file"], "info", "/dev/zero", seconds=30)
    for name, code, words in named:
        if name in ("axes.fits", "axes.fits.gz", "one-card.fits", "blank.fits", "fifo.fits"):
            cases.refuses(code, [], "predict", bad / name, "--model", folder / "model.safetensors", out="p.fits", seconds=30)


def check_checksums(cases, folder):
    """A changed byte is refused by every command that reads a survey or a catalogue, unless --no-checksum is given."""
    data = bytearray((folder / "mock.fits").read_bytes())
    stars = data.index(b"XTENSION")
    data[stars + 40000] ^= 1
    changed = folder / "changed.fits"
    changed.write_bytes(data)
    words = ["changed.fits, HDU 2 (STARS): damaged: its data do not match their checksum", "--no-checksum"]
    model = folder / "model.safetensors"
    cases.refuses(FORMAT, words, "info", changed)
    cases.refuses(FORMAT, words, "import", changed, out="survey.fits")
    cases.refuses(FORMAT, words, "prepare", changed, "--step", "edge-fill value=1", out="prepared.fits")
    cases.refuses(FORMAT, words, "train", changed, "--network", "spectrum-small", "--epochs", 1, out="m.safetensors")
    cases.refuses(FORMAT, words, "predict", changed, "--model", model, out="catalogue.fits")
    cases.refuses(FORMAT, words, "attribute", changed, "--model", model, out="map.fits")
    cases.refuses(FORMAT, words, "galaxy", changed, out="panels.csv")
    cases.refuses(FORMAT, words, "export", changed, out="table.csv")
    must(cases.cli, "-q", "info", "--no-checksum", changed)
    must(cases.cli, "-q", "--no-checksum", "predict", changed, "--model", model, "--out", folder / "catalogue.fits")
    # What Maury writes itself passes, also when it is read as a table.
    must(cases.cli, "-q", "info", folder / "mock.fits", folder / "catalogue.fits")


def check_many_columns(cases, folder):
    """100 000 columns are read in about ten times the time of 10 000, and refused in words where FITS cannot hold them."""
    seconds = {}
    for count in [10000, 100000]:
        path = folder / f"columns-{count}.csv"
        path.write_text("id," + ",".join(f"c{i}" for i in range(count)) + "\n1," + ",".join("0.5" for _ in range(count)) + "\n")
        seconds[count] = must(cases.cli, "-q", "info", path, timeout=120).seconds
    print(f"columns: 10 000 in {seconds[10000]:.2f} s, 100 000 in {seconds[100000]:.2f} s")
    check(seconds[100000] < 30 * max(seconds[10000], 0.5), f"100 000 columns take {seconds[100000]:.1f} s")
    cases.refuses(FORMAT, ["FITS allows at most 999"], "import", folder / "columns-10000.csv", out="wide.fits")


def main():
    options = arguments()
    with temporary_folder() as folder:
        make_inputs(options.cli, folder)
        cases = Cases(options.cli, folder)
        for part in [check_imports, check_preparation, check_mocks, check_training, check_models, check_figures, check_hostile_files,
                     check_checksums, check_many_columns]:
            part(cases, folder)
        print(f"{cases.count} refusals, the slowest after {cases.slowest:.1f} s")
    finish()


main()
