# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares survey files that maury-cli wrote with what astropy reads from the files that were imported."""
import dataclasses
import pathlib
import subprocess

import numpy as np
from astropy.io import fits


@dataclasses.dataclass
class Star:
    """One spectrum: wavelengths in nm in vacuum, flux and error with NaN where there are no data. `error` is None if the file
    has no errors."""
    id: str
    nm: np.ndarray
    flux: np.ndarray
    error: np.ndarray = None


@dataclasses.dataclass
class Expected:
    """The right reading of a file. `columns` holds the values of each column of the survey by its name: numbers (NaN =
    missing) or texts. `arms` holds the parts of the only star, if its spectrum is joined from several."""
    stars: list = dataclasses.field(default_factory=list)
    ids: list = None  # of a catalogue without spectra
    columns: dict = dataclasses.field(default_factory=dict)
    units: dict = dataclasses.field(default_factory=dict)
    arms: list = None
    says: tuple = ()  # words that a note or warning must contain


@dataclasses.dataclass
class Refusal:
    """The file must be refused with a message that contains these words."""
    words: tuple


@dataclasses.dataclass
class Case:
    name: str
    paths: list
    expect: object  # function that returns Expected or Refusal
    options: tuple = ()


@dataclasses.dataclass
class Counts:
    files: int = 0
    refused: int = 0
    stars: int = 0
    pixels: int = 0
    columns: int = 0
    cells: int = 0

    def add(self, other):
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


class Survey:
    """Contents of a survey file."""

    def __init__(self, path):
        with fits.open(path) as hdus:
            table, header = hdus["STARS"].data, hdus["STARS"].header
            self.nm = np.array(hdus["WAVELENGTH"].data["wavelength"], "f8")
            self.columns, self.units, self.inexact = {}, {}, set()
            for i, column in enumerate(hdus["STARS"].columns, 1):
                role = header[f"ROLE{i}"].strip()
                name = header.get(f"NAME{i}", column.name).strip()
                values = table.field(i - 1)
                values = np.char.rstrip(values.astype(str)) if values.dtype.kind in "SU" else np.array(values)
                if role == "id":
                    self.ids = list(values)
                elif role == "flux":
                    self.flux = values.reshape(len(table), -1)
                elif role in ("flux_error", "flux error", "fluxerror"):
                    self.error = values.reshape(len(table), -1)
                else:
                    self.columns[name] = values
                    self.units[name] = header.get(f"UNIT{i}", column.unit or "").strip()
                    if values.dtype.kind == "f" and values.dtype.itemsize == 4:
                        self.inexact.add(name)

    flux = None
    error = None


class Differences:
    """Differences of one case; at most a few of each kind are listed."""
    LISTED = 3

    def __init__(self, name):
        self.name, self.lines, self.count = name, [], 0

    def add(self, where, ours, theirs):
        self.count += 1
        self.lines.append(f"{self.name}: {where}: Maury {ours!r}, astropy {theirs!r}")

    def add_where(self, wrong, where, ours, theirs):
        """Adds the elements of two arrays of which `wrong` is true."""
        places = np.argwhere(wrong)
        self.count += max(0, len(places) - self.LISTED)
        for place in places[:self.LISTED]:
            at = tuple(place)
            self.add(f"{where}, {len(places)} values, first row {at[0] + 1}" + (f", pixel {at[1] + 1}" if len(at) > 1 else ""),
                     ours[at], theirs[at])


def differ(ours, theirs, relative):
    """Returns where numbers differ by more than a relative tolerance; NaN equals NaN."""
    ours, theirs = np.asarray(ours, "f8"), np.asarray(theirs, "f8")
    both = np.isnan(ours) & np.isnan(theirs)
    with np.errstate(invalid="ignore"):
        same = (ours == theirs) | (np.abs(ours - theirs) <= relative * np.abs(theirs))
    return ~(same | both)


def compare_pixels(found, differences, what, ours, theirs, relative):
    theirs = np.asarray(theirs)
    if ours is None or ours.shape != theirs.shape:
        differences.add(what, None if ours is None else ours.shape, theirs.shape)
        return
    with np.errstate(over="ignore"):
        rounded = theirs.astype("f4").astype("f8")
    found.pixels += theirs.size
    differences.add_where(differ(ours, rounded, relative), what, ours, theirs)


def compare_arms(survey, arms, found, differences):
    """Compares a spectrum that was joined from arms: the pixels of each arm are in it, and where arms overlap there are means
    weighted by inverse variance. Other pixels have no data."""
    nm = survey.nm
    step = np.gradient(nm)
    weights, sums, owners = np.zeros(len(nm)), np.zeros(len(nm)), np.zeros(len(nm), int)
    single, single_error = np.full(len(nm), np.nan), np.full(len(nm), np.nan)
    for arm in arms:
        near = np.clip(np.searchsorted(nm, arm.nm), 1, len(nm) - 1)
        near -= (arm.nm - nm[near - 1]) < (nm[near] - arm.nm)
        differences.add_where(np.abs(nm[near] - arm.nm) > 0.06 * step[near], "wavelength of an arm (nm)", nm[near], arm.nm)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            weight = 1.0 / np.asarray(arm.error, "f8") ** 2
        good = np.isfinite(arm.flux) & np.isfinite(weight)
        weights[near[good]] += weight[good]
        sums[near[good]] += weight[good] * arm.flux[good]
        owners[near[good]] += 1
        single[near[good]], single_error[near[good]] = arm.flux[good], arm.error[good]
    with np.errstate(divide="ignore", invalid="ignore"):
        flux = np.where(owners == 1, single, sums / weights)
        error = np.where(owners == 1, single_error, 1.0 / np.sqrt(weights))
    flux[owners == 0] = error[owners == 0] = np.nan
    compare_pixels(found, differences, "flux of the arms", survey.flux, flux[None, :], 2e-6)
    if survey.error is None:
        differences.add("error", None, "present")
        return
    ours = np.where(np.isnan(survey.flux), np.nan, survey.error)
    compare_pixels(found, differences, "error of the arms", ours, error[None, :], 2e-6)


