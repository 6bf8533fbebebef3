# SPDX-License-Identifier: GPL-3.0-or-later
"""Regressions that a network must beat, in plain numpy. Each takes spectra (N × P) and other inputs (N × Q), reference labels
(N × L, NaN where missing) and the rows for training and validation, and returns predictions for all N rows and a remark on what
the validation rows chose."""
import numpy as np


def standardised(values, train):
    """Scales each column to mean 0 and scatter 1 on the training rows; missing and far values become moderate ones."""
    mean, scatter = np.nanmean(values[train], 0), np.nanstd(values[train], 0) + 1e-12
    return np.clip(np.nan_to_num((values - mean) / scatter), -8, 8)


def robust_error(predicted, reference):
    residual = predicted - reference
    residual = residual[np.isfinite(residual)]
    return np.median(np.abs(residual - np.median(residual)))


def ridge(flux, inputs, reference, train, validation):
    """Linear regression with a penalty on the squared coefficients, chosen for each label by the validation rows. Pixels are
    centred but not scaled, so that the penalty weakens pixels without signal; other inputs are scaled."""
    pixels = (flux - flux[train].mean(0)) / flux[train].std()
    design = np.concatenate([pixels, standardised(inputs, train)], 1)
    out, chosen = np.empty((len(design), reference.shape[1])), []
    for k in range(reference.shape[1]):
        rows = train[np.isfinite(reference[train, k])]
        mean, centre = reference[rows, k].mean(), design[rows].mean(0)
        part = design[rows] - centre
        values, vectors = np.linalg.eigh(part.T @ part)
        along = vectors.T @ (part.T @ (reference[rows, k] - mean))
        fits = {}
        for penalty in 10.0 ** np.arange(-2, 4):
            fits[penalty] = vectors @ (along / (np.maximum(values, 0) + penalty))
        errors = {penalty: robust_error((design[validation] - centre) @ fit + mean, reference[validation, k])
                  for penalty, fit in fits.items()}
        best = min(errors, key=errors.get)
        out[:, k] = (design - centre) @ fits[best] + mean
        chosen.append(f"{best:g}")
    return out, "penalties " + " ".join(chosen)


def nearest_neighbours(flux, inputs, reference, train, validation):
    """Mean label of the k nearest training stars, k chosen for each label by the validation rows, in the first 12 principal
    components of the spectra and 6 of the other inputs, each scaled to scatter 1."""
    def components(values, count):
        centred = values - values[train].mean(0)
        _, axes = np.linalg.eigh(centred[train].T @ centred[train])
        return centred @ axes[:, ::-1][:, :count]

    place = np.concatenate([components(flux, 12), components(standardised(inputs, train), 6)], 1)
    place = standardised(place, train)
    counts, most = (5, 10, 20, 40), 40
    known = train[np.isfinite(reference[train]).all(1)]
    most = min(most, len(known) - 1)
    nearest = np.empty((len(place), most), int)
    squares = (place[known] ** 2).sum(1)
    for begin in range(0, len(place), 1000):
        part = place[begin:begin + 1000]
        distance = squares - 2 * part @ place[known].T
        close = np.argpartition(distance, most, axis=1)[:, :most]
        order = np.argsort(np.take_along_axis(distance, close, 1), axis=1)
        nearest[begin:begin + 1000] = known[np.take_along_axis(close, order, 1)]
    out, chosen = np.empty((len(place), reference.shape[1])), []
    for k in range(reference.shape[1]):
        fits = {count: reference[nearest[:, :count], k].mean(1) for count in counts}
        best = min(fits, key=lambda count: robust_error(fits[count][validation], reference[validation, k]))
        out[:, k] = fits[best]
        chosen.append(str(best))
    return out, "numbers of neighbours " + " ".join(chosen)
