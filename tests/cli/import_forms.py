# SPDX-License-Identifier: GPL-3.0-or-later
"""Every format of spectra that astropy can write opens with the numbers that were written, and a killed import leaves no
incomplete survey."""
import subprocess
import sys
import time

from support import arguments, check, finish, must, python_with_astropy, run, temporary_folder, verify_fits

MAKE = r'''
import sys, numpy as np
from astropy.io import fits
from astropy.table import Table, Column
from astropy.utils.exceptions import AstropyWarning
import warnings; warnings.simplefilter("ignore", AstropyWarning)
out = sys.argv[1]
rng = np.random.default_rng(3)
ids = np.array([4268620287278693121, 2131314401800665347], dtype=np.int64)
flux, err = rng.uniform(0.5, 1, (2, 2401)).astype("f4"), np.full((2, 2401), 0.01, "f4")
rvs = Table({"source_id": ids, "ra": [10.5, 20.5], "dec": [-1.0, 2.0], "flux": flux, "flux_error": err})
for name, kind in (("rvs.fits", "fits"), ("rvs.ecsv", "ascii.ecsv"), ("rvs.vot", "votable")):
    rvs.write(f"{out}/{name}", format=kind)
vla = [fits.Column("source_id", "K", array=ids), fits.Column("flux", "PE()", array=np.array(list(flux), dtype=object)),
       fits.Column("flux_error", "PE()", array=np.array(list(err), dtype=object))]
fits.BinTableHDU.from_columns(vla).writeto(f"{out}/rvs-vla.fits")
with open(f"{out}/rvs-tuples.csv", "w") as f:
    f.write("source_id,flux,flux_error\n")
    for i in range(2):
        f.write(f'{ids[i]},"({", ".join(map(str, flux[i]))})","({", ".join(map(str, err[i]))})"\n')
np.save(f"{out}/flux.npy", flux)
nm = 846 + 0.01 * np.arange(2401)
# SDSS spec: loglam and ivar; a pixel with ivar 0 has no data.
ivar = np.full(2401, 1e4, "f4"); ivar[7] = 0
sdss = fits.PrimaryHDU(); sdss.header["TELESCOP"] = "SDSS 2.5-M"; sdss.header["PLUG_RA"] = 33.5; sdss.header["PLUG_DEC"] = 1.5
sdss.header["RA"] = 99.0
fits.HDUList([sdss, fits.BinTableHDU(Table({"flux": flux[0], "loglam": np.log10(nm * 10), "ivar": ivar}), name="COADD")]).writeto(f"{out}/spec-1.fits")
# ESO: one row of arrays; em.wl;obs.atmos means air.
eso = fits.PrimaryHDU(); eso.header["PRODCATG"] = "SCIENCE.SPECTRUM"; eso.header["RA"] = 12.25; eso.header["DEC"] = -3.5
cols = [fits.Column("WAVE", "2401D", unit="angstrom", array=[nm * 10]), fits.Column("FLUX", "2401E", array=flux[:1]), fits.Column("ERR", "2401E", array=err[:1])]
hdu = fits.BinTableHDU.from_columns(cols); hdu.header["TUCD1"] = "em.wl;obs.atmos"
fits.HDUList([eso, hdu]).writeto(f"{out}/eso-air.fits")
hdu.header["TUCD1"] = "em.wl"; fits.HDUList([eso, hdu]).writeto(f"{out}/eso-vacuum.fits")
# Images: errors in a second HDU, microns, decreasing wavelengths, log10, WAVE-LOG.
def image(name, data, cards, more=()):
    h = fits.PrimaryHDU(data.astype("f8")); h.header.update(cards); fits.HDUList([h, *more]).writeto(f"{out}/{name}")
image("errors.fits", flux[0], dict(CRVAL1=0.846, CDELT1=1e-5, CUNIT1="um", CTYPE1="WAVE"), [fits.ImageHDU(1 / err[0] ** 2, name="IVAR")])
image("down.fits", flux[0][::-1], dict(CRVAL1=870.0, CDELT1=-0.01, CUNIT1="nm", CTYPE1="WAVE"))
image("wavelog.fits", flux[0], dict(CRVAL1=8460.0, CDELT1=0.1, CUNIT1="Angstrom", CTYPE1="WAVE-LOG"))
image("freq.fits", flux[0], dict(CRVAL1=1e9, CDELT1=1e6, CTYPE1="FREQ"))
image("unitless.fits", flux[0], dict(CRVAL1=917.0, CDELT1=0.03, CRPIX1=1.0, CTYPE1="WAVE"))
# Matrices of 30 stars, stored as rows or columns, with ids in the file or in a separate table, and wavelengths in an HDU.
m = rng.uniform(0.5, 1, (30, 50)); np.save(f"{out}/matrix.npy", m)
names = Table({"star": [f"s{i}" for i in range(30)], "Teff": np.arange(30) * 100.0 + 4000})
wave = fits.ImageHDU(500 + 0.1 * np.arange(50), name="WAVELENGTH"); wave.header["VACUUM"] = True
for name, data in (("rows.fits", m), ("columns.fits", m.T)):
    fits.HDUList([fits.PrimaryHDU(data), wave, fits.BinTableHDU(names, name="STARS")]).writeto(f"{out}/{name}")
fits.HDUList([fits.PrimaryHDU(m.T), wave, fits.ImageHDU(m.T * 0.1, name="ERROR")]).writeto(f"{out}/bare.fits")
names.write(f"{out}/labels.csv")
# Text as numpy and others write it: columns separated by blanks, names in a comment, a name that implies vacuum.
both = np.c_[nm, flux[0]]
np.savetxt(f"{out}/blanks.txt", both, header="wave_vac flux", fmt="%.8g")
np.savetxt(f"{out}/padded.txt", both, header="  wave_vac     flux", comments="", fmt="%15.8g")
Table(both[:, :2], names=["WAVE_VAC", "Flux"]).write(f"{out}/named.fits")
# Columns whose names say nothing or too little, no names at all, and a mask.
both = np.c_[nm * 10, flux[0], err[0]]
np.savetxt(f"{out}/roles.csv", both, header="a,b,c", comments="", delimiter=",", fmt="%.9g")
np.savetxt(f"{out}/nameless.txt", both, fmt="%.9g")
np.savetxt(f"{out}/percent.txt", both, header="Wavelength(A) NormFlux StatError", comments="% ", fmt="%.9g")
np.savetxt(f"{out}/two-fluxes.csv", np.c_[both[:, :2], both[:, 1]], header="wavelength,flux1,flux2", comments="", delimiter=",", fmt="%.9g")
bits = np.zeros(2401, "i4"); bits[5] = 4
Table([nm, flux[0], bits], names=["wave_vac", "flux", "quality"]).write(f"{out}/masked.fits")
masked = flux[:1].copy(); masked[0, 5] = np.nan; np.save(f"{out}/masked.npy", masked)
# A spectrum a row: pandas' table of columns named by wavelengths.
wide = Table(names=["star"] + [f"{w:.2f}" for w in nm[:50]], dtype=["S9"] + ["f4"] * 50)
for i in range(2): wide.add_row([f"s{i}", *flux[i][:50]])
wide.write(f"{out}/wide.csv"); np.save(f"{out}/wide.npy", flux[:, :50])
# TOPCAT's FITS: the primary HDU holds the text of a VOTable as an image. Then three spectra in three HDUs.
plus = fits.PrimaryHDU(np.zeros(500, "u1")); plus.header["VOTMETA"] = True
fits.HDUList([plus, fits.BinTableHDU(names, name="STARS")]).writeto(f"{out}/plus.fits")
fits.HDUList([fits.PrimaryHDU()] + 3 * [fits.BinTableHDU(Table(both[:, :2], names=["WAVE_VAC", "Flux"]))]).writeto(f"{out}/three.fits")
arms = [fits.ImageHDU(data, name=name) for name, data in (("B_FLUX", m), ("R_FLUX", 2 * m), ("B_IVAR", m))]
fits.HDUList([fits.PrimaryHDU(), *arms, wave]).writeto(f"{out}/arms.fits")
'''

