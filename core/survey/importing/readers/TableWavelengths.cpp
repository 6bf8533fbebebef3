// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/readers/TableWavelengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace maury::survey {

namespace {

/// Keys of one linear or logarithmic axis.
struct AxisKeys {
  std::string value, step, reference, unit, type;
};

std::optional<StatedWavelengths> wavelengthsBy(SourceFile& file, HeaderKeys& keys, const AxisKeys& names,
                                               std::size_t pixels, bool isVacuum, ImportOptions::Medium medium) {
  const auto value = keys.number(names.value), step = keys.number(names.step);
  if (!value || !step || *step == 0.0) return std::nullopt;
  const double reference = keys.number(names.reference).value_or(1.0);
  std::vector<double> values(pixels);
  for (std::size_t i = 0; i < pixels; ++i)
    values[i] = *value + (static_cast<double>(i) + 1.0 - reference) * *step;
  const std::string type = upperCase(keys.text(names.type).value_or(""));
  const bool isLog = type.starts_with("LOG");
  std::string unit = keys.text(names.unit).value_or("");
  std::optional<bool> air = statedAir(keys);
  if (type.starts_with("AWAV")) air = true;
  if (type == "WAVE" || type.starts_with("WAVE-")) air = false;
  if (!air) air = mediumInUnit(keys);
  if (!air && isVacuum) air = false;
  unit = unit.substr(0, unit.find(" ("));
  return wavelengthsOf(values, unit, isLog, isAir(air, medium, file.source()), file.source());
}

}  // namespace

std::optional<bool> mediumInUnit(HeaderKeys& keys) {
  const std::string unit = lowerCase(keys.text("CUNIT").value_or(""));
  if (unit.find("vacuum") != std::string::npos) return false;
  if (unit.find("(air") != std::string::npos) return true;
  return std::nullopt;
}

std::optional<StatedWavelengths> wavelengthsInTableHeader(SourceFile& file, const std::string& column,
                                                          std::size_t pixels, bool isVacuum,
                                                          ImportOptions::Medium medium) {
  if (!file.isFits()) return std::nullopt;
  const auto& tables = file.tables();
  const auto table =
      std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.hdu == file.tableHdu(); });
  if (table == tables.end()) return std::nullopt;
  HeaderKeys keys(file.fits(), table->hdu);
  const auto found = std::find(table->columns.begin(), table->columns.end(), column);
  const auto number = found - table->columns.begin() + 1;
  const auto numbered = [&](const char* key) { return fmt::format("1{}{}", key, number); };
  if (auto stated = wavelengthsBy(
          file, keys, {numbered("CRVL"), numbered("CDLT"), numbered("CRPX"), numbered("CUNI"), numbered("CTYP")},
          pixels, isVacuum, medium))
    return stated;
  const auto count = keys.number("NPIXELS");
  if (!count || *count != static_cast<double>(pixels)) return std::nullopt;
  return wavelengthsBy(file, keys, {"CRVAL", "CDELT", "CRPIX", "CUNIT", "CTYPE"}, pixels, isVacuum, medium);
}

}  // namespace maury::survey
