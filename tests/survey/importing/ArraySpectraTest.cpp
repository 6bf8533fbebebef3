// SPDX-License-Identifier: GPL-3.0-or-later
// Spectra and catalogues in HDF5, .npy and .npz files.
#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "io/Packed.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/Hdf5Writer.h"
#include "support/NpyBytes.h"
#include "support/TemporaryFolder.h"
#include "survey/importing/Import.h"

using maury::ErrorKind;
using maury::Job;
using namespace maury::survey;
using namespace maury::test;
using Paths = std::vector<std::filesystem::path>;
using Values = std::vector<double>;

namespace {

constexpr std::size_t kStars = 3, kPixels = 20;

struct Imported {
  Dataset dataset;
  ImportReport report;
};

ImportOptions vacuum(const std::string& group = "") {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  options.hdu = group;
  return options;
}

Imported runImport(const Paths& paths, const ImportOptions& options = vacuum()) {
  Imported result;
  Job job;
  result.dataset = importSurvey(paths, options, result.report, job);
  return result;
}

CaughtError importError(const Paths& paths, const ImportOptions& options = vacuum()) {
  return errorOf([&] { (void)runImport(paths, options); });
}

bool hasNote(const ImportReport& report, const std::string& part) {
  const auto says = [&](const std::string& note) { return contains(note, part); };
  return std::any_of(report.notes.begin(), report.notes.end(), says) ||
         std::any_of(report.warnings.begin(), report.warnings.end(), says);
}

/// Returns the names of the parts of the first file that were left out.
std::vector<std::string> unusedIn(const ImportReport& report) {
  std::vector<std::string> names;
  for (const UnusedPart& part : report.reading.groups.at(0).unused)
    names.push_back(part.name);
  return names;
}

/// Returns `rows` × `columns` values: 100 × row + column + offset.
Values matrix(std::size_t rows = kStars, std::size_t columns = kPixels, double offset = 1.0) {
  Values values;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column)
      values.push_back(100.0 * static_cast<double>(row) + static_cast<double>(column) + offset);
  return values;
}

Values angstroms() {
  Values values;
  for (std::size_t i = 0; i < kPixels; ++i)
    values.push_back(8460.0 + 0.5 * static_cast<double>(i));
  return values;
}

const maury::io::Column* columnOf(const Dataset& stars, const std::string& name) {
  const auto found =
      std::find_if(stars.columns.begin(), stars.columns.end(), [&](const auto& c) { return c.name == name; });
  return found == stars.columns.end() ? nullptr : &*found;
}

void checkFlux(const Dataset& stars) {
  REQUIRE(stars.starCount() == kStars);
  REQUIRE(stars.pixelCount() == kPixels);
  CHECK(stars.grid.nm().front() == Approx(846.0));
  CHECK(stars.grid.nm().back() == Approx(846.95));
  for (std::size_t star = 0; star < kStars; ++star)
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel)
      CHECK(stars.flux[star * kPixels + pixel] == static_cast<float>(100 * star + pixel + 1));
}

}  // namespace

TEST_CASE("arrays: a matrix in HDF5 is read with wavelengths, errors, mask, ids, labels and columns") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.write("flux", {kStars, kPixels}, matrix(), {2, 7});
    writer.write("wavelength", {kPixels}, angstroms());
    writer.attribute("wavelength", "unit", "Angstrom");
    writer.attribute("wavelength", "medium", "vacuum");
    writer.write("ivar", {kStars, kPixels}, Values(kStars * kPixels, 4.0));
    Values mask(kStars * kPixels, 0.0);
    mask[kPixels + 2] = 1.0;
    writer.write("mask", {kStars, kPixels}, mask);
    writer.write("source_id", {kStars}, std::vector<long>{4268620287278693121, 11, 12});
    writer.write("teff", {kStars}, Values{5772, 4000, 9602});
    writer.write("teff_err", {kStars}, Values{50, 60, 70});
    writer.writeTexts("field", {"north", "south", "north"});
    writer.write("parallax", {kStars}, Values{1, 2, 3});
    writer.write("extra", {kStars, 5}, Values(kStars * 5, 0.0));
  }
  const auto [stars, report] = runImport({folder / "a.h5"}, ImportOptions());
  CHECK(stars.ids == std::vector<std::string>{"4268620287278693121", "11", "12"});
  REQUIRE(stars.pixelCount() == kPixels);
  CHECK(stars.grid.nm().front() == Approx(846.0));
  CHECK(stars.flux[0] == 1.0F);
  CHECK(stars.flux[2 * kPixels + 19] == 220.0F);
  CHECK(std::isnan(stars.flux[kPixels + 2]));
  CHECK(stars.fluxError[3] == 0.5F);
  REQUIRE(stars.findLabel("teff") != nullptr);
  CHECK(stars.findLabel("teff")->values == std::vector<float>{5772, 4000, 9602});
  CHECK(stars.findLabel("teff")->errors == std::vector<float>{50, 60, 70});
  REQUIRE(stars.inputs.size() == 1);
  CHECK(stars.inputs[0].name == "parallax");
  REQUIRE(columnOf(stars, "field") != nullptr);
  CHECK(columnOf(stars, "field")->asText() == std::vector<std::string>{"north", "south", "north"});
  CHECK(hasNote(report,
                "3 spectra of 20 pixels were read from flux (3 × 20), wavelengths wavelength (20), errors ivar (3 "
                "× 20), mask mask (3 × 20)."));
  CHECK(hasNote(report, "not used: extra (3 × 5)."));
  CHECK(unusedIn(report) == std::vector<std::string>{"extra (3 × 5)"});
  const std::vector<std::string> lines = readingLines(report.reading, true);
  CHECK(std::find(lines.begin(), lines.end(), "  left out: extra (3 × 5)") != lines.end());
}

