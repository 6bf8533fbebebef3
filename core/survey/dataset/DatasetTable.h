// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/tables/Table.h"
#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Type in which ids are written: integers if every id is a 64-bit integer in plain form, otherwise text. All ids must
/// be added before it is valid.
struct IdType {
  bool isText = false;
  std::int64_t largest = 0;  ///< largest id, if all are integers

  void add(const std::vector<std::string>& ids, std::span<const std::size_t> rows);
  void add(const std::vector<std::string>& ids);
};

/// Returns the rows of `dataset` as a table for other programs: id, labels each followed by its error as e_NAME, scalar
/// and vector inputs, and columns. With `spectra`, each row also has the wavelength (nm, vacuum), flux and flux_error
/// of every pixel. Units, descriptions and UCDs are those of the dataset, or else of columnMeta(); the table's notes
/// hold the provenance. Ids are integers if all of them are 64-bit integers; the column is then called source_id if one
/// id is as large as Gaia's and that name is free. Without rows, the table has the columns and id type of all stars.
/// Thread-safe.
io::Table tableOf(const Dataset& dataset, std::span<const std::size_t> rows, bool spectra = false);
/// Returns such a table of one chunk, where `idType` was determined from the ids of all chunks.
io::Table tableOf(const Dataset& dataset, std::span<const std::size_t> rows, bool spectra, const IdType& idType);

/// Returns such a table of all rows, without spectra.
io::Table tableOf(const Dataset& dataset);

/// Fills empty descriptions and UCDs of the columns from columnMeta(). If several columns have the same UCD with
/// ";meta.main", only the first keeps that suffix.
void describeColumns(io::Table& table);

}  // namespace maury::survey
