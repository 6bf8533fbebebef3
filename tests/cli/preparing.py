# SPDX-License-Identifier: GPL-3.0-or-later
"""Preprocessing steps are applied to a survey chunk by chunk, recorded, listed, and repeated at prediction with the same
numbers; the report of an import stays with its stars."""
from support import arguments, check, finish, must, python_with_astropy, run, temporary_folder, verify_fits

STEPS = ["--step", "resample method=flux first=846.1 step=0.05 pixels=470", "--step",
         "continuum method=running-quantile width=3 quantile=0.9", "--step", "absolute-magnitudes"]

# Recomputes the results of all steps with numpy from the columns of the original file, and checks the recorded text.
ASTROPY_CHECK = """
import sys, numpy
from astropy.io import fits
raw, new = fits.open(sys.argv[1]), fits.open(sys.argv[2])
stars, before = new["STARS"].data, raw["STARS"].data
assert stars["flux"].shape == (len(before), 470), stars["flux"].shape
nm = new["WAVELENGTH"].data["wavelength"]
numpy.testing.assert_allclose(nm, 846.1 + 0.05 * numpy.arange(470), rtol=1e-12)
plx = numpy.maximum(before["parallax"].astype(float) / 1000, 1e-4)
for band, name in [("g", "phot_g_mean_mag"), ("bp", "phot_bp_mean_mag"), ("rp", "phot_rp_mean_mag")]:
    expected = before[name].astype(float) + 5 * (numpy.log10(plx) + 1)
    numpy.testing.assert_allclose(stars["abs_mag_" + band], expected, rtol=2e-6)
# Star 3: flux-conserving means over 0.05 nm pixels, weighted by their overlap with 0.03 nm pixels.
old = raw["WAVELENGTH"].data["wavelength"]
rebinned = []
for centre in nm:
    overlap = numpy.clip(numpy.minimum(old + 0.015, centre + 0.025) - numpy.maximum(old - 0.015, centre - 0.025), 0, None)
    rebinned.append((overlap * before["flux"][3].astype(float)).sum() / overlap.sum())
rebinned = numpy.array(rebinned)
level = numpy.array([numpy.quantile(rebinned[abs(nm - centre) <= 1.5 + 1e-9], 0.9) for centre in nm])
numpy.testing.assert_allclose(stars["flux"][3][40:-40], (rebinned / level)[40:-40], rtol=2e-4)
history = [str(line) for line in new["STARS"].header["HISTORY"]]
assert history[1].startswith("Step 2: resample method=flux first=846.1"), history
print("numpy agrees on", len(before), "stars")
"""


def warnings_appear_even_if_quiet(cli, folder):
    """A spectrum without a continuum and a catalogue without ids are warned of once, on stderr, also with -q."""
    wavelengths = [850 + 0.1 * i for i in range(60)]
    for name, flux in [("good", 1.0), ("negative", -1.0)]:
        lines = ["wavelength,flux"] + [f"{nm:.1f},{flux}" for nm in wavelengths]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    (folder / "stars.csv").write_text("teff,logg\n5000,4.5\n4500,2.5\n")
    step = ["--step", "continuum method=running-mean pixels=11"]
    must(cli, "-q", "import", "good.csv", "negative.csv", "--vacuum", "--out", "two.fits", cwd=folder)
    for words in [("import", "good.csv", "negative.csv", "--vacuum", *step, "--out", "steps.fits"),
                  ("prepare", "two.fits", *step, "--out", "prepared-two.fits")]:
        done = must(cli, "-q", *words, cwd=folder)
        check(done.stderr.count("warning: 1 spectra have no positive continuum") == 1, f"{words[0]} -q warns: {done.stderr}")
    done = must(cli, "-q", "export", "stars.csv", "--out", "stars.vot", cwd=folder)
    check(done.stderr.count("warning: ") == 1 and "no column holds ids" in done.stderr, f"export -q warns: {done.stderr}")


READING_CHECK = """
import sys
from astropy.io import fits
hdus = fits.open(sys.argv[1])
print("\\n".join(hdus["READING"].data["line"]))
"""


