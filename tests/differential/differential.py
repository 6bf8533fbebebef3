#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what maury-cli imports with what astropy reads, file by file:
    differential.py --cli MAURY-CLI [--shared FOLDER] [--only TEXT] [--sample]
Prints each difference with file, column or pixel and both values, and a table of counts. Ends with 1 if there is one."""
import argparse
import pathlib
import sys
import tempfile
import time

try:
    import numpy as np
    import astropy
except ImportError as missing:
    print(f"skipped: Python has no {missing.name}")
    sys.exit(0)

from comparing import Counts, Differences, run_case


def run_group(title, cases, cli, only):
    """Runs cases, prints differences and a line of counts. Returns the number of differences."""
    begin, counts, differing = time.monotonic(), Counts(), 0
    with tempfile.TemporaryDirectory(prefix="maury-differential-") as folder:
        for case in cases:
            if only not in case.name:
                continue
            try:
                found, differences = run_case(case, cli, folder)
            except Exception as error:  # pylint: disable=broad-except
                found, differences = Counts(files=1), Differences(case.name)
                differences.add("the comparison", repr(error), "no error")
            counts.add(found)
            differing += differences.count
            for line in differences.lines:
                print("DIFFERENT: " + line, flush=True)
    print(f"{title}: {counts.files} readings, {counts.refused} of them refusals, {counts.stars} spectra, {counts.pixels} pixels, "
          f"{counts.columns} columns with {counts.cells} cells: {differing} differences ({time.monotonic() - begin:.0f} s)", flush=True)
    return differing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", type=pathlib.Path, required=True, help="maury-cli")
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("absent"), help="folder with data/ and cases/")
    parser.add_argument("--only", default="", help="run the cases whose name contains this text")
    parser.add_argument("--sample", action="store_true", help="leave out the slow cases")
    options = parser.parse_args()
    import made_images
    import made_tables
    import made_texts
    print(f"astropy {astropy.__version__}, numpy {np.__version__}")
    differing = 0
    with tempfile.TemporaryDirectory(prefix="maury-made-") as folder:
        for title, module in (("made images", made_images), ("made tables", made_tables), ("made texts", made_texts)):
            made = pathlib.Path(folder) / title.replace(" ", "-")
            made.mkdir()
            differing += run_group(title, module.cases(made), options.cli, options.only)
    if not (options.shared / "data").is_dir():
        print(f"skipped: no real data at {options.shared}")
    else:
        import shared_cases
        import surveys
        real = surveys.cases(options.shared / "data")
        if options.sample:
            real = [case for case in real if not case.name.startswith(("miles", "guiglion2020/res_train", "apokasc"))]
        differing += run_group("surveys", real, options.cli, options.only)
        differing += run_group("cases", shared_cases.cases(options.shared / "cases/files"), options.cli, options.only)
    print(f"{differing} differences" if differing else "no differences")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
