// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/wavelengths/Wavelengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/Error.h"
#include "io/fits/FitsReader.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/ArrayWavelengths.h"

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
    auto stated = statedMedium(columns[i].name, columns[i].ucd, columns[i].description);
    if (!stated && upperCase(keys.text("MEDIUM").value_or("")) == "VACUUM")
      stated = StatedMedium(false, {Ground::Header, "MEDIUM"});
    if (!stated) stated = statedMedium(keys);
    file.markUsed(hdu);
    StatedScale scale = statedScaleOf(columns[i].name, columns[i].unit, isLog);
    scale.place += " of " + file.hduLabel(hdu);
    return wavelengthsOf(values, scale, mediumOf(stated, context.options.medium, file.source()), context,
                         file.source());
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
  if (scale.ground == Ground::Unit) scale.ground = Ground::Header;
  // BUNIT may be that of the flux, inherited from the primary HDU.
  if (!parseWavelengthUnit(scale.unit)) scale.unit.clear();
  if (!isNamed && !isWavelengthUnitClear(values, scale, context.options.unit)) return std::nullopt;
  file.markUsed(image.hdu);
  scale.place = file.hduLabel(image.hdu);
  StatedWavelengths stated = wavelengthsOf(
      values, scale, mediumOf(statedMedium(keys), context.options.medium, file.source()), context, file.source());
  if (!isNamed) {
    stated.reading.isDoubtful = true;
    stated.reading.doubt =
        fmt::format("{} was taken for the wavelengths, because its values rise like them", scale.place);
  }
  return stated;
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

std::optional<StatedMedium> statedMedium(HeaderKeys& keys, const AxisKeys& axis) {
  HeaderKeys ofAxis = keys.fromHeaderOf(axis.value);
  const std::string type = upperCase(ofAxis.text(axis.type).value_or(""));
  const Reason byType{Ground::Header, axis.type};
  if (type.starts_with("AWAV")) return StatedMedium(true, byType);
  if (type == "WAVE" || type.starts_with("WAVE-") || type.starts_with("WAVN")) return StatedMedium(false, byType);
  const Reason byVacuum{Ground::Header, "VACUUM"};
  const std::string vacuum = keys.text("VACUUM").value_or("");
  if (vacuum == "T" || vacuum == "1") return StatedMedium(false, byVacuum);
  if (vacuum == "F" || vacuum == "0") return StatedMedium(true, byVacuum);
  const Reason byEither{Ground::Header, "AIRORVAC"};
  const std::string either = lowerCase(keys.text("AIRORVAC").value_or(""));
  if (either.starts_with("vac")) return StatedMedium(false, byEither);
  if (either.starts_with("air")) return StatedMedium(true, byEither);
  const Reason byUnit{Ground::Header, axis.unit};
  const std::string unit = lowerCase(ofAxis.text(axis.unit).value_or(""));
  if (unit.find("(vac") != std::string::npos) return StatedMedium(false, byUnit);
  if (unit.find("(air") != std::string::npos) return StatedMedium(true, byUnit);
  return std::nullopt;
}

std::optional<StatedMedium> statedMedium(const std::string& name, const std::string& ucd,
                                         const std::string& description) {
  const std::string lowerName = lowerCase(name);
  if (lowerName.ends_with("_vac") || lowerName.ends_with("_vacuum")) return StatedMedium(false, {Ground::Name, name});
  if (lowerName.ends_with("_air")) return StatedMedium(true, {Ground::Name, name});
  if (ucd.find("obs.atmos") != std::string::npos) return StatedMedium(true, {Ground::Ucd, ucd});
  const Reason byDescription{Ground::Description};
  const std::string lower = lowerCase(description);
  if (lower.find("vacuum") != std::string::npos) return StatedMedium(false, byDescription);
  if (lower.find("in air") != std::string::npos || lower.starts_with("air ")) return StatedMedium(true, byDescription);
  return std::nullopt;
}

StatedMedium mediumOf(const std::optional<StatedMedium>& stated, ImportOptions::Medium choice,
                      const std::string& source) {
  if (stated) return *stated;
  if (choice == ImportOptions::Medium::AsStated) throw MediumUnknown(source);
  return {choice == ImportOptions::Medium::Air, {Ground::User}};
}