def reading_report(cli, folder):
    """A dry run prints how files are read and writes nothing; the survey file keeps the report."""
    rows = "".join(f"{5000 + i},{1 + 0.01 * (i % 7)},0.1,7\n" for i in range(60))
    (folder / "one.csv").write_text("wavelength,flux,flux_error,other\n" + rows)
    (folder / "one-labels.csv").write_text("file,teff\none,5000\n")
    (folder / "more.csv").write_text("file,logg\none,4.5\n")
    words = ["import", "one.csv", "--labels", "one-labels.csv", "--vacuum"]
    before = sorted(path.name for path in folder.iterdir())
    done = must(cli, *words, "--dry-run", cwd=folder)
    check(sorted(path.name for path in folder.iterdir()) == before, "a dry run wrote a file")
    for line in ["  one.csv: table with one row per pixel", "    1 spectrum × 60 pixels, 500.00–505.90 nm",
                 "    wavelengths: column 'wavelength', in Å (from the values), in vacuum (as you stated)",
                 "    flux: flux, by name, e.g. 1, 1.01, 1.02", "    error: flux_error, by name, e.g. 0.1, 0.1, 0.1",
                 "    doubtful: wavelengths: the wavelengths 5000–5059 without a unit were read as Å",
                 "  one-labels.csv: table of stars", "    label: teff in K (by default), by name, e.g. 5000",
                 "nothing was written"]:
        check(line in done.stdout, f"a dry run does not print '{line}':\n{done.stdout}")
    done = run(cli, *words, cwd=folder)
    check(done.returncode == 2 and "--out is required" in done.stderr, f"import without --out: {done.stderr}")

    done = must(cli, *words, "--out", "one.fits", cwd=folder)
    check("  one.csv: table with one row per pixel" in done.stdout, f"import prints: {done.stdout}")
    check("wavelength wavelength, flux flux, error flux_error" in done.stdout, f"import prints: {done.stdout}")
    check("e.g." not in done.stdout and "doubtful" not in done.stdout, f"the short report is not short: {done.stdout}")
    check("e.g." in must(cli, "--verbose", *words, "--out", "one.fits", cwd=folder).stdout, "--verbose prints no more")
    verify_fits(folder / "one.fits")
    must(cli, "-q", "prepare", "one.fits", "--step", "edge-fill", "--out", "filled.fits", cwd=folder)
    must(cli, "-q", "join", "filled.fits", "more.csv", "--out", "joined-one.fits", cwd=folder)
    must(cli, "-q", "import", "joined-one.fits", "--filter", "teff > 0", "--out", "copied.fits", cwd=folder)
    for name in ["one", "filled", "joined-one", "copied"]:
        printed = must(cli, "info", f"{name}.fits", cwd=folder).stdout
        check("reading         one.csv: table with one row per pixel" in printed, f"info {name}: {printed}")
    done = must(cli, "import", "copied.fits", "--dry-run", cwd=folder)
    check("copied.fits: survey file" in done.stdout, f"dry run of a survey: {done.stdout}")
    python = python_with_astropy()
    if python is not None:
        done = run(python, "-c", READING_CHECK, folder / "copied.fits")
        check(done.stdout.startswith("one.csv: table with one row per pixel\n  1 spectrum x 60 pixels"),
              f"astropy reads: {done.stdout}{done.stderr}")


def main():
    cli = arguments().cli.resolve()
    with temporary_folder() as folder:
        must(cli, "-q", "mock", "--stars", 3000, "--seed", 4, "--out", "mock.fits", cwd=folder)
        done = must(cli, "-q", "prepare", "mock.fits", *STEPS, "--out", "prepared.fits", cwd=folder)
        check("3000 stars, 470 px" in done.stdout and "running-quantile" in done.stdout, f"prepare prints: {done.stdout}")
        verify_fits(folder / "prepared.fits")
        done = must(cli, "-q", "import", "mock.fits", *STEPS, "--out", "imported.fits", cwd=folder)
        check("3000 stars, 470 px" in done.stdout, f"import prints: {done.stdout}")
        check((folder / "imported.fits").read_bytes() == (folder / "prepared.fits").read_bytes(),
              "import with steps writes another survey than prepare")
        done = run(cli, "-q", "import", "mock.fits", "--filter", "teff > 90000", "--out", "none.fits", cwd=folder)
        check(done.returncode == 5 and "Widen the filter" in done.stderr and not (folder / "none.fits").exists(),
              f"an import without stars: {done.returncode}, {done.stderr}")
        python = python_with_astropy()
        if python is None:
            print("astropy is not installed: the steps were not compared with numpy")
        else:
            done = run(python, "-c", ASTROPY_CHECK, folder / "mock.fits", folder / "prepared.fits")
            print(done.stdout.strip())
            check(done.returncode == 0, f"numpy on the steps: {done.stderr.strip()}")
        check("step" in must(cli, "info", "prepared.fits", cwd=folder).stdout, "info does not list the steps")
        for word in ["resample", "continuum method=chebyshev", "degree=", "absolute-magnitudes"]:
            check(word in must(cli, "prepare", "--list-steps").stdout, f"--list-steps does not list {word}")

        # A model trained on prepared stars accepts the original survey and predicts the same catalogue, byte for byte.
        must(cli, "-q", "prepare", "mock.fits", *STEPS[:4], "--out", "prepared.fits", cwd=folder)
        must(cli, "-q", "train", "prepared.fits", "--network", "spectrum-small", "--epochs", 1, "--members", 2, "--out",
             "model.safetensors", cwd=folder)
        for name in ["mock", "prepared"]:
            done = must(cli, "predict", f"{name}.fits", "--model", "model.safetensors", "--out", f"of-{name}.fits", cwd=folder)
            applied = "applied the model's preprocessing: resample" in done.stderr
            check(applied == (name == "mock"), f"predict of {name} prints: {done.stderr}")
        check((folder / "of-mock.fits").read_bytes() == (folder / "of-prepared.fits").read_bytes(),
              "the catalogue depends on whether the survey was prepared before or during prediction")
        must(cli, "-q", "attribute", "mock.fits", "--model", "model.safetensors", "--filter", "snr > 40", cwd=folder)

        must(cli, "-q", "prepare", "mock.fits", "--step", "edge-fill", "--out", "other.fits", cwd=folder)
        done = run(cli, "-q", "predict", "other.fits", "--model", "model.safetensors", "--out", "no.fits", cwd=folder)
        check(done.returncode == 5 and "resample" in done.stderr and "edge-fill" in done.stderr,
              f"a survey with another step: {done.returncode}, {done.stderr}")
        warnings_appear_even_if_quiet(cli, folder)
        reading_report(cli, folder)
    finish()


main()
