# SPDX-License-Identifier: GPL-3.0-or-later
"""Creates the seeds of the fuzzers: small files of every format that Maury reads, in one folder per fuzzer. With --data, also
combines the headers of real files with a few of their pixels. Needs astropy. Usage: seeds.py --out FOLDER [--data FOLDER]"""
import argparse
import gzip
import io
import json
import pathlib
import struct
import warnings
import zipfile

import numpy as np
from astropy.io import fits
from astropy.table import Table

warnings.simplefilter("ignore")
PIXELS = 24
NM = 846.0 + 0.03 * np.arange(PIXELS)
FLUX = 1.0 - 0.1 * np.sin(np.arange(PIXELS)) ** 2
IDS = np.array([4268620287278693121, 2131314401800665347], dtype=np.int64)


def to_bytes(table, **options):
    buffer = io.BytesIO()
    table.write(buffer, **options)
    return buffer.getvalue()


def hdus(*parts):
    buffer = io.BytesIO()
    fits.HDUList(list(parts)).writeto(buffer, output_verify="silentfix+ignore")
    return buffer.getvalue()


def image(data, **cards):
    hdu = fits.PrimaryHDU(np.asarray(data))
    hdu.header.update(cards)
    return hdu


def to_text_bytes(table, **options):
    buffer = io.StringIO()
    table.write(buffer, **options)
    return buffer.getvalue().encode()


def tables():
    stars = Table({"source_id": IDS, "teff": [5000.0, np.nan], "name": ["a b", ""], "ok": [True, False]})
    stars["teff"].unit = "K"
    vectors = Table({"source_id": IDS, "bp_coefficients": np.arange(110.0).reshape(2, 55), "rp_coefficients": np.ones((2, 55))})
    files = {}
    for name, table in (("stars", stars), ("vectors", vectors)):
        files[f"{name}.fits"] = to_bytes(table, format="fits")
        files[f"{name}.ecsv"] = to_text_bytes(table, format="ascii.ecsv")
        for coding in ("tabledata", "binary2", "binary"):
            files[f"{name}-{coding}.vot"] = to_bytes(table, format="votable", tabledata_format=coding)
    files["stars.csv"] = to_text_bytes(stars, format="ascii.csv")
    files["tuples.csv"] = b'source_id,flux\n1,"(1.0, 0.5, nan)"\n2,"(null, 2, 3)"\n'
    files["padded.csv"] = b"id , teff ,logg\n022. , 5000 , -9999\n023.,-, 4\n"
    commas = "id;teff;logg\n1;5772,1;4,438\n2;-,5;1,234\n"
    files["commas.csv"] = commas.encode()
    files["utf16.csv"] = commas.replace("\n", "\r\n").encode("utf-16")
    files["utf16be.csv"] = commas.encode("utf-16-be")
    files["fortran.csv"] = b"a,b\r1.0D3,2\r3,4\r"
    files["headerless.txt"] = b"8460 1.0 0.01\n8461 0.9 0.02\n"
    files["comments.txt"] = b"! POLLUX\n! 1: wavelength\n! 2: norm flux\n8460 1\n! gap\n8461 *\n"
    files["units.txt"] = b"# Wavelength (A)  Flux\nteff logg\nK dex\n5000 N/A\n5100 2.5\n"
    files["stars.mrt"] = to_text_bytes(stars["source_id", "teff"], format="ascii.mrt")
    files["stars.ipac"] = to_text_bytes(stars["source_id", "teff", "name"], format="ascii.ipac")
    one = '<TABLE name="%s"><PARAM name="source_id" datatype="long" value="%s"/><FIELD name="flux" datatype="float"/><DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA></TABLE>'
    files["several.vot"] = f"<VOTABLE><RESOURCE>{one % ('a', 1)}{one % ('b', 2)}</RESOURCE></VOTABLE>".encode()
    files["stars.csv.gz"] = gzip.compress(files["stars.csv"], mtime=0)
    return files


def pixel_spectra():
    rvs = Table({"source_id": np.full(PIXELS, IDS[0]), "wavelength": NM, "flux": FLUX, "flux_error": 0.01 * FLUX})
    rows = Table({"source_id": IDS, "flux": np.array([FLUX, FLUX], "f4"), "flux_error": np.full((2, PIXELS), 0.01, "f4")})
    sdss = Table({"flux": FLUX, "loglam": np.log10(NM * 10), "ivar": np.full(PIXELS, 1e4)})
    long_rows = fits.BinTableHDU.from_columns([
        fits.Column("source_id", "K", array=IDS), fits.Column("flux", "PE()", array=np.array([FLUX, FLUX[:5]], dtype=object))])
    eso = fits.BinTableHDU.from_columns([
        fits.Column("WAVE", f"{PIXELS}D", unit="angstrom", array=[NM * 10]), fits.Column("FLUX", f"{PIXELS}E", array=[FLUX])])
    eso.header["TUCD1"] = "em.wl;obs.atmos"
    files = {"rvs.csv": to_text_bytes(rvs, format="ascii.csv"), "rvs.vot": to_bytes(rvs, format="votable", tabledata_format="binary2"),
             "rvs.ecsv": to_text_bytes(rvs, format="ascii.ecsv"), "rows.fits": hdus(fits.PrimaryHDU(), fits.BinTableHDU(rows), fits.ImageHDU(NM, name="WAVELENGTH")),
             "sdss.fits": to_bytes(sdss, format="fits"), "vla.fits": hdus(fits.PrimaryHDU(), long_rows, fits.ImageHDU(NM, name="WAVELENGTH")),
             "eso.fits": hdus(fits.PrimaryHDU(), eso)}
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("RVS-1.csv", files["rvs.csv"])
        archive.writestr("RVS-2.vot", files["rvs.vot"])
    return files | {"bundle.zip": bundle.getvalue()}


