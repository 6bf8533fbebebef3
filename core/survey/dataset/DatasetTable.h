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

/// How ids are written, which all of them must be known for: as integers if each is a 64-bit one in its plain form.
struct IdForm {
  bool isText = false;
  std::int64_t largest = 0;

  void add(const std::vector<std::string>& ids, std::span<const std::size_t> rows);
  void add(const std::vector<std::string>& ids);
};

/// The rows of `dataset` as a table for other programs: the id, labels each followed by its error as e_NAME, scalar and
/// vector inputs, columns (without rows those of all stars); with `spectra` the wavelength (nm, vacuum), flux and
/// flux_error of every pixel in each row. Units, descriptions and UCDs are the dataset's or else those of columnMeta();
/// notes say what the stars are and what was done to them. Ids that are all 64-bit integers are integers, and then
/// called source_id if one is as large as Gaia's and no column has that name. Any thread.
io::Table tableOf(const Dataset& dataset, std::span<const std::size_t> rows, bool spectra = false);
/// The same of some rows of more, whose ids have been seen all.
io::Table tableOf(const Dataset& dataset, std::span<const std::size_t> rows, bool spectra, const IdForm& form);

/// The same for all rows.
io::Table tableOf(const Dataset& dataset);

/// Fills empty descriptions and UCDs of the columns from columnMeta(); of several main identifiers or positions the
/// first stays the main one.
void describeColumns(io::Table& table);

}  // namespace maury::survey
