// SPDX-License-Identifier: GPL-3.0-or-later
#include "spectra/LineList.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/Error.h"
#include "io/tables/ReadTable.h"
#include "support/Catch.h"
#include "support/RealData.h"
#include "support/TemporaryFolder.h"

using namespace maury;

namespace {

struct Spectrum {
  std::vector<double> nm;
  std::vector<double> flux;
};

Spectrum readRvs(const std::filesystem::path& path) {
  const auto table = io::readTable(path);
  return {table.at("wavelength").asReal(), table.at("flux").asReal()};
}

/// Returns true if a pixel within `within` (nm) of `nm` is not higher than the two pixels on either side.
bool hasMinimumNear(const Spectrum& spectrum, double nm, double within) {
  for (std::size_t i = 2; i + 2 < spectrum.nm.size(); ++i) {
    if (std::abs(spectrum.nm[i] - nm) > within + 1e-9) continue;
    const auto lowest = *std::min_element(spectrum.flux.begin() + static_cast<std::ptrdiff_t>(i) - 2,
                                          spectrum.flux.begin() + static_cast<std::ptrdiff_t>(i) + 3);
    if (spectrum.flux[i] <= lowest) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("lines: the embedded lists are in order of wavelength and inside their ranges") {
  const auto inOrder = [](const auto& a, const auto& b) { return a.vacuumNm < b.vacuumNm; };
  for (const auto* list : {&spectra::rvsLines(), &spectra::opticalLines(), &spectra::hBandLines()}) {
    REQUIRE(list->size() > 50);
    CHECK(std::is_sorted(list->begin(), list->end(), inOrder));
  }
  CHECK(spectra::rvsLines().front().vacuumNm > 845.0);
  CHECK(spectra::rvsLines().back().vacuumNm < 871.0);
  CHECK(spectra::opticalLines().front().vacuumNm > 354.0);
  CHECK(spectra::opticalLines().back().vacuumNm < 741.0);
  CHECK(spectra::hBandLines().front().vacuumNm > 1516.8);
  CHECK(spectra::hBandLines().back().vacuumNm < 1693.7);
}

TEST_CASE("lines: the lines inside a grid are found") {
  const auto blue = spectra::linesOn(spectra::WavelengthGrid::linear(480.0, 0.1, 500));
  const auto* hBeta = spectra::nearestLine(blue, 486.27, 0.02);
  REQUIRE(hBeta != nullptr);
  CHECK(hBeta->species == "H I");
  CHECK(hBeta->element() == "H");
  CHECK(std::none_of(blue.begin(), blue.end(), [](const auto& line) { return line.element() == "Na"; }));
  CHECK(spectra::linesOn({}).empty());
}

TEST_CASE("lines: the strong lines of the H band have the wavelengths of the NIST database") {
  // Vacuum wavelengths from the NIST Atomic Spectra Database (observed or Ritz), nm.
  const auto lines = spectra::linesOn(spectra::WavelengthGrid::linear(1517.0, 0.02, 8800));
  for (const auto& [nm, species] : std::vector<std::pair<double, std::string>>{
           {1575.329, "Mg I"}, {1577.015, "Mg I"}, {1672.354, "Al I"}, {1675.518, "Al I"}, {1589.278, "Si I"}}) {
    const auto* line = spectra::nearestLine(lines, nm, 0.01);
    INFO(species << ' ' << nm);
    REQUIRE(line != nullptr);
    CHECK(line->species == species);
    CHECK(line->depth > 0.3);
  }
}

TEST_CASE("lines: there is no nearest line if all are too far away") {
  const auto& lines = spectra::rvsLines();
  REQUIRE(spectra::nearestLine(lines, 854.45, 0.03) != nullptr);
  CHECK(spectra::nearestLine(lines, 854.45, 0.03)->species == "Ca II");
  CHECK(spectra::nearestLine(lines, 900.0, 1.0) == nullptr);
}

TEST_CASE("lines: a user's list in air is converted to vacuum and sorted, with its depths") {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "mine.csv") << "# my lines\nspecies, air_nm, depth\nCa II,866.214,0.7\nCa II,849.802,\n";
  const auto lines = spectra::readLineList(folder / "mine.csv");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].vacuumNm == Approx(850.0355).margin(1e-3));
  CHECK(lines[0].depth == 0.0);
  CHECK(lines[1].depth == 0.7);
}

