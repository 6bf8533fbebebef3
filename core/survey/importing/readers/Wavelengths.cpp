// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/readers/Wavelengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "survey/importing/readers/FluxColumns.h"
#include "survey/importing/readers/SourceFile.h"

namespace maury::survey {

namespace {

constexpr std::size_t kMaxGrids = 8;  // one import mixes fewer kinds of spectra

/// Guesses the unit of a wavelength without one, as a factor to nm: values of 2000 and above are Å, smaller ones nm.
/// Stellar spectra lie between 100 and 30 000 nm. The guess is ambiguous only for infrared spectra above 2000 nm and
/// ultraviolet spectra below 2000 Å, which usually state their unit.
double guessUnitNm(double wavelength) {
  return wavelength >= 2000.0 ? 0.1 : 1.0;
}

double unitNmOf(const std::string& unit, double firstValue, const std::string& source, std::string_view location) {
  if (unit.empty()) return guessUnitNm(firstValue);
  if (const auto stated = nmOfUnit(unit)) return *stated;
  refuseFile(source,
             fmt::format("the unit of wavelength ({}) is '{}', but must be nm, Angstrom, um or m.", location, unit));
}

std::string axisKey(std::string_view key, int axis) {
  return fmt::format("{}{}", key, axis);
}

std::string matrixKey(int axis) {
  return fmt::format("CD{0}_{0}", axis);
}

/// Returns CDn_n, or else CDELTn (FITS standard 4.0, section 8.2).
std::optional<double> stepOf(HeaderKeys& keys, int axis) {
  const auto matrix = keys.number(matrixKey(axis));
  if (matrix && *matrix != 0.0) return matrix;
  return keys.number(axisKey("CDELT", axis));
}

enum class Spacing { Linear, Log10, FitsLog };

/// Returns the spacing that CRVALn (`reference`) and its step describe.
Spacing spacingOf(HeaderKeys& keys, int axis, double reference) {
  const std::string type = upperCase(keys.text(axisKey("CTYPE", axis)).value_or(""));
  // In the standard's WAVE-LOG, CRVAL is the wavelength itself. Files that have log10 λ there have a small CRVAL.
  constexpr double kLargestLog = 6.0;  // 10^6 Å
  if (type.starts_with("WAVE-LOG") || type.starts_with("AWAV-LOG"))
    return reference > kLargestLog ? Spacing::FitsLog : Spacing::Log10;
  if (keys.number("DC-FLAG").value_or(0.0) == 1.0 || type.starts_with("LOG")) return Spacing::Log10;
  const auto coefficient = keys.number("COEFF0");
  return coefficient && *coefficient == reference && reference < kLargestLog ? Spacing::Log10 : Spacing::Linear;
}

void reverseIfDecreasing(StatedWavelengths& stated) {
  stated.isReversed = stated.nm.size() > 1 && stated.nm.front() > stated.nm.back();
  if (stated.isReversed) std::reverse(stated.nm.begin(), stated.nm.end());
}

std::optional<StatedWavelengths> wavelengthsInTable(SourceFile& file, int hdu, std::size_t count,
                                                    ImportOptions::Medium medium) {
  io::FitsReader& fits = file.fits();
  fits.moveTo(hdu);
  const std::vector<io::FitsColumn> columns = fits.columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    bool isLog = false;
    if (!isWavelengthName(lowerCase(columns[i].name), isLog) || columns[i].varies || columns[i].type == 'A') continue;
    const auto rows = static_cast<std::size_t>(fits.rowCount());
    const bool isColumn = columns[i].width == 1 && (rows == count || count == 0);
    const bool isOneRow = rows == 1 && columns[i].width > 1 && (columns[i].width == count || count == 0);
    if (!isColumn && !isOneRow) continue;
    std::vector<double> values(rows * columns[i].width);
    fits.readReal(static_cast<int>(i), 0, fits.rowCount(), std::span<double>(values));
    HeaderKeys keys(fits, hdu);
    auto stated = statedAir(columns[i].name, columns[i].ucd, columns[i].description);
    if (!stated)
      stated = upperCase(keys.text("MEDIUM").value_or("")) == "VACUUM" ? std::optional(false) : statedAir(keys);
    return wavelengthsOf(values, columns[i].unit, isLog, isAir(stated, medium, file.source()), file.source());
  }
  return std::nullopt;
}

bool increases(std::span<const double> values) {
  return std::adjacent_find(values.begin(), values.end(), [](double a, double b) { return !(a < b); }) == values.end();
}

std::optional<StatedWavelengths> wavelengthsInImage(SourceFile& file, const SourceFile::Image& image,
                                                    ImportOptions::Medium medium, bool mustBeNamed) {
  bool isLog = false;
  io::FitsReader& fits = file.fits();
  fits.moveTo(image.hdu);
  const bool isNamed = isWavelengthName(lowerCase(image.name), isLog);
  if (!isNamed && mustBeNamed) return std::nullopt;
  const std::vector<double> values = fits.readImage();
  if (!increases(values)) return std::nullopt;
  HeaderKeys keys(fits, image.hdu);
  std::string unit = keys.text("BUNIT").value_or("");
  if (!nmOfUnit(unit)) unit.clear();
  constexpr double kLargestLog = 6.0;
  isLog = isLog || (!values.empty() && unit.empty() && values.back() < kLargestLog && values.front() > 2.0);
  return wavelengthsOf(values, unit, isLog, isAir(statedAir(keys), medium, file.source()), file.source());
}

}  // namespace