READ = r'''
import sys, numpy as np
from astropy.io import fits
h = fits.open(sys.argv[1]); d = h["STARS"].data
np.savez(sys.argv[2], flux=d["flux"], nm=h["WAVELENGTH"].data["wavelength"], ids=np.array([str(i) for i in d["id"]]), **{n: d[n] for n in d.names if n in ("flux_error", "teff", "ra")})
'''

COMPARE = r'''
import sys, numpy as np
found, expected = np.load(sys.argv[1]), np.load(sys.argv[2])
expected = expected[:len(found["flux"])]
same = found["flux"].shape == expected.shape and np.allclose(found["flux"], expected, rtol=1e-6, atol=0, equal_nan=True)
print("same" if same else f"differs: {found['flux'].shape}, {expected.shape}, {np.nanmax(np.abs(found['flux'] - expected)) if found['flux'].shape == expected.shape else ''}")
print(f"{found['nm'][0]:.4f} {found['nm'][-1]:.4f} {found['ids'][0]} {found['teff'][-1] if 'teff' in found else '-'} {found['ra'][0] if 'ra' in found else '-'} {np.isnan(found['flux']).sum()} {np.nanmean(found['flux_error']) if 'flux_error' in found else '-'}")
'''


class Forms:
    def __init__(self, cli, python, folder):
        self.cli, self.python, self.folder = cli, python, folder

    def opens(self, name, truth, words, *options, same=True):
        """Checks that the file opens with the fluxes of `truth`, and that the printed numbers include `words`."""
        done = run(self.cli, "-q", "import", self.folder / name, *options, "--out", self.folder / "out.fits")
        if not check(done.returncode == 0, f"{name}: {done.stderr.strip()}"):
            return
        must(self.python, "-c", READ, self.folder / "out.fits", self.folder / "out.npz")
        lines = must(self.python, "-c", COMPARE, self.folder / "out.npz", self.folder / truth).stdout.splitlines()
        print(f"{name}: {lines}")
        check((lines[0] == "same") == same, f"{name}: {lines[0]}")
        for word in words:
            check(word in lines[1].split(), f"{name}: no '{word}' in {lines[1]}")

    def refuses(self, name, word, *options):
        done = run(self.cli, "-q", "import", self.folder / name, *options, "--out", self.folder / "out.fits")
        check(done.returncode not in (0, 1) and word in done.stderr, f"{name}: {done.returncode} {done.stderr.strip()}")