TEST_CASE("lines: an invalid list is refused with file, line and column") {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "bad.csv") << "vacuum_nm,species\n850.0,Ca II\nabc,Fe I\n";
  CHECK_THROWS_WITH(spectra::readLineList(folder / "bad.csv"),
                    Catch::Contains("bad.csv, line 3, column vacuum_nm: 'abc' is not a number"));
  std::ofstream(folder / "header.csv") << "nm,name\n850.0,Ca II\n";
  CHECK_THROWS_WITH(spectra::readLineList(folder / "header.csv"), Catch::Contains("vacuum_nm (or air_nm)"));
  CHECK_THROWS_AS(spectra::readLineList(folder / "absent.csv"), Error);
}

TEST_CASE("lines: every strong line of the RVS list lies at a flux minimum of the giant HD 176650", "[real]") {
  const auto path = test::realData("gaia_rvs/HD176650.csv");
  if (path.empty()) return;
  const auto spectrum = readRvs(path);
  // Only the three deepest lines of each element are tested, because weaker ones were selected from this spectrum.
  std::map<std::string, std::vector<spectra::SpectralLine>> byElement;
  for (const auto& line : spectra::rvsLines())
    byElement[line.element()].push_back(line);
  for (const std::string element : {"Ca", "Fe", "Si", "Ti", "Mg"}) {
    auto& lines = byElement[element];
    REQUIRE_FALSE(lines.empty());
    std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.depth > b.depth; });
    for (std::size_t i = 0; i < std::min<std::size_t>(3, lines.size()); ++i) {
      INFO(lines[i].species << ' ' << lines[i].vacuumNm);
      CHECK(hasMinimumNear(spectrum, lines[i].vacuumNm, 0.03));
    }
  }
  CHECK_FALSE(hasMinimumNear(spectrum, 854.37, 0.02));  // in the wing of Ca II, to show that the criterion can fail
}

TEST_CASE("lines: the Ca II triplet lies at the deepest flux of all four RVS spectra", "[real]") {
  for (const std::string star : {"HD176650", "Kepler-93", "KOI-001", "GaiaDR3-1535964555128078720"}) {
    const auto path = test::realData("gaia_rvs/" + star + ".csv");
    if (path.empty()) return;
    const auto spectrum = readRvs(path);
    for (const double nm : {850.0355, 854.4437, 866.4519}) {
      const auto* line = spectra::nearestLine(spectra::rvsLines(), nm, 0.001);
      REQUIRE(line != nullptr);
      std::size_t deepest = 0;
      double lowest = 2.0;
      for (std::size_t i = 0; i < spectrum.nm.size(); ++i) {
        if (std::abs(spectrum.nm[i] - nm) > 0.5 || !(spectrum.flux[i] < lowest)) continue;
        lowest = spectrum.flux[i];
        deepest = i;
      }
      INFO(star << ' ' << nm);
      CHECK(std::abs(spectrum.nm[deepest] - line->vacuumNm) <= 0.03);
    }
  }
}

TEST_CASE("line list: depths are measured on a spectrum only if the list has none") {
  const auto grid = maury::spectra::WavelengthGrid::linear(500.0, 0.1, 5);
  const std::vector<float> flux{1.0F, 0.9F, 0.4F, 1.2F, NAN};
  maury::spectra::LineList lines{{500.11, "Fe I", 0.0}, {500.4, "Na I", 0.0}};
  maury::spectra::measureDepths(lines, grid, flux);
  CHECK(lines[0].depth == Approx(0.6));
  CHECK(lines[1].depth == 0.0);
  maury::spectra::measureDepths(lines, grid, std::vector<float>(5, 0.0F));
  CHECK(lines[0].depth == Approx(0.6));
}
