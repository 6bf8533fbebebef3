// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/source/ArrayRoles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/text/Printable.h"
#include "io/tables/ArrayTables.h"
#include "survey/importing/ColumnRoles.h"
#include "survey/importing/columns/ColumnNames.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

namespace {

using io::ArrayInfo;

constexpr std::uint64_t kMinPixels = 16;  // vectors of fewer numbers are coefficients or magnitudes

constexpr std::uint64_t kManyPixels = 64;  // of inputs of networks that cannot be columns of a catalogue

/// Words for the parts of a training set.
constexpr std::array<std::string_view, 5> kParts = {"train", "test", "validation", "valid", "val"};

/// Names of inputs of networks, which are the flux if nothing else is.
constexpr std::array<std::string_view, 6> kInputNames = {"x", "norm", "normalized", "normalised", "data", "features"};

/// Name of an array without the word for a part of a training set: "x_train" is "x" of the part "train".
struct PartName {
  std::string name, part;
};

PartName partOf(const std::string& baseName) {
  std::string name = lowerCase(baseName);
  for (const std::string_view part : kParts)
    for (const char* between : {"_", "-"}) {
      const std::string suffix = between + std::string(part), prefix = std::string(part) + between;
      if (name.size() > suffix.size() && name.ends_with(suffix))
        return {name.substr(0, name.size() - suffix.size()), std::string(part)};
      if (name.size() > prefix.size() && name.starts_with(prefix))
        return {name.substr(prefix.size()), std::string(part)};
    }
  return {name, ""};
}

/// Returns the quantity that the name of an array says, without a word for a part.
ColumnQuantity quantityOf(const ArrayInfo& info) {
  return interpretColumnName(partOf(info.baseName()).name).quantity;
}

bool isInputName(const ArrayInfo& info) {
  const std::string name = partOf(info.baseName()).name;
  return std::find(kInputNames.begin(), kInputNames.end(), name) != kInputNames.end();
}

bool isInGroup(const std::string& name, const std::string& group) {
  return group.empty() || name.starts_with(group + "/");
}

std::string plainPath(std::string_view path) {
  while (path.starts_with('/'))
    path.remove_prefix(1);
  while (path.ends_with('/'))
    path.remove_suffix(1);
  return lowerCase(path);
}

/// Chooses among the arrays of one file.
class ArrayChooser {
public:
  explicit ArrayChooser(SourceFile& file) : m_file(file), m_arrays(file.arrays()->arrays()), m_roles(m_arrays.size()) {
    findScope();
    for (const std::size_t i : m_scope) {
      if (file.roles() == nullptr) break;
      m_roles[i] = file.roles()->roleOf(m_arrays[i].name);
      if (m_roles[i].empty()) m_roles[i] = file.roles()->roleOf(m_arrays[i].baseName());
    }
  }

  /// Returns the matrix of fluxes; nullopt if there is none.
  std::optional<std::size_t> flux() {
    if (const auto byRole = withRole("flux")) return m_arrays[*byRole].matrixShape() ? byRole : std::nullopt;
    if (m_chosen) return m_arrays[*m_chosen].matrixShape() ? m_chosen : std::nullopt;
    const auto named = [&](std::size_t i) { return quantityOf(m_arrays[i]) == ColumnQuantity::Flux; };
    if (const auto found = only(named)) return found;
    const auto isInput = [&](std::size_t i) {
      return isInputName(m_arrays[i]) && (m_arrays[i].matrixShape()->second >= kManyPixels || canBeInput(i));
    };
    m_isGuess = true;
    if (const auto found = only(isInput)) return found;
    return only([&](std::size_t i) { return quantityOf(m_arrays[i]) == ColumnQuantity::Unknown && canBeInput(i); });
  }

  ArrayRoles roles(std::optional<std::size_t> givenWavelengths) {
    ArrayRoles found;
    found.flux = *flux();
    found.isGuess = m_isGuess;
    const auto [rows, columns] = *m_arrays[found.flux].matrixShape();
    findWavelengths(found, givenWavelengths.has_value());
    std::optional<std::uint64_t> pixels = givenWavelengths;
    if (found.wavelength) pixels = m_arrays[*found.wavelength].vectorLength();
    found.isTransposed = pixels && *pixels == rows && rows != columns;
    found.stars = found.isTransposed ? columns : rows;
    found.pixels = found.isTransposed ? rows : columns;
    findErrorsAndMask(found);
    findColumns(found);
    return found;
  }

private:
  [[noreturn]] void refuse(const std::string& reason) const {
    refuseFile(m_file.source(), fmt::format("{}; the file has {}", reason, io::arrayList(*m_file.arrays())),
               "Use --hdu to name a group or data set, or --map NAME=flux.");
  }