TEST_CASE("arrays: the same matrix is read from .npz, in the order of Fortran, and transposed") {
  const TemporaryFolder folder;
  const std::string wave = npyBytes("'<f8'", "(20,)", rawBytes(angstroms()));
  Values turned(kStars * kPixels);
  for (std::size_t star = 0; star < kStars; ++star)
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel)
      turned[pixel * kStars + star] = matrix()[star * kPixels + pixel];
  const std::string names = npyBytes("'<U2'", "(3,)", rawBytes<char32_t>({U's', U'1', U's', U'2', U's', U'3'}));
  const std::pair<const char*, std::string> cases[] = {
      {"rows", npyBytes("'<f8'", "(3, 20)", rawBytes(matrix()))},
      {"three axes", npyBytes("'<f8'", "(3, 20, 1)", rawBytes(matrix()))},
      {"Fortran", npyBytes("'<f8'", "(3, 20)", rawBytes(turned), true)},
      {"transposed", npyBytes("'<f8'", "(20, 3)", rawBytes(turned))}};
  for (const auto& [what, flux] : cases) {
    INFO(what);
    writeBytes(folder / "a.npz", makeZip({{"flux.npy", flux}, {"wave.npy", wave}, {"star.npy", names}}));
    const auto [stars, report] = runImport({folder / "a.npz"});
    checkFlux(stars);
    CHECK(stars.ids == std::vector<std::string>{"s1", "s2", "s3"});
    CHECK(hasNote(report, "the ids were taken from the texts in 'star'"));
  }
}

TEST_CASE("arrays: single files of arrays are joined by the user: flux, wavelengths and labels") {
  const TemporaryFolder folder;
  writeBytes(folder / "flux.npy", npyBytes("'<f8'", "(3, 20)", rawBytes(matrix())));
  writeBytes(folder / "wl.npy", npyBytes("'<f8'", "(20,)", rawBytes(angstroms())));
  writeBytes(folder / "labels.npy",
             npyBytes("[('id', '<i8'), ('teff', '<f8')]", "(3,)",
                      rawBytes<std::int64_t>({7}) + rawBytes<double>({5000}) + rawBytes<std::int64_t>({8}) +
                          rawBytes<double>({6000}) + rawBytes<std::int64_t>({9}) + rawBytes<double>({7000})));
  const auto missing = importError({folder / "flux.npy"});
  CHECK(missing.says("no wavelengths for the array flux (3 × 20)"));
  CHECK(contains(missing.commandLineStep, "--wavelengths"));
  ImportOptions options = vacuum();
  options.wavelengths = folder / "wl.npy";
  options.labels = folder / "labels.npy";
  options.rowsAreAligned = true;
  const auto [stars, report] = runImport({folder / "flux.npy"}, options);
  checkFlux(stars);
  CHECK(stars.ids == std::vector<std::string>{"7", "8", "9"});
  CHECK(stars.findLabel("teff")->values == std::vector<float>{5000, 6000, 7000});
  Values fewer = angstroms();
  fewer.pop_back();
  writeBytes(folder / "short.npy", npyBytes("'<f8'", "(19,)", rawBytes(fewer)));
  options.wavelengths = folder / "short.npy";
  CHECK(importError({folder / "flux.npy"}, options).says("has no axis of 19 pixels"));
}

