// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/PixelColumns.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/Error.h"
#include "base/Statistics.h"
#include "survey/importing/CatalogueTable.h"
#include "survey/importing/ColumnRoles.h"
#include "survey/importing/columns/ColumnNames.h"
#include "survey/names/LabelNames.h"

namespace maury::survey {

namespace {

constexpr std::size_t kMaxColumns = 4;    // of a table that is recognised by values: wavelength, flux, error, one more
constexpr std::size_t kMinGuessRows = 8;  // of a table that is recognised by values

bool isStrictlyOrdered(std::span<const double> values) {
  const bool rises = values.size() > 1 && values[1] > values[0];
  for (std::size_t i = 1; i < values.size(); ++i)
    if (!(rises ? values[i] > values[i - 1] : values[i] < values[i - 1])) return false;
  return true;
}

/// Returns true if nearly all steps from value to value are alike. The sorted values of a catalogue have steps of all
/// sizes.
bool areEven(std::span<const double> values) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < values.size(); ++i)
    steps.push_back(std::abs(values[i] - values[i - 1]));
  const double median = upperMedian(steps);
  constexpr double kAlike = 3.0;
  constexpr double kShare = 0.9;
  const auto alike = std::count_if(steps.begin(), steps.end(),
                                   [&](double step) { return step < kAlike * median && step > median / kAlike; });
  return static_cast<double>(alike) >= kShare * static_cast<double>(steps.size());
}

/// Returns true if the positive values are even, or their logarithms are.
bool areEvenOnAnyScale(std::span<const double> values) {
  std::vector<double> logarithms(values.begin(), values.end());
  for (double& value : logarithms)
    value = std::log(value);
  return areEven(values) || areEven(logarithms);
}

bool areWhole(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value == std::floor(value); });
}

/// Returns true if the values can be the wavelengths of a spectrum: 90 nm to 30 µm in nm or Å, or, if they are no whole
/// numbers, in µm, m or as log10 of Å.
bool lookLikeWavelengths(std::span<const double> values) {
  constexpr double kMinSpan = 1e-4;
  if (values.size() < kMinGuessRows || !isStrictlyOrdered(values)) return false;
  const auto [low, high] = std::minmax(values.front(), values.back());
  if (!(low > 0.0) || high / low - 1.0 < kMinSpan || !areEvenOnAnyScale(values)) return false;
  if (low >= 90.0 && high <= 3e5) return true;
  if (areWhole(values)) return false;
  return (low >= 0.09 && high <= 30.0) || (low >= 9e-8 && high <= 3e-5);
}

/// Returns true if neighbouring values are alike, as in a spectrum, unlike the values of stars in a catalogue: von
/// Neumann's ratio, the mean square of the differences over the variance, is 2 for values in random order.
bool areSmooth(std::span<const double> values) {
  constexpr double kLargestRatio = 1.0;
  double mean = 0.0, variance = 0.0, differences = 0.0;
  for (const double value : values)
    mean += value / static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    variance += (values[i] - mean) * (values[i] - mean);
    if (i > 0) differences += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
  }
  return differences <= kLargestRatio * variance;
}

/// Returns true for values that count stars: whole numbers in steps of one.
bool countRows(std::span<const double> values) {
  if (!areWhole(values)) return false;
  for (std::size_t i = 1; i < values.size(); ++i)
    if (std::abs(values[i] - values[i - 1]) != 1.0) return false;
  return true;
}

/// Returns true for names that say nothing: "x", "y", "col2", "c2", "2", "unnamed: 0".
bool isGenericName(const std::string& name) {
  if (name == "x" || name == "y" || name.starts_with("unnamed")) return true;
  const std::size_t digits = name.starts_with("col") ? 3 : name.starts_with("c") ? 1 : 0;
  return name.size() > digits && name.find_first_not_of("0123456789", digits) == std::string::npos;
}

/// Returns the columns among which the flux is according to their names.
std::vector<std::string> likelyFluxes(const FluxColumns& names) {
  std::vector<std::string> fluxes = {names.flux};
  if (names.isAmbiguous)
    for (const std::string& other : names.others)
      if (interpretColumnName(other).quantity == ColumnQuantity::Flux) fluxes.push_back(other);
  return fluxes;
}

/// Searches a table for the columns of a spectrum by values, and completes those found by names.
class Guesser {
public:
  Guesser(const io::Table& table, RoleMap* roles) : m_table(table), m_roles(roles) {}

  std::optional<PixelColumns> guess() {
    if (!isPossible()) return std::nullopt;
    sortNames();
    m_found.isGuessed = true;
    if (m_found.names.wavelength.empty() ? !takeWavelength() : !isOrdered(m_found.names.wavelength))
      return std::nullopt;
    return m_found.names.flux.empty() && !takeFlux() ? std::nullopt : std::optional(std::move(m_found));
  }

private:
  bool isPossible() const {
    if (m_table.rowCount() < kMinGuessRows || !m_table.arrays.empty()) return false;
    if (knownIdColumn(m_table) != nullptr) return false;
    return std::none_of(m_table.columns.begin(), m_table.columns.end(), [](const io::Column& column) {
      return column.isText() || isKnownLabel(column.name) || isSignalToNoise(column.name);
    });
  }

