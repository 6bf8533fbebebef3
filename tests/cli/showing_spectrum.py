# SPDX-License-Identifier: GPL-3.0-or-later
"""Real Gaia RVS spectra are imported, and one is drawn in a figure whose text names its lines and its wavelengths."""
import shutil

from support import arguments, check, finish, must, real_data, run, temporary_folder, verify_fits

HD176650 = "4268620287278693120"


def main():
    options = arguments()
    spectra = sorted(real_data(options.data, "gaia_rvs").glob("*.csv"))
    with temporary_folder() as folder:
        done = must(options.cli, "-q", "import", *spectra, "--out", folder / "rvs.fits")
        check("4 stars, 2401 px, 846.00–870.00 nm (vacuum)" in done.stdout, f"import prints: {done.stdout}")
        verify_fits(folder / "rvs.fits")
        figure = folder / "spectrum.pdf"
        must(options.desktop, "--render", "spectrum", folder / "rvs.fits", "--star", HD176650, "--out", figure)
        check(figure.read_bytes().startswith(b"%PDF-"), "the figure is not a PDF")
        if shutil.which("pdftotext") is None:
            print("pdftotext is not installed: the figure's text was not read")
        else:
            text = " ".join(run("pdftotext", "-layout", figure, "-").stdout.split())
            for words in ["Ca II", "vacuum wavelength", HD176650]:
                check(words.lower() in text.lower(), f"the figure does not contain '{words}': {text[:400]}")
        missing = run(options.desktop, "--render", "spectrum", folder / "rvs.fits", "--star", "1", "--out",
                      folder / "none.pdf")
        check(missing.returncode == 2 and "There is no star '1'" in missing.stderr and not (folder / "none.pdf").exists(),
              f"a star that does not exist: {missing.returncode}, {missing.stderr}")
    finish()


main()