def compare_spectra(survey, expected, found, differences):
    stars = expected.stars
    if len(survey.ids) != len(stars):
        differences.add("number of spectra", len(survey.ids), len(stars))
        return
    for ours, star in zip(survey.ids, stars):
        if ours != star.id:
            differences.add("id", ours, star.id)
    found.stars += len(stars)
    if expected.arms is not None:
        compare_arms(survey, expected.arms, found, differences)
        return
    if survey.nm.shape != stars[0].nm.shape:
        differences.add("number of wavelengths", survey.nm.size, stars[0].nm.size)
        return
    found.pixels += survey.nm.size
    differences.add_where(differ(survey.nm, stars[0].nm, 1e-9), "wavelength (nm)", survey.nm, stars[0].nm)
    compare_pixels(found, differences, "flux", survey.flux, np.array([star.flux for star in stars]), 0.0)
    if all(star.error is None for star in stars):
        if survey.error is not None:
            differences.add("error", "present", None)
        return
    errors = np.array([np.full(len(star.nm), np.nan) if star.error is None else star.error for star in stars])
    # The error of a pixel without flux means nothing, whether it is kept or not.
    blank = np.isnan(survey.flux) if survey.error is not None and survey.flux.shape == errors.shape else False
    ours = None if survey.error is None else np.where(blank, np.nan, survey.error)
    compare_pixels(found, differences, "error", ours, np.where(blank, np.nan, errors), 4e-7)


def text_of(value):
    """Returns a cell as the text that stands for it, "" if it is missing."""
    if isinstance(value, (float, np.floating)):
        return "" if np.isnan(value) else repr(float(value))
    return str(value).rstrip()


def compare_column(survey, name, theirs, found, differences):
    if name not in survey.columns:
        differences.add(f"column '{name}'", "not in the survey", f"{len(theirs)} values")
        return
    ours = survey.columns[name]
    theirs = np.asarray(theirs)
    found.columns += 1
    found.cells += ours.size
    if ours.shape != theirs.shape:
        differences.add(f"column '{name}'", ours.shape, theirs.shape)
    elif ours.dtype.kind in "SU" or theirs.dtype.kind in "OSU":
        a, b = np.array([text_of(v) for v in ours.ravel()]), np.array([text_of(v) for v in theirs.ravel()])
        differences.add_where(a != b, f"column '{name}'", a, b)
    elif ours.dtype.kind in "iu" and theirs.dtype.kind in "iu":
        differences.add_where(ours != theirs, f"column '{name}'", ours, theirs)
    else:
        right = theirs.astype("f8")
        with np.errstate(over="ignore"):
            right = right.astype("f4").astype("f8") if name in survey.inexact else right
        differences.add_where(differ(ours, right, 0.0), f"column '{name}'", ours, theirs)


def compare(survey, expected, differences):
    found = Counts(files=1)
    if expected.ids is not None and list(survey.ids) != [str(name) for name in expected.ids]:
        differences.add("ids", survey.ids[:5], list(expected.ids[:5]))
    if expected.stars:
        compare_spectra(survey, expected, found, differences)
    elif survey.flux is not None:
        differences.add("spectra", survey.flux.shape, None)
    for name, values in expected.columns.items():
        compare_column(survey, name, values, found, differences)
    for name, unit in expected.units.items():
        if survey.units.get(name) != unit:
            differences.add(f"unit of '{name}'", survey.units.get(name), unit)
    return found


def run_case(case, cli, folder):
    """Imports the files of a case and compares them. Returns counts and differences."""
    differences = Differences(case.name)
    expected = case.expect()
    target = pathlib.Path(folder) / "survey.fits"
    target.unlink(missing_ok=True)
    done = subprocess.run([str(word) for word in (cli, "import", *case.paths, *case.options, "--out", target)], capture_output=True,
                          text=True, errors="replace", timeout=600, check=False)
    told = done.stdout + done.stderr
    if isinstance(expected, Refusal):
        if done.returncode == 0:
            differences.add("import", "was read", f"a refusal with {expected.words}")
        for word in expected.words:
            if done.returncode != 0 and word not in told:
                differences.add("refusal", told.strip()[-400:], f"the word {word}")
        return Counts(files=1, refused=1), differences
    if done.returncode != 0:
        differences.add("import", told.strip()[-400:], "readable")
        return Counts(files=1), differences
    for word in expected.says:
        if word not in told:
            differences.add("notes", told.strip()[-800:], f"the word {word}")
    return compare(Survey(target), expected, differences), differences
