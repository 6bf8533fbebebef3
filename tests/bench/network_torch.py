#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares Maury with python3-torch code such as its users write, for hybrid-rvs and a wider network, in one run on the same stars:
    network_torch.py MAURY-CLI BENCH-NETWORK [STARS]
The weights are read from Maury's model file, and the script ends if the predictions do not agree. It then compares prediction from
FITS to FITS (astropy reads and writes; times of whole commands, including the start of maury-cli and of Python with its imports,
for Python also without), the Jacobian of the labels with respect to flux and inputs, and training. Python uses all cores and the
best of three batch sizes."""
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from astropy.table import Table
from torch import nn

BATCHES = (64, 256, 1024)
DTYPES = {"F32": np.float32, "F64": np.float64, "I64": np.int64}


def read_safetensors(path):
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    about = json.loads(header.pop("__metadata__")["maury"])
    start = 8 + length
    tensors = {
        name: torch.from_numpy(np.frombuffer(data[start + entry["data_offsets"][0] : start + entry["data_offsets"][1]],
                                             DTYPES[entry["dtype"]]).reshape(entry["shape"]).copy())
        for name, entry in header.items()
    }
    return about, tensors


class Hybrid(nn.Module):
    """Network that the model file describes, with the weights of one member."""

    def __init__(self, network, tensors, member):
        super().__init__()
        weight = lambda name: tensors[f"member{member}.{name}"]  # noqa: E731
        self.slope = network["leakySlope"]
        spectrum = []
        for i, layer in enumerate(network["convolutions"]):
            kernel = weight(f"spectrum.conv{i}.weight").squeeze(2)
            convolution = nn.Conv1d(kernel.shape[1], kernel.shape[0], kernel.shape[2])
            self.take(convolution, kernel, weight(f"spectrum.conv{i}.bias"))
            spectrum += [convolution, nn.LeakyReLU(self.slope), nn.MaxPool1d(layer["pool"])]
        self.spectrum = nn.Sequential(*spectrum)
        self.flat = self.dense(weight, "spectrum", network["spectrumDense"])
        self.branches = nn.ModuleList(self.dense(weight, branch["name"], branch["layers"]) for branch in network["auxiliary"])
        self.joined = self.dense(weight, "joined", network["joinedDense"])
        self.output = self.linear(weight("output.weight"), weight("output.bias"))

    @staticmethod
    def take(layer, weight, bias):
        layer.weight, layer.bias = nn.Parameter(weight.clone()), nn.Parameter(bias.clone())

    def linear(self, weight, bias):
        layer = nn.Linear(weight.shape[1], weight.shape[0])
        self.take(layer, weight, bias)
        return layer

    def dense(self, weight, branch, layers):
        parts = []
        for i in range(len(layers)):
            parts += [self.linear(weight(f"{branch}.dense{i}.weight"), weight(f"{branch}.dense{i}.bias")), nn.LeakyReLU(self.slope)]
        return nn.Sequential(*parts)

    def forward(self, flux, *auxiliary):
        x = self.spectrum(flux.unsqueeze(1)).permute(0, 2, 1).flatten(1)  # order of Keras: position, channel
        parts = [self.flat(x)] + [branch(values) for branch, values in zip(self.branches, auxiliary)]
        return self.output(self.joined(torch.cat(parts, 1)))


def inputs_of(table, about, tensors):
    """Returns the scaled flux and the inputs of each branch."""
    def filled(values, fill):
        return np.where(np.isfinite(values), values, fill).astype(np.float32)

    offset = tensors["flux.offset"].numpy()
    flux = (filled(np.asarray(table["flux"], np.float32), about["fluxFill"]) - offset) / np.float32(about["fluxScale"])
    branches = []
    for branch in about["network"]["auxiliary"]:
        parts = []
        for name in branch["inputs"]:
            part = lambda what: tensors[f"input.{name}.{what}"].numpy()  # noqa: E731,B023
            values = np.asarray(table[name], np.float32).reshape(len(table), -1)
            parts.append(np.where(np.isfinite(values), (values - part("offset")) / part("scale"), part("fill")))
        branches.append(torch.from_numpy(np.concatenate(parts, 1).astype(np.float32)))
    return torch.from_numpy(flux), branches


def predict(network, about, flux, branches, batch):
    """Returns labels in their units. The network predicts 0…1 between the limits of the training set."""
    with torch.no_grad():
        scaled = torch.cat([network(flux[i : i + batch], *(branch[i : i + batch] for branch in branches))
                            for i in range(0, len(flux), batch)]).numpy()
    low, high = (np.array([label[limit] for label in about["labels"]], np.float32) for limit in ("minimum", "maximum"))
    return low + scaled * (high - low)


def file_to_file(network, about, tensors, survey, out, batch):
    table = Table.read(survey, hdu=1, unit_parse_strict="silent")
    flux, branches = inputs_of(table, about, tensors)
    labels = predict(network, about, flux, branches, batch)
    result = Table({"id": table["id"]})
    for i, label in enumerate(about["labels"]):
        result[label["name"]] = labels[:, i]
    result.write(out, overwrite=True)


def predict_command(survey, model, out, batch):
    """Predicts like a script written only for this, so that its start can be timed."""
    about, tensors = read_safetensors(pathlib.Path(model))
    file_to_file(Hybrid(about["network"], tensors, 0), about, tensors, survey, out, int(batch))


def jacobian(network, flux, branches, batch):
    for i in range(0, len(flux), batch):
        some = [part[i : i + batch].clone().requires_grad_(True) for part in (flux, *branches)]
        output = network(*some)
        for label in range(output.shape[1]):
            torch.autograd.grad(output[:, label].sum(), some, retain_graph=label + 1 < output.shape[1])


def train(network, flux, branches, labels, batch):
    optimiser = torch.optim.Adam(network.parameters())
    for i in range(0, len(flux) - batch + 1, batch):
        output = network(flux[i : i + batch], *(branch[i : i + batch] for branch in branches))
        loss = torch.mean((output - labels[i : i + batch]) ** 2)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def median_rate(work, count):
    """Returns spectra per second: the median of three runs, after one to warm up."""
    work()
    times = []
    for _ in range(3):
        begin = time.monotonic()
        work()
        times.append(time.monotonic() - begin)
    return count / sorted(times)[1]


def best_rate(work, count):
    """Returns the spectra per second at the best batch size, and that size."""
    return max((median_rate(lambda: work(batch), count), batch) for batch in BATCHES)  # noqa: B023


def measure(run, bench, folder, stars, wider):
    survey, model, catalogue = folder / "mock.fits", folder / "model.safetensors", folder / "catalogue.fits"
    options = []
    if wider:
        description = read_safetensors(model)[0]["network"]
        description["preset"] = ""
        for layer in description["convolutions"]:
            layer["filters"] += layer["filters"] // 2
        (folder / "wider.json").write_text(json.dumps(description))
        options = ["--network", folder / "wider.json"]
    run("train", survey, "--members", 1, "--epochs", 1, *options, "--out", model)
    about, tensors = read_safetensors(model)
    network = Hybrid(about["network"], tensors, 0)
    print("hybrid-rvs, wider" if wider else "hybrid-rvs")

    def ours_file_to_file():
        run("predict", survey, "--model", model, "--out", catalogue)

    table = Table.read(survey, hdu=1, unit_parse_strict="silent")
    flux, branches = inputs_of(table, about, tensors)
    ours_file_to_file()
    expected, found = predict(network, about, flux, branches, 256), Table.read(catalogue, hdu=1, unit_parse_strict="silent")
    for i, label in enumerate(about["labels"]):
        apart = np.nanmax(np.abs(np.asarray(found[label["name"]], float) - expected[:, i]))
        if not apart < 1e-4 * (label["maximum"] - label["minimum"]):
            sys.exit(f"{label['name']}: predictions differ by {apart}")
    print("predictions agree", flush=True)

    ours = median_rate(ours_file_to_file, stars)
    torch_catalogue = folder / "torch.fits"
    theirs, batch = best_rate(lambda batch: file_to_file(network, about, tensors, survey, torch_catalogue, batch), stars)
    command = [sys.executable, __file__, "--predict", survey, model, torch_catalogue, str(batch)]
    whole = median_rate(lambda: subprocess.run(command, check=True), stars)
    few = slice(0, min(stars, 4096))
    jacobians = best_rate(lambda batch: jacobian(network, flux[few], [b[few] for b in branches], batch), len(flux[few]))
    labels = torch.nan_to_num(torch.from_numpy(np.stack([np.asarray(table[label["name"]], np.float32) for label in about["labels"]], 1)))
    labels = (labels - labels.mean(0)) / labels.std(0)
    steps = {batch: training_rate(network, flux, branches, labels, batch, stars) for batch in BATCHES}

    text = subprocess.run([bench, "8000", "0", "wider" if wider else "hybrid-rvs"], check=True, capture_output=True, text=True).stdout
    print(text, end="")
    rate = lambda line: float(re.search(rf"{line}.*?(\d+) spectra/s", text).group(1))  # noqa: E731
    sgemm, megaflop = (float(re.search(found, text).group(1)) for found in (r"sgemm.*?([\d.]+) GFLOP/s", r"([\d.]+) MFLOP"))
    print(f"FITS to FITS: maury-cli {ours:.0f} ({ours * megaflop / sgemm / 10:.0f} % of sgemm), "
          f"astropy and torch {whole:.0f} (batch {batch}; {theirs:.0f} not counting its start) spectra/s: "
          f"{ours / whole:.1f} times as fast ({ours / theirs:.1f})")
    print(f"Jacobian: {rate('gradient map') / jacobians[0]:.1f} times torch's {jacobians[0]:.0f} (batch {jacobians[1]})")
    print("training, torch at batch " + ", ".join(f"{batch}: {each:.0f}" for batch, each in steps.items()) + " spectra/s")
    for line in ("training, 2 members", "training, one member"):
        print(f"{line}: {rate(line) / steps[64]:.1f} times torch's at the same batch size, 64; "
              f"{rate(line) / max(steps.values()):.1f} times its best", flush=True)


def main():
    torch.set_num_threads(os.cpu_count())
    if sys.argv[1] == "--predict":
        predict_command(*sys.argv[2:])
        return
    cli, bench, stars = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 20000
    print(f"python3-torch {torch.__version__}, {torch.get_num_threads()} threads", flush=True)
    with tempfile.TemporaryDirectory(prefix="maury-bench-") as name:
        run = lambda *words: subprocess.run([cli, "-q", *map(str, words)], check=True, stdout=subprocess.DEVNULL)  # noqa: E731
        run("mock", "--stars", stars, "--out", pathlib.Path(name) / "mock.fits")
        for wider in (False, True):
            measure(run, bench, pathlib.Path(name), stars, wider)


def training_rate(network, flux, branches, labels, batch, stars):
    train(network, flux, branches, labels, batch)
    begin = time.monotonic()
    train(network, flux, branches, labels, batch)
    return stars / (time.monotonic() - begin)


main()