std::shared_ptr<const spectra::WavelengthGrid> GridStore::gridOf(const StatedWavelengths& wavelengths,
                                                                 const std::string& source) {
  const auto isSame = [&](const auto& known) {
    return known->stated.isAir == wavelengths.isAir && known->stated.nm == wavelengths.nm;
  };
  std::vector<std::shared_ptr<const Known>> recent;
  {
    const std::lock_guard lock(m_mutex);
    recent = m_recent;
  }
  if (const auto known = std::find_if(recent.begin(), recent.end(), isSame); known != recent.end())
    return (*known)->grid;
  std::vector<double> nm = wavelengths.nm;
  if (wavelengths.isAir) std::transform(nm.begin(), nm.end(), nm.begin(), spectra::airToVacuumNm);
  auto created = std::make_shared<Known>();
  created->stated = wavelengths;
  try {
    created->grid = std::make_shared<const spectra::WavelengthGrid>(std::move(nm));
  } catch (const Error& error) {
    refuseFile(source, error.what());
  }
  const std::lock_guard lock(m_mutex);
  // Another thread may have added the same grid in the meantime.
  if (const auto known = std::find_if(m_recent.begin(), m_recent.end(), isSame); known != m_recent.end())
    return (*known)->grid;
  m_recent.insert(m_recent.begin(), created);
  if (m_recent.size() > kMaxGrids) m_recent.pop_back();
  return created->grid;
}

