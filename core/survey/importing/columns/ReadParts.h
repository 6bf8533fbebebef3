// SPDX-License-Identifier: GPL-3.0-or-later
// Entries of the reading report for columns and images. All functions are thread-safe for different groups.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "io/tables/Table.h"
#include "survey/importing/ReadingReport.h"
#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

struct StatedWavelengths;

/// Returns the role of flux errors of this kind; NotUsed for None.
PartRole roleOfErrors(ErrorMeaning meaning);

/// Returns the first three values as text; a missing value is an empty text.
std::vector<std::string> samplesOf(std::span<const double> values);
std::vector<std::string> samplesOf(std::span<const float> values);
std::vector<std::string> samplesOf(const io::Column& column);

/// Returns the entry of a column, with its unit, samples and the other roles that it could have.
ReadPart readPart(const io::Column& column, PartRole role, const Reason& reason);
/// Returns the entry of a column of vectors; the samples are from the first row that has values.
ReadPart readPart(const io::ArrayColumn& column, PartRole role, const Reason& reason);
/// Returns the entry of a column of a table with one row per pixel, whose other roles are those of spectra.
ReadPart spectrumPart(const io::Column& column, PartRole role, const Reason& reason);
/// Returns the entry of an image HDU, with its BUNIT. `values` are its first ones.
ReadPart readPart(SourceFile& file, int hdu, PartRole role, const Reason& reason, std::span<const float> values);

/// Adds the columns that hold the spectra of a table, and those that were left out. `roles` are the user's; nullptr if
/// there are none. `isGuessed` says that columns whose names do not tell were recognised by their values.
void addFluxColumns(ReadGroup& group, const io::Table& table, const FluxColumns& names, RoleMap* roles, bool isGuessed);

/// Adds the column of ids, which is known by its name, unless the user gave it that role; does nothing for nullptr.
void addIdColumn(ReadGroup& group, const io::Column* column, RoleMap* roles);

/// Sets the wavelengths of a group, and the unit of their column, when called first; later calls add doubts.
void setWavelengths(ReadGroup& group, const StatedWavelengths& wavelengths);

/// Adds a number of missing values to the first part with this role; does nothing for 0.
void countMissing(ReadGroup& group, PartRole role, MissingCause cause, std::size_t count);

}  // namespace maury::survey
