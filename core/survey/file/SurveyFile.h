// SPDX-License-Identifier: GPL-3.0-or-later
// Survey file: a standard FITS file that astropy and TOPCAT open as a table. A FITS table without ROLEn keywords is
// not a survey file; import it (Import.h).
//
// HDU STARS has one row per star with the columns id (A), flux and flux_error (P × E), inputs (vectors of E), labels
// (E), their errors (e_NAME, E), and other columns (D, K or A). Its keywords:
// - ROLEn: role of column n: id, flux, flux_error, input, label, label_error or column;
// - NAMEn, UNITn: name or unit of column n if FITS cannot represent it;
// - MOCK: true for simulated stars; ORIGIN: source of the stars;
// - HISTORY: preprocessing steps (Recipe.h) and notes;
// - MAURYFMT: version of the format; absent (in files of Maury 0.1) means 1.
//
// HDU WAVELENGTH has the column wavelength (D, nm, vacuum).
//
// HDU READING, if there is one, has the lines of the reading report of the import in the column line (A).
#pragma once

#include <filesystem>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"
#include "survey/file/SurveyReader.h"

namespace maury::survey {

/// Reads a whole survey in chunks. Progress unit "stars".
Dataset readSurvey(const std::filesystem::path& path, Job& job, const SurveyParts& parts = {});
/// Writes a whole survey in chunks. Progress unit "stars".
void writeSurvey(const std::filesystem::path& path, const Dataset& dataset, Job& job);
/// Returns true if the file is FITS and has the ROLEn keywords of a survey file.
bool isSurveyFile(const std::filesystem::path& path);

}  // namespace maury::survey