std::optional<double> nmOfUnit(const std::string& unit) {
  static constexpr std::array<std::pair<std::string_view, double>, 18> kUnits = {{{"angstrom", 0.1},
                                                                                  {"angstroms", 0.1},
                                                                                  {"a", 0.1},
                                                                                  {"aa", 0.1},
                                                                                  {"å", 0.1},
                                                                                  {"0.1nm", 0.1},
                                                                                  {"0.1 nm", 0.1},
                                                                                  {"log(angstrom)", 0.1},
                                                                                  {"log10(angstrom)", 0.1},
                                                                                  {"log10(angstroms)", 0.1},
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

std::optional<bool> statedAir(HeaderKeys& keys, int axis) {
  const std::string type = upperCase(keys.text(axisKey("CTYPE", axis)).value_or(""));
  if (type.starts_with("AWAV")) return true;
  if (type == "WAVE" || type.starts_with("WAVE-")) return false;
  const std::string vacuum = keys.text("VACUUM").value_or("");
  if (vacuum == "T" || vacuum == "1") return false;
  if (vacuum == "F" || vacuum == "0") return true;
  const std::string either = lowerCase(keys.text("AIRORVAC").value_or(""));
  if (either.starts_with("vac")) return false;
  if (either.starts_with("air")) return true;
  return std::nullopt;
}

std::optional<bool> statedAir(const std::string& name, const std::string& ucd, const std::string& description) {
  const std::string lowerName = lowerCase(name);
  if (lowerName.ends_with("_vac") || lowerName.ends_with("_vacuum")) return false;
  if (lowerName.ends_with("_air")) return true;
  if (ucd.find("obs.atmos") != std::string::npos) return true;
  const std::string lower = lowerCase(description);
  if (lower.find("vacuum") != std::string::npos) return false;
  if (lower.find("in air") != std::string::npos || lower.starts_with("air ")) return true;
  return std::nullopt;
}

bool isAir(std::optional<bool> stated, ImportOptions::Medium medium, const std::string& source) {
  if (stated) return *stated;
  if (medium == ImportOptions::Medium::AsStated) throw MediumUnknown(source);
  return medium == ImportOptions::Medium::Air;
}

bool hasWavelengthAxis(HeaderKeys& keys, int axis) {
  if (!keys.number(axisKey("CRVAL", axis)) || !stepOf(keys, axis)) return false;
  const std::string type = upperCase(keys.text(axisKey("CTYPE", axis)).value_or(""));
  constexpr std::array<std::string_view, 14> kOthers = {"FREQ", "ENER", "WAVN", "VRAD", "VOPT", "ZOPT",  "VELO",
                                                        "BETA", "RA--", "DEC-", "GLON", "GLAT", "PIXEL", "PARAM"};
  if (std::any_of(kOthers.begin(), kOthers.end(), [&](std::string_view other) { return type.starts_with(other); }))
    return false;
  // Files without wavelengths have CRVAL 0 or 1 and a step of 1, which are pixel numbers.
  const bool isPixelNumber = std::abs(*keys.number(axisKey("CRVAL", axis))) <= 1.0 && *stepOf(keys, axis) == 1.0;
  return !isPixelNumber;
}

StatedWavelengths wavelengthsOfAxis(HeaderKeys& keys, int axis, std::size_t pixels, std::optional<bool> knownAir,
                                    ImportOptions::Medium medium, const std::string& source) {
  const std::optional<double> statedValue = keys.number(axisKey("CRVAL", axis)), statedStep = stepOf(keys, axis);
  if (!statedValue || !statedStep)
    refuseFile(source, fmt::format("its header lacks the wavelengths of axis {}: CRVAL{} or its step", axis, axis));
  const double value = *statedValue, step = *statedStep;
  const double reference = keys.number(axisKey("CRPIX", axis)).value_or(1.0);
  const Spacing spacing = spacingOf(keys, axis, value);
  StatedWavelengths stated;
  stated.nm.resize(pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const double offset = (static_cast<double>(i) + 1.0 - reference) * step;
    if (spacing == Spacing::FitsLog)
      stated.nm[i] = value * std::exp(offset / value);
    else
      stated.nm[i] = spacing == Spacing::Log10 ? std::pow(10.0, value + offset) : value + offset;
  }
  const std::string key = axisKey("CUNIT", axis);
  std::string unit = keys.text(key).value_or("");
  if (lowerCase(unit) == "pixel") unit.clear();
  const double unitNm = unitNmOf(unit, stated.nm.front(), source, key);
  for (double& nm : stated.nm)
    nm *= unitNm;
  if (!knownAir) knownAir = statedAir(keys, axis);
  stated.isAir = isAir(knownAir, medium, source);
  reverseIfDecreasing(stated);
  return stated;
}

StatedWavelengths wavelengthsOf(std::span<const double> values, const std::string& unit, bool isLog, bool inAir,
                                const std::string& source) {
  StatedWavelengths stated;
  stated.isAir = inAir;
  stated.nm.assign(values.begin(), values.end());
  if (stated.nm.empty()) refuseFile(source, "the spectrum has no pixels.");
  if (isLog)
    for (double& nm : stated.nm)
      nm = std::pow(10.0, nm);
  const double unitNm = unitNmOf(unit, stated.nm.front(), source, "of the column");
  for (double& nm : stated.nm)
    nm *= unitNm;
  reverseIfDecreasing(stated);
  return stated;
}

std::optional<StatedWavelengths> wavelengthsInOtherHdu(SourceFile& file, std::size_t count, int excludedHdu,
                                                       ImportOptions::Medium medium) {
  if (!file.isFits()) return std::nullopt;
  for (const bool mustBeNamed : {true, false})
    for (const SourceFile::Image& image : file.images()) {
      const auto length = static_cast<std::size_t>(image.length(0));
      if (image.hdu == excludedHdu || image.axes.size() != 1 || (length != count && count != 0)) continue;
      if (auto found = wavelengthsInImage(file, image, medium, mustBeNamed)) return found;
    }
  io::FitsReader& fits = file.fits();
  for (int hdu = 2; hdu <= fits.hduCount(); ++hdu) {
    fits.moveTo(hdu);
    if (hdu == excludedHdu || !fits.isTable()) continue;
    if (auto found = wavelengthsInTable(file, hdu, count, medium)) return found;
  }
  return std::nullopt;
}

StatedWavelengths readWavelengths(const std::filesystem::path& path, ImportOptions::Medium medium) {
  SourceFile file(path);
  if (auto stated = wavelengthsInOtherHdu(file, 0, 0, medium)) return std::move(*stated);
  if (!file.isFits()) {
    const io::Table& table = file.table();
    for (const io::Column& column : table.columns) {
      bool isLog = false;
      if (!isWavelengthName(lowerCase(column.name), isLog) && table.columns.size() > 1) continue;
      const bool inAir = isAir(statedAir(column.name, column.ucd, column.description), medium, file.source());
      return wavelengthsOf(table.real(column.name), column.unit, isLog, inAir, file.source());
    }
  }
  refuseFile(file.source(),
             "no wavelengths; an image with one axis and increasing values, or a column wavelength, is needed.");
}

}  // namespace maury::survey