  /// Finds what the names tell. The other columns, except those to which the user gave another role, are unknown.
  void sortNames() {
    std::vector<std::string> names;
    for (const io::Column& column : m_table.columns) {
      names.push_back(lowerCase(column.name));
      const std::string role = m_roles == nullptr ? std::string() : m_roles->roleOf(column.name);
      if (role.empty() && interpretColumnName(column.name).quantity == ColumnQuantity::Unknown)
        m_unknown.push_back(&column);
    }
    if (auto found = fluxColumnsAmong(names, false, m_roles)) {
      m_found.names = std::move(*found);
      m_found.fluxes = likelyFluxes(m_found.names);
      return;
    }
    names.emplace_back("flux");  // a stand-in, so that the other columns are found
    m_found.names = *fluxColumnsAmong(names, false, m_roles);
    m_found.names.flux.clear();
  }

  bool isOrdered(const std::string& name) const { return isStrictlyOrdered(m_table.real(name)); }

  /// Takes the wavelength from the first column, if nothing else has its name.
  bool takeWavelength() {
    const bool isFirst = !m_unknown.empty() && m_unknown.front() == &m_table.columns.front();
    if (!isFirst || m_table.columns.size() < 2 || m_table.columns.size() > kMaxColumns) return false;
    const std::vector<double> values = m_unknown.front()->asReal();
    if (!lookLikeWavelengths(values)) return false;
    if (m_found.names.flux.empty()) {
      const bool areGeneric = std::all_of(m_table.columns.begin(), m_table.columns.end(),
                                          [](const auto& column) { return isGenericName(lowerCase(column.name)); });
      if (m_table.columns.size() > 2 && !areGeneric) return false;
      if (countRows(values) && !areSmooth(m_table.columns[1].asReal())) return false;
    }
    m_found.names.wavelength = lowerCase(m_unknown.front()->name);
    m_unknown.erase(m_unknown.begin());
    return true;
  }

  /// Takes the flux from the columns of unknown meaning; from columns without names in the order wavelength, flux,
  /// error.
  bool takeFlux() {
    if (m_unknown.empty()) return false;
    for (const io::Column* column : m_unknown)
      m_found.fluxes.push_back(lowerCase(column->name));
    const bool areGeneric = std::all_of(m_found.fluxes.begin(), m_found.fluxes.end(), isGenericName);
    if (areGeneric && m_unknown.size() == 2 && m_found.names.error.empty() &&
        areErrors(m_unknown[0]->asReal(), m_unknown[1]->asReal())) {
      m_found.names.error = m_found.fluxes.back();
      m_found.names.errorMeaning = ErrorMeaning::Sigma;
      m_found.fluxes.pop_back();
    }
    m_found.names.flux = m_found.fluxes.front();
    return true;
  }

  /// Returns true if the values of a third column can be the errors of the second: not negative, and mostly smaller.
  static bool areErrors(std::span<const double> fluxes, std::span<const double> errors) {
    std::size_t smaller = 0;
    for (std::size_t i = 0; i < errors.size(); ++i) {
      if (errors[i] < 0.0) return false;
      if (errors[i] < std::abs(fluxes[i]) || std::isnan(errors[i])) ++smaller;
    }
    return 2 * smaller >= errors.size();
  }

  const io::Table& m_table;
  RoleMap* m_roles;
  PixelColumns m_found;
  std::vector<const io::Column*> m_unknown;
};

bool hasNumbers(const io::Table& table, const std::string& name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const io::Column& column) { return lowerCase(column.name) == name && !column.isText(); });
}

/// Returns true if the table has a row for each pixel: the wavelengths of the first two rows differ.
bool hasPixels(const io::Table& table, const FluxColumns& names) {
  if (table.rowCount() == 0 || !hasNumbers(table, names.wavelength) || !hasNumbers(table, names.flux)) return false;
  const std::vector<double> wavelength = table.real(names.wavelength);
  return wavelength.size() == 1 || wavelength[0] != wavelength[1];
}

/// Lists the numeric columns that could belong to the spectrum and were not used.
void listLeftOut(const io::Table& table, PixelColumns& found) {
  const FluxColumns& names = found.names;
  for (const io::Column& column : table.columns) {
    const std::string name = lowerCase(column.name);
    const bool isUsed = name == names.wavelength || name == names.flux || name == names.error || name == names.mask;
    const bool isOfStar = name == "ra" || name == "dec" || name.ends_with("_id") || &column == knownIdColumn(table);
    const bool isTextMask = name == names.mask && column.isText();
    if ((!isUsed && !isOfStar && !column.isText()) || isTextMask) found.leftOut.push_back(column.name);
  }
}

}  // namespace

std::optional<PixelColumns> pixelColumnsOf(SourceFile& file) {
  if (!file.hasTable()) return std::nullopt;
  std::optional<PixelColumns> found;
  if (auto names = fluxColumnsAmong(file.columnNames(), true, file.roles())) {
    found.emplace();
    found->fluxes = likelyFluxes(*names);
    found->names = std::move(*names);
    if (!hasPixels(file.table(), found->names)) return std::nullopt;
  } else {
    const std::vector<std::string>& all = file.columnNames();
    bool isLog = false;
    const bool hasWavelength = std::any_of(all.begin(), all.end(), [&](const std::string& name) {
      return isWavelengthName(name, isLog) || (file.roles() != nullptr && file.roles()->roleOf(name) == "wavelength");
    });
    if (all.size() < 2 || (all.size() > kMaxColumns && !hasWavelength)) return std::nullopt;
    try {
      found = Guesser(file.table(), file.roles()).guess();
    } catch (const Error& error) {
      // Text that is no table. Whoever reads it as one is told the reason.
      if (error.kind() != ErrorKind::Format || file.isFits()) throw;
    }
    if (!found || !hasPixels(file.table(), found->names)) return std::nullopt;
  }
  listLeftOut(file.table(), *found);
  return found;
}

}  // namespace maury::survey