StatedWavelengths wavelengthsOfAxis(HeaderKeys& keys, const AxisKeys& axis, std::size_t pixels,
                                    std::optional<StatedMedium> known, const ReadContext& context,
                                    const std::string& source) {
  const AxisValues values = axisValues(keys, axis, pixels, source);
  if (!known) known = statedMedium(keys, axis);
  StatedWavelengths stated =
      wavelengthsOf(values.values, values.stated, mediumOf(known, context.options.medium, source), context, source);
  if (!values.hasReference) {
    const std::string text = fmt::format("the header lacks {}; {} was taken for the wavelength of the first pixel",
                                         axis.reference, axis.value);
    context.wavelengthNotes.add("reference " + axis.reference, source, text + ".");
    stated.reading.isDoubtful = true;
    stated.reading.doubt += (stated.reading.doubt.empty() ? "" : "; ") + text;
  }
  return stated;
}

StatedWavelengths wavelengthsOf(std::span<const double> values, const StatedScale& scale, const StatedMedium& medium,
                                const ReadContext& context, const std::string& source) {
  if (values.empty()) refuseFile(source, "the spectrum has no pixels.");
  const ChosenUnit unit = chooseWavelengthUnit(values, scale, context.options.unit, source, context.wavelengthNotes);
  return wavelengthsOf(values, unit, medium, scale.place);
}

StatedWavelengths wavelengthsOf(std::span<const double> values, const ChosenUnit& unit, const StatedMedium& medium,
                                const std::string& place) {
  StatedWavelengths stated;
  stated.isAir = medium.isAir;
  stated.nm.resize(values.size());
  std::transform(values.begin(), values.end(), stated.nm.begin(), [&](double value) { return unit.unit.toNm(value); });
  reverseIfDecreasing(stated);
  stated.reading = {.place = place,
                    .unit = wavelengthUnitName(unit.unit),
                    .unitReason = unit.reason,
                    .isAir = medium.isAir,
                    .mediumReason = medium.reason,
                    .isDoubtful = !unit.doubt.empty(),
                    .doubt = unit.doubt};
  return stated;
}

std::optional<StatedWavelengths> wavelengthsOfColumnAxis(SourceFile& file, const std::string& column, std::size_t count,
                                                         std::optional<StatedMedium> known,
                                                         const ReadContext& context) {
  if (!file.isFits()) return std::nullopt;
  io::FitsReader& fits = file.fits();
  fits.moveTo(file.tableHdu());
  const std::vector<io::FitsColumn> columns = fits.columns();
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.name == column; });
  if (found == columns.end()) return std::nullopt;
  HeaderKeys keys(fits, file.tableHdu());
  const AxisKeys axis = AxisKeys::ofColumn(static_cast<int>(found - columns.begin()) + 1);
  if (hasWavelengthAxis(keys, axis)) return wavelengthsOfAxis(keys, axis, count, known, context, file.source());
  const AxisKeys common = AxisKeys::ofTable();
  if (keys.number("NPIXELS") != static_cast<double>(count) || !hasWavelengthAxis(keys, common)) return std::nullopt;
  return wavelengthsOfAxis(keys, common, count, known, context, file.source());
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
  if (io::ArrayFile* arrays = file.arrays()) return wavelengthsInArrays(*arrays, context);
  const auto named = [&](StatedWavelengths&& stated) {
    stated.reading.place = fmt::format("{}, {}", file.fileName(), stated.reading.place);
    return std::move(stated);
  };
  if (auto stated = wavelengthsInOtherHdu(file, 0, 0, context)) return named(std::move(*stated));
  if (!file.isFits()) {
    const io::Table& table = file.table();
    for (const io::Column& column : table.columns) {
      bool isLog = false;
      if (!isWavelengthName(lowerCase(column.name), isLog) && table.columns.size() > 1) continue;
      const StatedMedium medium =
          mediumOf(statedMedium(column.name, column.ucd, column.description), context.options.medium, file.source());
      return named(wavelengthsOf(table.real(column.name), statedScaleOf(column.name, column.unit, isLog), medium,
                                 context, file.source()));
    }
  }
  refuseFile(file.source(),
             "no wavelengths; an image with one axis and increasing values, or a column wavelength, is needed.");
}

}  // namespace maury::survey