TEST_CASE("arrays: the training sets of astroNN are read with APOGEE's wavelengths") {
  constexpr std::size_t pixels = 7514;
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "astronn.h5");
    writer.write("spectra", {2, pixels}, std::vector<float>(2 * pixels, 1.0F));
    writer.write("spectra_err", {2, pixels}, std::vector<float>(2 * pixels, 0.01F));
    writer.write("in_flag", {2}, Values{0, 1});
    writer.write("teff", {2}, Values{4800, 4900});
    writer.write("SNR", {2}, Values{200, 300});
  }
  const auto [stars, report] = runImport({folder / "astronn.h5"}, ImportOptions());
  REQUIRE(stars.pixelCount() == pixels);
  CHECK(stars.grid.nm().front() == Approx(std::pow(10.0, 3.179 + 6e-6 * 246)).epsilon(1e-12));
  CHECK(stars.grid.nm()[3028] == Approx(std::pow(10.0, 3.179 + 6e-6 * 3585)).epsilon(1e-12));
  CHECK(stars.grid.nm().back() == Approx(std::pow(10.0, 3.179 + 6e-6 * 8334)).epsilon(1e-12));
  CHECK(stars.fluxError[5] == 0.01F);
  CHECK(stars.ids == std::vector<std::string>{"row 1", "row 2"});
  CHECK(stars.findLabel("teff")->values == std::vector<float>{4800, 4900});
}

TEST_CASE("arrays: of several sets the user must choose one, and only its own arrays are used") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    for (const char* part : {"train", "test"}) {
      writer.group(part);
      const std::string group = part;
      writer.write(group + "/flux", {kStars, kPixels}, matrix());
      writer.write(group + "/teff", {kStars}, group == "train" ? Values{1111, 2222, 3333} : Values{4444, 5555, 6666});
    }
    writer.write("loglam", {kPixels}, [] {
      Values values = angstroms();
      for (double& value : values)
        value = std::log10(value);
      return values;
    }());
  }
  const auto error = importError({folder / "a.h5"});
  CHECK(error.says("several of its matrices could be the flux"));
  CHECK(error.says("test/flux (3 × 20)"));
  CHECK(contains(error.commandLineStep, "--hdu"));
  for (const char* choice : {"train", "/train/", "train/flux"}) {
    const auto [stars, report] = runImport({folder / "a.h5"}, vacuum(choice));
    checkFlux(stars);
    CHECK(stars.findLabel("teff")->values == std::vector<float>{1111, 2222, 3333});
    CHECK(hasNote(report, "test/flux (3 × 20); test/teff (3)"));
  }
  CHECK(importError({folder / "a.h5"}, vacuum("nothing")).says("no group or data set 'nothing'"));
}

TEST_CASE("arrays: x_train goes with its own errors and ids, not with those of the test set") {
  const TemporaryFolder folder;
  const auto ids = [](std::int64_t first) {
    return npyBytes("'<i8'", "(3,)", rawBytes<std::int64_t>({first, first + 1, first + 2}));
  };
  writeBytes(folder / "a.npz", makeZip({{"x_train.npy", npyBytes("'<f8'", "(3, 20)", rawBytes(matrix()))},
                                        {"x_test.npy", npyBytes("'<f8'", "(3, 20)", rawBytes(matrix(3, 20, 50)))},
                                        {"x_err_train.npy", npyBytes("'<f8'", "(3, 20)", rawBytes(Values(60, 0.25)))},
                                        {"x_err_test.npy", npyBytes("'<f8'", "(3, 20)", rawBytes(Values(60, 0.75)))},
                                        {"id_test.npy", ids(70)},
                                        {"id_train.npy", ids(40)},
                                        {"wavelength_grid.npy", npyBytes("'<f8'", "(20,)", rawBytes(angstroms()))}}));
  CHECK(importError({folder / "a.npz"}).says("several of its matrices could be the flux"));
  ImportOptions options = vacuum("x_train");
  options.roles = {{"id_train", "id"}};
  const auto [stars, report] = runImport({folder / "a.npz"}, options);
  checkFlux(stars);
  CHECK(stars.fluxError[0] == 0.25F);
  CHECK(stars.ids == std::vector<std::string>{"40", "41", "42"});
  REQUIRE(report.reading.groups.size() == 1);
  const ReadGroup& group = report.reading.groups.front();
  REQUIRE(group.wavelengths);
  CHECK(group.wavelengths->place == "array 'wavelength_grid'");
  REQUIRE(group.parts.size() == 3);
  CHECK(group.parts[0].name == "x_train");
  CHECK(group.parts[0].role == PartRole::Flux);
  CHECK(group.parts[1].name == "x_err_train");
  CHECK(group.parts[1].role == PartRole::Error);
  CHECK(group.parts[2].role == PartRole::Id);
  CHECK(hasNote(report, "not used: x_test (3 × 20); x_err_test (3 × 20); id_test (3)"));
  CHECK(unusedIn(report) == std::vector<std::string>{"x_test (3 × 20)", "x_err_test (3 × 20)", "id_test (3)"});
}

