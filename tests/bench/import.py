#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times importing Gaia DataLink CSV files, compared with astropy reading the same files in the same run:
    import.py MAURY-CLI [FILES]
The time of astropy is that of Table.read() alone; maury-cli also joins the spectra and writes the survey file."""
import pathlib
import subprocess
import sys
import tempfile
import time

from astropy.table import Table

cli, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10000
with tempfile.TemporaryDirectory(prefix="maury-bench-") as name:
    folder = pathlib.Path(name) / "datalink"
    folder.mkdir()
    row = "{{id}},4545469030156206081,285.29768315022295,-1.23456789012345,{nm:.2f},{flux:.7f},{error:.7f},{t},{t},0\n"
    text = "".join(row.format(nm=846 + 0.01 * i, flux=1 - 0.3 * (i % 97) / 97, error=0.011 + 1e-6 * i, t=24) for i in range(2401))
    header = ("source_id,solution_id,ra,dec,wavelength,flux,flux_error,combined_transits,combined_ccds,deblended_ccds\n")
    for i in range(count):
        (folder / f"RVS-{i:06}.csv").write_text(header + text.replace("{id}", str(4268620287278693120 + i)))
    sample = sorted(folder.iterdir())[:: max(1, count // 300)]
    begin = time.monotonic()
    subprocess.run([cli, "-q", "import", folder, "--out", pathlib.Path(name) / "out.fits"], check=True, stdout=subprocess.DEVNULL)
    ours = (time.monotonic() - begin) / count
    begin = time.monotonic()
    for path in sample:
        Table.read(path, format="ascii.csv", fast_reader=True)
    theirs = (time.monotonic() - begin) / len(sample)
print(f"{count} files: maury-cli {1e3 * ours:.2f} ms per file, astropy {1e3 * theirs:.2f} ms per file ({len(sample)} files read): "
      f"{theirs / ours:.1f} times as fast")