def image_spectra():
    linear = image(FLUX, CRVAL1=8460.0, CDELT1=0.3, CUNIT1="Angstrom", CTYPE1="AWAV", OBJECT="a")
    log = image(FLUX, CRVAL1=3.92, CD1_1=1e-4, DC_FLAG=1, CTYPE1="LINEAR")
    aspcap = [image(np.zeros(1), TELESCOP="apo25m", OBJECT="2M0", SNR=90.0)] + [fits.ImageHDU(FLUX.astype("f4")) for _ in range(3)]
    for hdu in aspcap[1:]:
        hdu.header.update(CRVAL1=4.179, CDELT1=6e-6, CTYPE1="LOG-LINEAR")
    ap = [image(np.zeros(1), OBJID="2M0", NVISITS=2)] + [fits.ImageHDU(np.tile(FLUX, (4, 1)).astype("f4")) for _ in range(3)]
    for hdu in ap[1:]:
        hdu.header.update(CRVAL1=4.179, CDELT1=6e-6, CTYPE1="LOG-LINEAR")
    wave = fits.ImageHDU(NM, name="WAVELENGTH")
    names = fits.BinTableHDU(Table({"star": ["a", "b", "c"], "Teff": [4000.0, 5000.0, 6000.0]}), name="STARS")
    files = {"linear.fits": hdus(linear), "log.fits": hdus(log), "aspcap.fits": hdus(*aspcap), "apstar.fits": hdus(*ap),
             "matrix.fits": hdus(image(np.tile(FLUX, (3, 1))), wave, names), "turned.fits": hdus(image(np.tile(FLUX, (3, 1)).T), wave)}
    return files | {"linear.fits.gz": gzip.compress(files["linear.fits"], mtime=0)}


def shorten(hdu):
    """Returns the HDU with its whole header, but only a few rows, or a few pixels from the middle."""
    if hdu.data is None:
        return hdu
    if isinstance(hdu, fits.BinTableHDU):
        return fits.BinTableHDU(hdu.data[:PIXELS], header=hdu.header)
    middle = hdu.data.shape[-1] // 2
    return type(hdu)(np.ascontiguousarray(hdu.data[..., middle : middle + PIXELS]), header=hdu.header)


def real_headers(data):
    files = {}
    paths = [p for folder in ("apogee_fits", "lamost", "gaia_xp") for p in sorted((data / folder).glob("*.fits*"))]
    for path in paths + sorted((data / "miles").glob("*.fits"))[:2]:
        with fits.open(path) as opened:
            files[path.name.removesuffix(".gz")] = hdus(*[shorten(hdu) for hdu in opened])
    for path in sorted((data / "gaia_rvs").glob("*.csv"))[:2]:
        files[path.name] = b"".join(path.read_bytes().splitlines(True)[:PIXELS])
    for path in [*(data / "gaia_xp").glob("*.xml"), *(data / "gaia_xp").glob("*.csv"), *(data / "gaia_archive").glob("*.zip")]:
        if path.stat().st_size < 100_000:
            files[path.name] = path.read_bytes()
    return files


def survey():
    stars = fits.BinTableHDU(Table({"id": ["a", "b"], "flux": np.array([FLUX, FLUX], "f4"), "teff": np.array([5e3, 4e3], "f4")}), name="STARS")
    wave = fits.BinTableHDU(Table({"wavelength": NM}), name="WAVELENGTH")
    return {"guess.fits": hdus(fits.PrimaryHDU(), stars, wave)}


def weights():
    header = b'{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}'
    return {"small.safetensors": struct.pack("<Q", len(header)) + header + struct.pack("<4f", 1, 2, 3, 4)}


def old_files(pattern):
    """Returns the files of Maury 0.1 in tests/data that match. They have no digest, so that the fuzzer can change them."""
    folder = pathlib.Path(__file__).resolve().parents[1] / "data" / "v0.1"
    return {path.name: path.read_bytes() for path in sorted(folder.glob(pattern)) if path.stat().st_size < 65536}