TEST_CASE("arrays: x and y of a training set are not read as a catalogue of y") {
  const TemporaryFolder folder;
  writeBytes(folder / "a.npz", makeZip({{"x.npy", npyBytes("'<f8'", "(3, 64)", rawBytes(matrix(3, 64)))},
                                        {"y.npy", npyBytes("'<f8'", "(3,)", rawBytes(Values{1, 2, 3}))}}));
  CHECK(importError({folder / "a.npz"}).says("no wavelengths for the array x (3 × 64)"));
}

TEST_CASE("arrays: roles name data sets whose names say nothing, by path or last part") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.group("g");
    writer.write("g/a", {kStars, kPixels}, matrix());
    writer.write("g/b", {kStars, kPixels}, Values(kStars * kPixels, 0.125));
    writer.write("g/c", {kPixels}, angstroms());
    writer.write("g/d", {kStars}, Values{0.1, 0.2, 0.3});
  }
  ImportOptions options = vacuum();
  options.roles = {{"g/a", "flux"}, {"b", "error"}, {"c", "wavelength", "Angstrom"}, {"g/d", "mh"}};
  const auto [stars, report] = runImport({folder / "a.h5"}, options);
  checkFlux(stars);
  CHECK(stars.fluxError[0] == 0.125F);
  REQUIRE(stars.findLabel("mh") != nullptr);
  CHECK(stars.findLabel("mh")->values == std::vector<float>{0.1F, 0.2F, 0.3F});
  options.roles[2].column = "g/d";
  options.roles.pop_back();
  CHECK(importError({folder / "a.h5"}, options).says("not the shape of wavelengths"));
}

TEST_CASE("arrays: each spectrum may have its own wavelengths, and one spectrum is a table of pixels") {
  const TemporaryFolder folder;
  Values waves;
  for (std::size_t star = 0; star < kStars; ++star)
    for (const double value : angstroms())
      waves.push_back(value);
  {
    Hdf5Writer writer(folder / "a.h5");
    writer.write("flux", {kStars, kPixels}, matrix());
    writer.write("wave", {kStars, kPixels}, waves);
    writer.writeBytes("id", "abc", 1);
  }
  const auto [stars, report] = runImport({folder / "a.h5"});
  checkFlux(stars);
  CHECK(stars.ids == std::vector<std::string>{"a", "b", "c"});
  {
    Hdf5Writer writer(folder / "HD1.h5");
    writer.write("flux", {kPixels}, matrix(1));
    writer.write("wave", {kPixels}, angstroms());
    writer.write("error", {kPixels}, Values(kPixels, 0.5));
  }
  const auto one = runImport({folder / "HD1.h5"}).dataset;
  CHECK(one.ids == std::vector<std::string>{"HD1"});
  REQUIRE(one.pixelCount() == kPixels);
  CHECK(one.flux[19] == 20.0F);
  CHECK(one.fluxError[0] == 0.5F);
}

TEST_CASE("arrays: vectors of one length are a catalogue, also as labels of spectra in the same form") {
  const TemporaryFolder folder;
  {
    Hdf5Writer writer(folder / "labels.h5");
    writer.write("id", {kStars}, std::vector<long>{7, 8, 9});
    writer.write("logg", {kStars}, Values{1.5, 2.5, 4.5});
    writer.write("table_of_something", {4, 4}, Values(16, 1.0));
  }
  const auto [catalogue, report] = runImport({folder / "labels.h5"});
  CHECK(catalogue.ids == std::vector<std::string>{"7", "8", "9"});
  CHECK(catalogue.pixelCount() == 0);
  CHECK(catalogue.findLabel("logg")->values == std::vector<float>{1.5, 2.5, 4.5});
  CHECK(hasNote(report, "not used: table_of_something (4 × 4)"));
  CHECK(unusedIn(report) == std::vector<std::string>{"table_of_something (4 × 4)"});
  writeBytes(folder / "a.npz", makeZip({{"flux.npy", npyBytes("'<f8'", "(3, 20)", rawBytes(matrix()))},
                                        {"wave.npy", npyBytes("'<f8'", "(20,)", rawBytes(angstroms()))},
                                        {"id.npy", npyBytes("'<i8'", "(3,)", rawBytes<std::int64_t>({9, 8, 7}))}}));
  ImportOptions options = vacuum();
  options.labels = folder / "labels.h5";
  const auto joined = runImport({folder / "a.npz"}, options);
  CHECK(joined.report.matched == 3);
  CHECK(joined.dataset.findLabel("logg")->values == std::vector<float>{4.5, 2.5, 1.5});
}