def forms(cli, python, folder):
    must(python, "-c", MAKE, folder)
    opens, refuses = Forms(cli, python, folder).opens, Forms(cli, python, folder).refuses
    for name in ["rvs.fits", "rvs.ecsv", "rvs.vot", "rvs-vla.fits", "rvs-tuples.csv"]:
        opens(name, "flux.npy", ["846.0000", "870.0000", "4268620287278693121"])
    opens("spec-1.fits", "flux.npy", ["846.0000", "33.5", "1"], same=False)
    # Morton (2000): 846 nm in air is 846.2325 nm in vacuum (equation 8, iterated in Python).
    opens("eso-air.fits", "flux.npy", ["846.2325", "12.25"])
    opens("eso-vacuum.fits", "flux.npy", ["846.0000"])
    opens("errors.fits", "flux.npy", ["846.0000", "870.0000"])
    opens("down.fits", "flux.npy", ["846.0000", "870.0000"])
    # The definition of WAVE-LOG in FITS yields 846 exp(240/8460) nm.
    opens("wavelog.fits", "flux.npy", ["846.0000", "870.3437"])
    refuses("freq.fits", "no wavelengths")
    refuses("unitless.fits", "Use --unit A or --unit nm.")
    refuses("unitless.fits", "--unit furlong", "--unit", "furlong")
    opens("unitless.fits", "flux.npy", ["91.7000", "98.9000"], "--unit", "A")
    opens("unitless.fits", "flux.npy", ["917.0000", "989.0000"], "--unit", "nm")
    for name in ["blanks.txt", "padded.txt", "named.fits"]:
        opens(name, "flux.npy", ["846.0000", "870.0000"])
    opens("roles.csv", "flux.npy", ["846.0000", "870.0000"], "--vacuum", "--map", "a=wavelength:Angstrom", "--map", "b=flux",
          "--map", "c=error")
    for name in ["nameless.txt", "percent.txt"]:
        opens(name, "flux.npy", ["846.0000", "870.0000"], "--vacuum")
    refuses("two-fluxes.csv", "Use --map flux1=flux.", "--vacuum")
    opens("two-fluxes.csv", "flux.npy", ["846.0000"], "--vacuum", "--map", "flux2=flux")
    opens("masked.fits", "masked.npy", ["1"])
    opens("masked.fits", "masked.npy", ["1"], "--mask-bits", "2")
    for bits in ["none", "0,1,3"]:
        opens("masked.fits", "flux.npy", ["0"], "--mask-bits", bits)
    opens("wide.csv", "wide.npy", ["846.0000", "846.4900", "s0"], "--vacuum")
    printed = must(cli, "-q", "info", *(folder / name for name in ("plus.fits", "three.fits", "arms.fits"))).stdout
    for words in ["label           teff 4000 … 6900 K", "read from HDU 2; not used: HDU 3, HDU 4.",
                  "read from HDU 2 (B_FLUX), HDU 4 (B_IVAR), HDU 5 (WAVELENGTH); not used: HDU 3 (R_FLUX)."]:
        check(words in printed, f"info does not print '{words}': {printed}")
    for name in ["rows.fits", "columns.fits"]:
        opens(name, "matrix.npy", ["500.0000", "504.9000", "s0", "6900.0"])
    opens("bare.fits", "matrix.npy", ["s0", "6900.0"], "--labels", folder / "labels.csv", "--rows-are-aligned")
    opens("bare.fits", "matrix.npy", ["s0", "6900.0"], "--labels", folder / "labels.csv", "--rows-are-aligned", "--map",
          "TEFF=teff")
    refuses("bare.fits", "no table has a column 'absent'", "--labels", folder / "labels.csv", "--rows-are-aligned", "--map",
            "absent=mh")


