// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/wavelengths/Wavelengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/Error.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

namespace {

constexpr std::size_t kMaxGrids = 8;  // one import mixes fewer kinds of spectra

void reverseIfDecreasing(StatedWavelengths& stated) {
  stated.isReversed = stated.nm.size() > 1 && stated.nm.front() > stated.nm.back();
  if (stated.isReversed) std::reverse(stated.nm.begin(), stated.nm.end());
}

std::optional<StatedWavelengths> wavelengthsInTable(SourceFile& file, int hdu, std::size_t count,
                                                    const ReadContext& context) {
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
    file.markUsed(hdu);
    return wavelengthsOf(values, statedScaleOf(columns[i].name, columns[i].unit, isLog),
                         isAir(stated, context.options.medium, file.source()), context, file.source());
  }
  return std::nullopt;
}

bool increases(std::span<const double> values) {
  return std::adjacent_find(values.begin(), values.end(), [](double a, double b) { return !(a < b); }) == values.end();
}

std::optional<StatedWavelengths> wavelengthsInImage(SourceFile& file, const SourceFile::Image& image,
                                                    const ReadContext& context, bool mustBeNamed) {
  bool isLog = false;
  io::FitsReader& fits = file.fits();
  fits.moveTo(image.hdu);
  const bool isNamed = isWavelengthName(lowerCase(image.name), isLog);
  if (!isNamed && mustBeNamed) return std::nullopt;
  const std::vector<double> values = fits.readImage();
  if (!increases(values)) return std::nullopt;
  HeaderKeys keys(fits, image.hdu);
  StatedScale scale = statedScaleOf(image.name, keys.text("BUNIT").value_or(""), isLog);
  scale.where = "BUNIT";
  // BUNIT may be that of the flux, inherited from the primary HDU.
  if (!parseWavelengthUnit(scale.unit)) scale.unit.clear();
  if (!isNamed && !isWavelengthUnitClear(values, scale, context.options.unit)) return std::nullopt;
  file.markUsed(image.hdu);
  return wavelengthsOf(values, scale, isAir(statedAir(keys), context.options.medium, file.source()), context,
                       file.source());
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

std::optional<bool> statedAir(HeaderKeys& keys, const AxisKeys& axis) {
  HeaderKeys ofAxis = keys.fromHeaderOf(axis.value);
  const std::string type = upperCase(ofAxis.text(axis.type).value_or(""));
  if (type.starts_with("AWAV")) return true;
  if (type == "WAVE" || type.starts_with("WAVE-") || type.starts_with("WAVN")) return false;
  const std::string vacuum = keys.text("VACUUM").value_or("");
  if (vacuum == "T" || vacuum == "1") return false;
  if (vacuum == "F" || vacuum == "0") return true;
  const std::string either = lowerCase(keys.text("AIRORVAC").value_or(""));
  if (either.starts_with("vac")) return false;
  if (either.starts_with("air")) return true;
  const std::string unit = lowerCase(ofAxis.text(axis.unit).value_or(""));
  if (unit.find("(vac") != std::string::npos) return false;
  if (unit.find("(air") != std::string::npos) return true;
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

StatedWavelengths wavelengthsOfAxis(HeaderKeys& keys, const AxisKeys& axis, std::size_t pixels,
                                    std::optional<bool> knownAir, const ReadContext& context,
                                    const std::string& source) {
  const AxisValues values = axisValues(keys, axis, pixels, source);
  if (!knownAir) knownAir = statedAir(keys, axis);
  StatedWavelengths stated =
      wavelengthsOf(values.values, values.stated, isAir(knownAir, context.options.medium, source), context, source);
  if (!values.hasReference)
    context.wavelengthNotes.add("reference " + axis.reference, source,
                                fmt::format("the header lacks {}; {} was taken for the wavelength of the first pixel.",
                                            axis.reference, axis.value));
  return stated;
}

StatedWavelengths wavelengthsOf(std::span<const double> values, const StatedScale& scale, bool inAir,
                                const ReadContext& context, const std::string& source) {
  if (values.empty()) refuseFile(source, "the spectrum has no pixels.");
  const WavelengthUnit unit =
      chooseWavelengthUnit(values, scale, context.options.unit, source, context.wavelengthNotes);
  return wavelengthsOf(values, unit, inAir);
}

StatedWavelengths wavelengthsOf(std::span<const double> values, const WavelengthUnit& unit, bool inAir) {
  StatedWavelengths stated;
  stated.isAir = inAir;
  stated.nm.resize(values.size());
  std::transform(values.begin(), values.end(), stated.nm.begin(), [&](double value) { return unit.toNm(value); });
  reverseIfDecreasing(stated);
  return stated;
}

std::optional<StatedWavelengths> wavelengthsOfColumnAxis(SourceFile& file, const std::string& column, std::size_t count,
                                                         std::optional<bool> knownAir, const ReadContext& context) {
  if (!file.isFits()) return std::nullopt;
  io::FitsReader& fits = file.fits();
  fits.moveTo(file.tableHdu());
  const std::vector<io::FitsColumn> columns = fits.columns();
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.name == column; });
  if (found == columns.end()) return std::nullopt;
  HeaderKeys keys(fits, file.tableHdu());
  const AxisKeys axis = AxisKeys::ofColumn(static_cast<int>(found - columns.begin()) + 1);
  if (hasWavelengthAxis(keys, axis)) return wavelengthsOfAxis(keys, axis, count, knownAir, context, file.source());
  const AxisKeys common = AxisKeys::ofTable();
  if (keys.number("NPIXELS") != static_cast<double>(count) || !hasWavelengthAxis(keys, common)) return std::nullopt;
  return wavelengthsOfAxis(keys, common, count, knownAir, context, file.source());
}

std::optional<StatedWavelengths> wavelengthsInOtherHdu(SourceFile& file, std::size_t count, int excludedHdu,
                                                       const ReadContext& context) {
  if (!file.isFits()) return std::nullopt;
  for (const bool mustBeNamed : {true, false})
    for (const SourceFile::Image& image : file.images()) {
      const auto length = static_cast<std::size_t>(image.length(0));
      if (image.hdu == excludedHdu || image.axes.size() != 1 || (length != count && count != 0)) continue;
      if (auto found = wavelengthsInImage(file, image, context, mustBeNamed)) return found;
    }
  io::FitsReader& fits = file.fits();
  for (int hdu = 2; hdu <= fits.hduCount(); ++hdu) {
    fits.moveTo(hdu);
    if (hdu == excludedHdu || !fits.isTable()) continue;
    if (auto found = wavelengthsInTable(file, hdu, count, context)) return found;
  }
  return std::nullopt;
}

StatedWavelengths readWavelengths(const std::filesystem::path& path, const ReadContext& context) {
  SourceFile file(path);
  if (auto stated = wavelengthsInOtherHdu(file, 0, 0, context)) return std::move(*stated);
  if (!file.isFits()) {
    const io::Table& table = file.table();
    for (const io::Column& column : table.columns) {
      bool isLog = false;
      if (!isWavelengthName(lowerCase(column.name), isLog) && table.columns.size() > 1) continue;
      const bool inAir =
          isAir(statedAir(column.name, column.ucd, column.description), context.options.medium, file.source());
      return wavelengthsOf(table.real(column.name), statedScaleOf(column.name, column.unit, isLog), inAir, context,
                           file.source());
    }
  }
  refuseFile(file.source(),
             "no wavelengths; an image with one axis and increasing values, or a column wavelength, is needed.");
}

}  // namespace maury::survey
