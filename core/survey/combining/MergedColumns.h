// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "survey/combining/CombineSource.h"
#include "survey/combining/StarGroups.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Some rows of a file, in ascending order, with the data of their stars.
struct FileRows {
  std::vector<std::size_t> rows;
  Dataset stars;

  /// Returns the place of a row, which must be one of `rows`.
  std::size_t placeOf(std::size_t row) const;
};

/// Labels, inputs and columns of stars whose spectra come from several files. Each value of a star is the first that is
/// not missing, in the order of its spectra. The S/N is left out, because it is that of one spectrum. Not thread-safe.
class MergedColumns {
public:
  /// Chooses the names and types from the first star of each file. A column of integers becomes real, or text if an
  /// integer is too large, unless every group has a file with that column.
  MergedColumns(const CombineSources& sources, const StarGroups& groups);

  /// Returns the stars of the groups [first, last) with their ids, without spectra. `files` has the rows of each file
  /// that occur in these groups. Counts contradictions.
  Dataset merge(const StarGroups& groups, std::size_t first, std::size_t last, const std::vector<FileRows>& files);

  /// Returns one sentence for each kind of contradiction so far: values that differ between the spectra of a star, and
  /// names that files use for different things.
  std::vector<std::string> contradictions() const;

private:
  enum class Kind { Label, Input, Column };
  /// Label, input or column of the result, and its index in each file (kAbsent if the file lacks it).
  struct Field {
    Kind kind = Kind::Column;
    std::string name, unit;
    std::vector<std::size_t> indices;
    std::size_t width = 1;      ///< elements of an input
    bool hasErrors = false;     ///< true for a label with errors
    std::size_t stars = 0;      ///< groups in which the spectra have different values
    io::Column prototype = {};  ///< description of a column, and an empty list of the type of its values
  };
  using Group = std::span<const SpectrumRow>;  ///< in the three functions that merge, with places instead of rows

  void addFields(const CombineSources& sources, std::size_t file);
  void addField(const CombineSources& sources, std::size_t file, Field field, std::size_t index);
  void chooseTypes(const CombineSources& sources, const StarGroups& groups);
  Label mergeLabel(Field& field, const std::vector<Group>& groups, const std::vector<FileRows>& files) const;
  AuxiliaryInput mergeInput(Field& field, const std::vector<Group>& groups, const std::vector<FileRows>& files) const;
  io::Column mergeColumn(Field& field, const std::vector<Group>& groups, const std::vector<FileRows>& files) const;

  std::vector<Field> m_fields;
  std::vector<std::string> m_conflictingNames;  ///< sentences
};

}  // namespace maury::survey
