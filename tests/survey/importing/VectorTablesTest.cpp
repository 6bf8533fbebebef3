// SPDX-License-Identifier: GPL-3.0-or-later
// Tables with vectors of fluxes whose other columns have misleading names, and texts that FITS cannot store.
#include <algorithm>

#include "io/fits/FitsColumn.h"
#include "support/Catch.h"
#include "support/Files.h"
#include "support/FitsFile.h"
#include "support/TemporaryFolder.h"
#include "survey/Helpers.h"
#include "survey/file/SurveyFile.h"
#include "survey/importing/Import.h"

using namespace maury::survey;
using namespace maury::test;
using maury::Job;
using Floats = std::vector<float>;

namespace {

constexpr std::size_t kPixels = 12;

/// Writes a table of two stars with wavelengths in Å, these columns of one number per star, and these vectors, each of
/// which is constant: the number of its star times the factor.
void writeVectors(const std::filesystem::path& path, const std::vector<std::pair<std::string, double>>& scalars,
                  const std::vector<std::pair<std::string, float>>& vectors) {
  FitsFile fits(path);
  std::vector<maury::io::FitsColumn> columns = {{"source_id", "", 'K', 1}};
  for (const auto& [name, value] : scalars)
    columns.push_back({name, "", 'D', 1});
  columns.push_back({"wave", "Angstrom", 'D', kPixels});
  for (const auto& [name, factor] : vectors)
    columns.push_back({name, "", 'E', kPixels});
  fits.writer.createTable("SPECTRA", columns, 2);
  int column = 0;
  fits.writer.write(column++, 0, std::vector<std::int64_t>{11, 12});
  for (const auto& [name, value] : scalars)
    fits.writer.write(column++, 0, std::vector<double>{value, 2 * value});
  std::vector<double> wave;
  for (std::size_t i = 0; i < 2 * kPixels; ++i)
    wave.push_back(8460.0 + 0.5 * static_cast<double>(i % kPixels));
  fits.writer.write(column++, 0, wave);
  for (const auto& [name, factor] : vectors) {
    Floats values(kPixels, factor);
    values.insert(values.end(), kPixels, 2 * factor);
    fits.writer.write(column++, 0, values);
  }
  fits.close();
}

Dataset importFile(const std::filesystem::path& path, ImportReport& report) {
  ImportOptions options;
  options.medium = ImportOptions::Medium::Vacuum;
  Job job;
  return importSurvey({path}, options, report, job);
}

Dataset importFile(const std::filesystem::path& path) {
  ImportReport report;
  return importFile(path, report);
}

}  // namespace

TEST_CASE("vectors: a velocity dispersion called sigma is no error of the flux") {
  const TemporaryFolder folder;
  writeVectors(folder / "t.fits", {{"sigma", 100.0}}, {{"flux", 1.0f}, {"ivar", 400.0f}});
  const Dataset stars = importFile(folder / "t.fits");
  REQUIRE(stars.starCount() == 2);
  REQUIRE(stars.fluxError.size() == 2 * kPixels);
  CHECK(stars.fluxError[0] == 0.05f);
  CHECK(stars.numeric("sigma") == std::vector<double>{100, 200});
}

TEST_CASE("vectors: a flux in a photometric band is not the spectrum") {
  const TemporaryFolder folder;
  writeVectors(folder / "t.fits", {{"flux", 1000.0}}, {{"spectrum", 1.5f}, {"error", 0.25f}});
  const Dataset stars = importFile(folder / "t.fits");
  REQUIRE(stars.pixelCount() == kPixels);
  CHECK(stars.ids == std::vector<std::string>{"11", "12"});
  CHECK(stars.flux[kPixels] == 3.0f);
  CHECK(stars.fluxError[kPixels] == 0.5f);
  CHECK(stars.numeric("flux") == std::vector<double>{1000, 2000});
}

TEST_CASE("text: a table may have a column b and a column B") {
  const TemporaryFolder folder;
  std::string text = "star,b,B";
  for (std::size_t i = 0; i < 20; ++i)
    text += "," + std::to_string(846 + i) + ".5";
  text += "\n";
  for (const char* row : {"s1,10.5,12.25", "s2,20.5,13.25"}) {
    text += row;
    for (std::size_t i = 0; i < 20; ++i)
      text += ",1.5";
    text += "\n";
  }
  const Dataset stars = importFile(writeBytes(folder / "t.csv", text));
  CHECK(stars.pixelCount() == 20);
  CHECK(stars.numeric("b") == std::vector<double>{10.5, 20.5});
  CHECK(stars.numeric("B") == std::vector<double>{12.25, 13.25});
}

TEST_CASE("text: characters that FITS cannot store are spelled in ASCII, with a note") {
  const TemporaryFolder folder;
  ImportReport report;
  const Dataset stars = importFile(writeBytes(folder / "t.csv", "id,field,teff\n1,Überfeld,5000\n2,β,5100\n"), report);
  CHECK(std::any_of(report.notes.begin(), report.notes.end(), [](const std::string& note) {
    return note ==
           "1 column with characters that FITS cannot store is spelled in ASCII in a survey file: 'field' "
           "('Überfeld' as 'Uberfeld').";
  }));
  Job job;
  writeSurvey(folder / "s.fits", stars, job);
  const Dataset read = readSurvey(folder / "s.fits", job);
  const auto& texts = std::get<std::vector<std::string>>(read.columns.front().values);
  CHECK(texts == std::vector<std::string>{"Uberfeld", "beta"});
}