  /// Restricts the arrays to those of the group, or of the group of the array, that the user chose.
  void findScope() {
    const std::string choice = plainPath(m_file.choice());
    std::string group;
    if (!choice.empty()) {
      std::vector<std::size_t> byBase;
      bool isGroup = false;
      for (std::size_t i = 0; i < m_arrays.size(); ++i) {
        const std::string name = lowerCase(m_arrays[i].name);
        if (name == choice) m_chosen = i;
        if (lowerCase(m_arrays[i].baseName()) == choice) byBase.push_back(i);
        isGroup = isGroup || isInGroup(name, choice);
      }
      if (!m_chosen && !isGroup && byBase.size() == 1) m_chosen = byBase.front();
      if (!m_chosen && !isGroup) refuse(fmt::format("there is no group or data set '{}'", excerpt(m_file.choice())));
      group = isGroup ? choice : lowerCase(m_arrays[*m_chosen].group());
    }
    for (std::size_t i = 0; i < m_arrays.size(); ++i)
      if (isInGroup(lowerCase(m_arrays[i].name), group)) m_scope.push_back(i);
  }

  std::optional<std::size_t> withRole(std::string_view role) const {
    std::optional<std::size_t> found;
    for (const std::size_t i : m_scope) {
      if (m_roles[i] != role) continue;
      if (found)
        refuse(fmt::format("'{}' and '{}' both have the role {}", excerpt(m_arrays[*found].name),
                           excerpt(m_arrays[i].name), role));
      found = i;
    }
    return found;
  }

  /// Returns the only matrix of spectra for which `matches` is true, or the best known name among those of one group;
  /// nullopt if there is none. Refuses several that are equally likely.
  template <typename Matches>
  std::optional<std::size_t> only(const Matches& matches) const {
    std::vector<std::size_t> found;
    for (const std::size_t i : m_scope) {
      const auto shape = m_arrays[i].matrixShape();
      if (shape && std::max(shape->first, shape->second) >= kMinPixels && m_roles[i].empty() && matches(i))
        found.push_back(i);
    }
    if (found.empty()) return std::nullopt;
    if (found.size() == 1) return found.front();
    std::vector<std::string> names;
    std::set<std::string> groups;
    for (const std::size_t i : found) {
      names.push_back(lowerCase(m_arrays[i].baseName()));
      groups.insert(m_arrays[i].group());
    }
    const auto best = groups.size() == 1 ? fluxColumnsAmong(names, false) : std::nullopt;
    if (!best || best->isAmbiguous) refuse("several of its matrices could be the flux");
    return found[static_cast<std::size_t>(std::find(names.begin(), names.end(), best->flux) - names.begin())];
  }

  /// Returns true for a matrix whose name does not say that it is a flux, if there are wavelengths for it, or if the
  /// file holds nothing else that could be a table.
  bool canBeInput(std::size_t array) const {
    const auto shape = m_arrays[array].matrixShape();
    if (m_file.hasGivenWavelengths) return true;
    bool isAlone = true;
    for (std::size_t i = 0; i < m_arrays.size(); ++i) {
      const auto length = m_arrays[i].vectorLength();
      if (length && quantityOf(m_arrays[i]) == ColumnQuantity::Wavelength &&
          (*length == shape->second || *length == shape->first))
        return true;
      isAlone = isAlone && !(length && *length > 1);
    }
    return isAlone;
  }

  /// Returns the name of an array as that of a column of a spectrum whose flux is called "flux": "x_err" of "x" is
  /// "flux_err".
  std::string alias(std::size_t array, std::size_t flux) const {
    std::string name = partOf(m_arrays[array].baseName()).name;
    const std::string fluxName = partOf(m_arrays[flux].baseName()).name;
    if (interpretColumnName(name).quantity != ColumnQuantity::Unknown) return name;
    if (name.starts_with(fluxName)) return "flux" + name.substr(fluxName.size());
    if (name.ends_with("_" + fluxName)) return name.substr(0, name.size() - fluxName.size()) + "flux";
    return name;
  }

  /// Returns false if two arrays belong to different parts of a training set.
  bool isSamePart(std::size_t a, std::size_t b) const {
    const std::string first = partOf(m_arrays[a].baseName()).part, second = partOf(m_arrays[b].baseName()).part;
    return first.empty() || second.empty() || first == second;
  }