def spectra_folder(folder, count):
    folder.mkdir()
    rows = "".join(f"{{id}},{846 + 0.01 * i:.2f},{1 - 0.0001 * i:.5f},0.01\n" for i in range(2401))
    for i in range(count):
        (folder / f"{i:05}.csv").write_text("source_id,wavelength,flux,flux_error\n" + rows.replace("{id}", str(10 ** 17 + i)))


def check_bad_files(cli, folder):
    spectra_folder(folder / "many", 40)
    for i in range(10):
        (folder / "many" / f"bad{i}.csv").write_text("source_id,wavelength,flux\n1,2\n")
    done = must(cli, "-q", "import", folder / "many", "--out", folder / "many.fits")
    check("40 stars" in done.stdout and "10 files were left out" in done.stdout, f"bad files: {done.stdout}")
    check(done.stdout.count("fields, but the header names") == 10, f"bad files are listed without reasons: {done.stdout}")
    done = run(cli, "-q", "import", folder / "many" / "bad0.csv", "--out", folder / "bad.fits")
    check(done.returncode == 4 and "bad0.csv, line 2" in done.stderr, f"a bad file named on the command line: {done.stderr}")


def check_killed_import(cli, folder):
    """Kills an import later and later until one finishes. Each time the complete old or the complete new file must be there."""
    spectra_folder(folder / "long", 600)
    out = folder / "killed"
    out.mkdir()
    before = b"previous contents"
    kills = wait = 0
    while True:
        (out / "survey.fits").write_bytes(before)
        words = [cli, "-q", "import", folder / "long", "--out", out / "survey.fits", "--overwrite"]
        with subprocess.Popen([str(word) for word in words]) as process:
            time.sleep(wait)
            ended = process.poll() is not None
            if not ended:
                process.kill()
            process.wait()
        if ended:
            break
        kills += 1
        wait += 0.05
        held = (out / "survey.fits").read_bytes()
        if held != before:
            must(cli, "-q", "info", out / "survey.fits")  # the import had finished before it was killed
    check(kills >= 3, f"only {kills} imports were killed before one ended")
    verify_fits(out / "survey.fits")
    must(cli, "-q", "info", out / "survey.fits")


def main():
    cli = arguments().cli
    python = python_with_astropy()
    with temporary_folder() as folder:
        if python is None:
            print("astropy is not installed: formats were not checked", file=sys.stderr)
        else:
            forms(cli, python, folder)
        check_bad_files(cli, folder)
        check_killed_import(cli, folder)
    finish()


main()
