// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/outputs/OutputFiles.h"

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

using namespace maury;
using workbench::OutputFile;
using workbench::OutputKind;
namespace fs = std::filesystem;

namespace {

/// Returns true if the outputs are refused with Error(Usage) and a message that contains `words`.
bool refuses(const std::vector<OutputFile>& outputs, const std::vector<fs::path>& inputs, const std::string& words,
             const workbench::OutputOptions& options = {}) {
  const auto error = test::errorOf([&] { workbench::requireWritableOutputs(outputs, inputs, options); });
  return error && error->kind == ErrorKind::Usage && error->says(words);
}

}  // namespace

TEST_CASE("outputs: inputs, files in an input folder and other outputs are refused, also with --overwrite") {
  const test::TemporaryFolder folder;
  const fs::path input = test::writeBytes(folder / "in.csv", "id\n1\n");
  fs::create_hard_link(input, folder / "hard.csv");
  fs::create_directory(folder / "spectra");
  fs::create_symlink(input, folder / "spectra/one.csv");
  for (const bool overwrite : {false, true}) {
    CHECK(refuses({{folder / "hard.csv", OutputKind::Table}}, {input}, "is read", {overwrite}));
    CHECK(refuses({{folder / "hard.csv", OutputKind::Table}}, {folder / "spectra"}, "is read", {overwrite}));
    CHECK(refuses({{folder / "a.csv", OutputKind::Table}, {folder / "spectra/../a.csv", OutputKind::Table}}, {input},
                  "two outputs", {overwrite}));
  }
  CHECK_FALSE(refuses({{folder / "a.csv", OutputKind::Table}}, {input, folder / "absent"}, ""));
  CHECK_FALSE(fs::exists(folder / "a.csv"));
}

TEST_CASE("outputs: a file of another kind is replaced only on request, an empty one always") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "model", std::string("\x02\0\0\0\0\0\0\0{}", 10));
  test::writeBytes(folder / "text.fits", "a text\n");
  test::writeBytes(folder / "network.json", "{}");
  test::writeBytes(folder / "table.csv", "id\n1\n");
  test::writeBytes(folder / "figure.pdf", "%PDF-1.4");
  const auto refusesKind = [&](const std::string& name, OutputKind kind, bool overwrite = false) {
    return refuses({{folder / name, kind}}, {}, "already exists", {overwrite});
  };
  CHECK(refusesKind("model", OutputKind::Survey));
  CHECK_FALSE(refusesKind("model", OutputKind::Survey, true));
  CHECK_FALSE(refusesKind("model", OutputKind::Model));
  CHECK(refusesKind("text.fits", OutputKind::Catalogue));
  CHECK(refusesKind("text.fits", OutputKind::Table));
  CHECK(refusesKind("table.csv", OutputKind::Network));
  CHECK_FALSE(refusesKind("network.json", OutputKind::Network));
  CHECK_FALSE(refusesKind("table.csv", OutputKind::Table));
  CHECK_FALSE(refusesKind("figure.pdf", OutputKind::Figure));
  test::writeBytes(folder / "figure.pdf", "id\n1\n");
  CHECK(refusesKind("figure.pdf", OutputKind::Figure));
  test::writeBytes(folder / "figure.pdf", "");
  CHECK_FALSE(refusesKind("figure.pdf", OutputKind::Figure));
}

TEST_CASE("outputs: a suffix that promises another format is refused") {
  const test::TemporaryFolder folder;
  CHECK(refuses({{folder / "a.csv", OutputKind::Catalogue}}, {}, "a catalogue is written as FITS"));
  CHECK(refuses({{folder / "a.safetensors", OutputKind::Survey}}, {}, "a survey file is written as FITS"));
  CHECK(refuses({{folder / "a.fits", OutputKind::Model}}, {}, "a model is written as safetensors"));
  CHECK(refuses({{folder / "a.txt", OutputKind::Table}}, {}, "the suffix must be that of a table format"));
  CHECK_FALSE(refuses({{folder / "a.dat", OutputKind::Survey}, {folder / "b", OutputKind::Model}}, {}, ""));
}
