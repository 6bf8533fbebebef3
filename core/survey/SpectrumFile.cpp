// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/SpectrumFile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fstream>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "survey/CatalogueTable.h"

namespace maury::survey {

namespace {

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& reason) {
  throw Error(ErrorKind::Format, fmt::format("{}: {}", path.string(), reason));
}

/// nm in one of the unit; FITS standard 4.0, section 4.3, and the spellings that files have.
std::optional<double> nmOfUnit(const std::string& unit) {
  static constexpr std::array<std::pair<std::string_view, double>, 12> kUnits = {{{"angstrom", 0.1},
                                                                                  {"angstroms", 0.1},
                                                                                  {"a", 0.1},
                                                                                  {"aa", 0.1},
                                                                                  {"nm", 1.0},
                                                                                  {"nanometer", 1.0},
                                                                                  {"nanometers", 1.0},
                                                                                  {"um", 1e3},
                                                                                  {"micron", 1e3},
                                                                                  {"microns", 1e3},
                                                                                  {"mm", 1e6},
                                                                                  {"m", 1e9}}};
  const std::string lower = lowerCase(unit);
  for (const auto& [name, nm] : kUnits)
    if (lower == name) return nm;
  return std::nullopt;
}

/// Without a unit, numbers of 2000 and more are Å and smaller ones nm: stellar spectra lie between 100 and 30 000 nm,
/// and the overlap (2000–30 000 nm, 200–3000 Å) is where only infrared and space-ultraviolet spectra are, which state
/// units.
double guessedUnitNm(double wavelength) {
  return wavelength >= 2000.0 ? 0.1 : 1.0;
}

constexpr const char* kMediumQuestion =
    "it does not say whether its wavelengths are those in air or in vacuum; say so with --air or --vacuum.";

/// Names of the first line that is no comment, in lower case.
std::vector<std::string> headerNames(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  do {
    constexpr std::streamsize kLongest = 1 << 16;  // no header line of a spectrum is longer; a binary file has no lines
    std::vector<char> buffer(static_cast<std::size_t>(kLongest));
    if (!file.getline(buffer.data(), kLongest)) return {};
    line = buffer.data();
  } while (line.empty() || line.front() == '#');
  std::vector<std::string> names(1);
  for (const char c : line) {
    if (std::string_view(",;\t ").find(c) != std::string_view::npos)
      names.emplace_back();
    else if (c != '\r' && c != '"')
      names.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return names;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<float> floats(std::span<const double> values) {
  return {values.begin(), values.end()};
}

}  // namespace

std::optional<std::string> SpectrumFileReader::read(const std::filesystem::path& path, const Sink& sink) {
  return io::looksLikeFits(path) ? readImage(path, sink) : readPixelTable(path, sink);
}

bool SpectrumFileReader::isAir(const io::FitsReader& fits) const {
  // FITS standard 4.0, table 25: AWAV is wavelength in air, WAVE in vacuum. VACUUM is LAMOST's, AIRORVAC DESI's key.
  const std::string type = fits.keyText("CTYPE1").value_or("");
  if (type.starts_with("AWAV")) return true;
  if (type == "WAVE" || type.starts_with("WAVE-")) return false;
  const std::string vacuum = fits.keyText("VACUUM").value_or("");
  if (vacuum == "T" || vacuum == "1") return false;
  if (vacuum == "F" || vacuum == "0") return true;
  const std::string either = lowerCase(fits.keyText("AIRORVAC").value_or(""));
  if (either.starts_with("vac")) return false;
  if (either.starts_with("air")) return true;
  if (m_medium == ImportOptions::Medium::AsStated)
    refuse(fits.path(), fmt::format("{}: {}", fits.hduLabel(), kMediumQuestion));
  return m_medium == ImportOptions::Medium::Air;
}

SpectrumFileReader::Axis SpectrumFileReader::axisOf(const io::FitsReader& fits, std::size_t pixels) const {
  Axis axis;
  axis.pixels = pixels;
  const auto delta = fits.keyReal("CDELT1");
  axis.step = delta ? *delta : fits.keyReal("CD1_1").value();
  axis.first = fits.keyReal("CRVAL1").value() + (1.0 - fits.keyReal("CRPIX1").value_or(1.0)) * axis.step;
  axis.isLog = fits.keyReal("DC-FLAG").value_or(0.0) == 1.0;
  const std::string unit = fits.keyText("CUNIT1").value_or("");
  const auto stated = nmOfUnit(unit);
  if (!unit.empty() && !stated)
    refuse(fits.path(),
           fmt::format("{}: the unit of wavelength (CUNIT1) is '{}', which is none of nm, Angstrom, um, m.",
                       fits.hduLabel(), unit));
  const double start = axis.isLog ? std::pow(10.0, axis.first) : axis.first;
  axis.unitNm = stated ? *stated : guessedUnitNm(start);
  axis.isAir = isAir(fits);
  return axis;
}

std::shared_ptr<const spectra::WavelengthGrid> SpectrumFileReader::gridOf(std::vector<double> nm, bool inAir,
                                                                          const std::filesystem::path& path) {
  if (inAir) std::transform(nm.begin(), nm.end(), nm.begin(), spectra::airToVacuumNm);
  try {
    return std::make_shared<const spectra::WavelengthGrid>(std::move(nm));
  } catch (const Error& error) {
    refuse(path, error.what());
  }
}

std::optional<std::string> SpectrumFileReader::readImage(const std::filesystem::path& path, const Sink& sink) {
  const io::FitsReader fits(path);
  const std::vector<std::int64_t> axes = fits.imageAxes();
  if (axes.empty()) return "its primary HDU holds no image";
  if (std::any_of(axes.begin() + 1, axes.end(), [](std::int64_t length) { return length != 1; }))
    return fmt::format("its image has {} axes, where a spectrum has one", axes.size());
  const bool hasStep = fits.keyText("CDELT1") || fits.keyText("CD1_1");
  if (!fits.keyText("CRVAL1") || !hasStep) return "its header has no wavelengths (CRVAL1 with CDELT1 or CD1_1)";
  if (axes.front() == 0) refuse(path, fmt::format("{}: the spectrum has no pixels.", fits.hduLabel()));

  const Axis axis = axisOf(fits, static_cast<std::size_t>(axes.front()));
  if (!m_lastGrid || !m_lastNm.empty() || !(axis == m_lastAxis)) {
    std::vector<double> nm(axis.pixels);
    for (std::size_t i = 0; i < axis.pixels; ++i) {
      const double value = axis.first + axis.step * static_cast<double>(i);
      nm[i] = (axis.isLog ? std::pow(10.0, value) : value) * axis.unitNm;
    }
    m_lastGrid = gridOf(std::move(nm), axis.isAir, path);
    m_lastAxis = axis;
    m_lastNm.clear();
  }
  Spectrum spectrum;
  spectrum.id = stemOf(path.filename().string());
  spectrum.file = path;
  spectrum.grid = m_lastGrid;
  spectrum.flux = floats(fits.readImage());
  spectrum.wasAir = axis.isAir;
  sink(std::move(spectrum));
  return std::nullopt;
}

bool SpectrumFileReader::isAirTable(const io::Table& table, double firstNm, double lastNm) const {
  // Gaia's RVS window; its wavelengths are those in vacuum (DR3 data model, rvs_mean_spectrum).
  constexpr double kRvsFirstNm = 845.0;
  constexpr double kRvsLastNm = 873.0;
  if (table.find("source_id") != nullptr && firstNm > kRvsFirstNm && lastNm < kRvsLastNm) return false;
  if (m_medium == ImportOptions::Medium::AsStated) refuse(table.source, kMediumQuestion);
  return m_medium == ImportOptions::Medium::Air;
}

std::optional<std::string> SpectrumFileReader::readPixelTable(const std::filesystem::path& path, const Sink& sink) {
  const std::vector<std::string> names = headerNames(path);
  if (!contains(names, "wavelength") || !contains(names, "flux"))
    return "it is neither FITS nor a CSV with columns wavelength and flux";
  const io::Table table = io::readTable(path);
  const std::vector<double> wavelength = table.real("wavelength");
  const std::vector<double> flux = table.real("flux");
  const bool hasErrors = table.find("flux_error") != nullptr;
  const std::vector<double> error = hasErrors ? table.real("flux_error") : std::vector<double>();
  const bool hasPosition = table.find("ra") != nullptr && table.find("dec") != nullptr;
  const std::vector<double> ra = hasPosition ? table.real("ra") : std::vector<double>();
  const std::vector<double> dec = hasPosition ? table.real("dec") : std::vector<double>();
  const io::Column* source = table.find("source_id");
  const std::vector<std::string> ids = source != nullptr ? source->asText() : std::vector<std::string>();
  if (wavelength.empty()) refuse(path, "the table has no rows.");
  if (wavelength.size() > 1 && wavelength[1] == wavelength[0])
    return "its rows are no pixels: the column wavelength does not increase";

  for (std::size_t first = 0; first < wavelength.size();) {
    std::size_t end = first + 1;
    while (end < wavelength.size() && (ids.empty() || ids[end] == ids[first]))
      ++end;
    const std::size_t count = end - first;
    const auto part = [&](const std::vector<double>& all) { return std::span(all).subspan(first, count); };
    std::vector<double> nm(part(wavelength).begin(), part(wavelength).end());
    const double unitNm = guessedUnitNm(nm.front());
    for (double& value : nm)
      value *= unitNm;
    const bool inAir = isAirTable(table, nm.front(), nm.back());
    if (!m_lastGrid || m_lastNm != nm) {
      m_lastNm = nm;
      m_lastGrid = gridOf(std::move(nm), inAir, path);
    }
    Spectrum spectrum;
    spectrum.id = ids.empty() || ids[first].empty() ? stemOf(path.filename().string()) : ids[first];
    spectrum.file = path;
    spectrum.grid = m_lastGrid;
    spectrum.flux = floats(part(flux));
    if (hasErrors) spectrum.fluxError = floats(part(error));
    if (hasPosition) spectrum.raDeg = ra[first];
    if (hasPosition) spectrum.decDeg = dec[first];
    spectrum.wasAir = inAir;
    sink(std::move(spectrum));
    first = end;
  }
  return std::nullopt;
}

}  // namespace maury::survey