def networks():
    """Returns descriptions of version 1, and one of version 2 with every kind of layer and every key."""
    conv = {"kind": "convolution", "filters": 4, "kernel": 3, "l2": 0.001, "padded": True, "slope": 0.3}
    norm = [{"kind": "batch-norm", "momentum": 0.9}, {"kind": "layer-norm"}, {"kind": "activation", "slope": 0.3}]
    spectrum = [conv, *norm, {"kind": "residual", "layers": [conv, {"kind": "dropout", "rate": 0.2}, conv]},
                {"kind": "max-pool", "width": 2}, {"kind": "global-average-pool"}]
    dense = [{"kind": "dense", "units": 4, "slope": 0.3}]
    whole = {"version": 2, "preset": "", "branches": [
                 {"name": "spectrum", "inputs": ["flux"], "layers": spectrum}, {"name": "xp", "inputs": ["bp", "rp"], "layers": dense},
                 {"name": "sum", "from": ["spectrum", "xp"], "join": "add", "layers": []}],
             "outputs": [{"name": "output", "from": ["sum"]}], "predictsVariance": True, "scaling": "standardised",
             "windows": [{"label": "teff", "rangesNm": [[850.0, 851.0]]}]}
    return old_files("*.json") | {"whole.json": json.dumps(whole).encode()}


def words():
    lines = ["continuum method=chebyshev degree=4 low=1.5 high=3 rounds=10", "resample preset=rvs800",
             "continuum method=running-quantile window=20 quantile=0.95", "mask ranges=655.66-657.26,759-770", "edge-fill value=1",
             "rest-frame method=flux column=radial_velocity", "846:0.03:800", "loglam:3.5682:0.0001:3909"]
    return {f"{i}.txt": line.encode() for i, line in enumerate(lines)}


def filters():
    lines = ["snr > 15 && snr < 25 && logg < 2.2 && in_limits", "!(teff >= 4e3) || abs(logg - 2) <= 0.5", 'field == "north"', "@bimodality",
             "isnan(teff)", "id !~ 'M*?7' && @giants", "-2^-snr*_pi/3 == min(1,snr,`teff`)", "snr ? 1 : teff != 2 ? .5e-1 : avg(1,2)",
             "25>=snr&&(in_limits||snr<1e999)", "\u00fc < && snr > 3"]
    return {f"{i}.txt": line.encode() for i, line in enumerate(lines)}


def numpy_arrays():
    files = {}
    stars = np.array([(IDS[0], 5000.0, b"a", [1, 2]), (IDS[1], np.nan, b"", [3, 4])],
                     dtype=[("source_id", "i8"), ("teff", "f4"), ("name", "S4"), ("pair", "f8", (2,))])
    arrays = {"flux": np.array([FLUX, FLUX]), "fortran": np.asfortranarray(np.ones((3, 4), ">f4")), "half": np.ones(3, "f2"), "stars": stars,
              "texts": np.array(["\u00e9", "ab"]), "flags": np.array([True, False]), "large": np.array([2**64 - 1], "u8")}
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, array)
        files[f"{name}.npy"] = buffer.getvalue()
    for name, save in (("stored", np.savez), ("packed", np.savez_compressed)):
        buffer = io.BytesIO()
        save(buffer, flux=arrays["flux"], wavelength=NM, source_id=IDS, teff=np.array([5000.0, 4000.0]))
        files[f"{name}.npz"] = buffer.getvalue()
    return files


def hdf5_files():
    try:
        import h5py
    except ImportError:
        print("No seeds of HDF5, because h5py is not installed.")
        return {}
    stars = np.array([(IDS[0], 5000.0, b"a"), (IDS[1], np.nan, b"")], dtype=[("source_id", "i8"), ("teff", "f4"), ("name", "S4")])
    files = {}
    for version in ("earliest", "latest"):
        buffer = io.BytesIO()
        with h5py.File(buffer, "w", libver=version) as file:
            file.create_dataset("flux", data=np.array([FLUX, FLUX], "f4"), chunks=(1, 8), compression="gzip", shuffle=True, fletcher32=True)
            file["wavelength"] = NM
            file["wavelength"].attrs["unit"] = "nm"
            file["group/stars"] = stars
            file["group/texts"] = ["HD 1", "\u03b1 Ori"]
            file["flags"] = np.array([True, False])
            file["linked"] = h5py.ExternalLink("other.h5", "/flux")
        files[f"{version}.h5"] = buffer.getvalue()
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("absent"))
    options = parser.parse_args()
    spectra = pixel_spectra() | image_spectra()
    if options.data.is_dir():
        spectra |= real_headers(options.data)
    for fuzzer, files in {"table": tables() | spectra | numpy_arrays(), "array": numpy_arrays() | hdf5_files(),
                          "import": tables() | spectra | numpy_arrays(), "survey": survey(), "weights": weights(),
                          "model": old_files("*.safetensors"), "network": networks(), "checkpoint": old_files("run/*.checkpoint"),
                          "run": old_files("run/run.json") | old_files("run/history.csv"),
                          "words": words(), "filter": filters()}.items():
        folder = options.out / fuzzer
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    print(f"Created seeds from {len(spectra)} spectra in {options.out}")


main()