  void findWavelengths(ArrayRoles& found, bool areGiven) {
    const auto shape = m_arrays[found.flux].matrixShape();
    const auto fits = [&](std::size_t i) {
      const auto length = m_arrays[i].vectorLength();
      if (m_arrays[i].type == io::ElementType::Text || i == found.flux) return false;
      const bool isRow = length && *length == shape->second, isColumn = length && *length == shape->first;
      return isRow || (isColumn && *length >= kMinPixels) || m_arrays[i].matrixShape() == shape;
    };
    if (const auto byRole = withRole("wavelength")) {
      if (!fits(*byRole))
        refuse(fmt::format("'{}' has the role wavelength, but not the shape of wavelengths of '{}'",
                           excerpt(m_arrays[*byRole].name), excerpt(m_arrays[found.flux].name)));
      found.wavelength = byRole;
    } else if (!areGiven) {
      for (const std::size_t i : wavelengthArrays(*m_file.arrays())) {
        const bool isFree = m_roles[i].empty() && fits(i) && isSamePart(i, found.flux);
        const bool isCloser = found.wavelength && m_arrays[i].group() == m_arrays[found.flux].group() &&
                              m_arrays[*found.wavelength].group() != m_arrays[found.flux].group();
        if (isFree && (!found.wavelength || isCloser)) found.wavelength = i;
      }
    }
    if (!found.wavelength) return;
    const ColumnName meaning = interpretColumnName(partOf(m_arrays[*found.wavelength].baseName()).name);
    found.names.isLog = meaning.isLog;
    found.names.isAir = meaning.isAir;
    found.names.wavelengthUnit = meaning.unit;
    if (m_file.roles() == nullptr) return;
    for (const std::string& name : {m_arrays[*found.wavelength].name, m_arrays[*found.wavelength].baseName()}) {
      const std::string unit = m_file.roles()->unitOf(name);
      if (unit.empty()) continue;
      found.names.wavelengthUnit = unit;
      found.names.isUnitChosen = true;
    }
  }

  void findErrorsAndMask(ArrayRoles& found) {
    const auto shape = m_arrays[found.flux].matrixShape();
    std::vector<std::string> names = {"flux"};
    std::map<std::string, std::size_t> places;
    for (const std::size_t i : m_scope) {
      const ErrorMeaning byRole = errorMeaningOfRole(m_roles[i]);
      const bool hasRole = byRole != ErrorMeaning::None || m_roles[i] == "mask";
      if (hasRole && m_arrays[i].matrixShape() != shape)
        refuse(fmt::format("'{}' has the role {}, but not the shape of the flux {}", excerpt(m_arrays[i].name),
                           m_roles[i], m_arrays[found.flux].describe()));
      if (i == found.flux || i == found.wavelength || m_arrays[i].matrixShape() != shape) continue;
      if (byRole != ErrorMeaning::None) {
        found.error = i;
        found.names.errorMeaning = byRole;
      } else if (m_roles[i] == "mask") {
        found.mask = i;
      } else if (m_roles[i].empty() && isSamePart(i, found.flux) &&
                 m_arrays[i].group() == m_arrays[found.flux].group() &&
                 places.emplace(alias(i, found.flux), i).second) {
        names.push_back(alias(i, found.flux));
      }
    }
    const auto columns = fluxColumnsAmong(names, false);
    if (columns && !found.error && columns->errorMeaning != ErrorMeaning::None) {
      found.error = places.at(columns->error);
      found.names.errorMeaning = columns->errorMeaning;
    }
    if (columns && !found.mask && !columns->mask.empty()) found.mask = places.at(columns->mask);
    found.names.flux = m_arrays[found.flux].baseName();
    if (found.error) found.names.error = m_arrays[*found.error].baseName();
    if (!found.mask) return;
    found.names.mask = m_arrays[*found.mask].baseName();
    found.names.marksGoodPixels = interpretColumnName(alias(*found.mask, found.flux)).marksGoodPixels;
  }

  void findColumns(ArrayRoles& found) {
    for (const std::size_t i : m_scope) {
      const bool isSpectral = i == found.wavelength || i == found.error || i == found.mask || i == found.flux;
      const bool isWavelength =
          m_roles[i].empty() && quantityOf(m_arrays[i]) == ColumnQuantity::Wavelength && found.stars > 1;
      if (!isSpectral && !isWavelength && m_arrays[i].vectorLength() == found.stars && isSamePart(i, found.flux))
        found.columns.push_back(i);
    }
  }

  SourceFile& m_file;
  const std::vector<ArrayInfo>& m_arrays;
  std::vector<std::string> m_roles;
  std::vector<std::size_t> m_scope;
  std::optional<std::size_t> m_chosen;
  bool m_isGuess = false;
};

}  // namespace

bool hasFluxMatrix(SourceFile& file) {
  return file.arrays() != nullptr && ArrayChooser(file).flux().has_value();
}

ArrayRoles arrayRolesOf(SourceFile& file, std::optional<std::size_t> givenWavelengths) {
  return ArrayChooser(file).roles(givenWavelengths);
}

std::vector<std::size_t> wavelengthArrays(const io::ArrayFile& arrays) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < arrays.arrays().size(); ++i)
    if (quantityOf(arrays.arrays()[i]) == ColumnQuantity::Wavelength) found.push_back(i);
  const auto rank = [&](std::size_t i) {
    const ColumnName meaning = interpretColumnName(partOf(arrays.arrays()[i].baseName()).name);
    return 4 * static_cast<int>(meaning.isLog) + (meaning.isAir ? 2 * static_cast<int>(*meaning.isAir) : 1);
  };
  std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  return found;
}

}  // namespace maury::survey
