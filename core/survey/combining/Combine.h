// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/Job.h"
#include "spectra/Coadd.h"
#include "survey/combining/CombineSource.h"
#include "survey/combining/MergedColumns.h"
#include "survey/combining/StarGroups.h"
#include "survey/importing/CombineArms.h"
#include "survey/importing/Import.h"
#include "survey/recipe/Recipe.h"

namespace maury::survey {

/// Treatment of several spectra of one star in one file, or in files that cover the same wavelengths
/// (spectra::coverTheSame()). Spectra that are co-added are brought to one level first (spectra/RepeatLevels.h).
enum class Repeats {
  Keep,   ///< kept apart: the k-th spectrum of a star in one file is joined to its k-th in the others
  Mean,   ///< co-added by CoaddMethod::Mean
  Median  ///< co-added by CoaddMethod::Median
};

struct CombineOptions {
  std::string by = "id";      ///< column that identifies a star in all files; "id": the ids
  ImportOptions import;       ///< how files are read; `labels` and `rowsAreAligned` are not used. The grid is that of
                              ///< the result; none: that of spectra::joinedGrid()
  bool onlyComplete = false;  ///< drop stars that are not in all files, instead of leaving their pixels missing
  Repeats repeats = Repeats::Keep;
  /// Column of radial velocities (km/s) by which every spectrum is shifted to rest before repeats are co-added; empty:
  /// no shift.
  std::string velocityColumn;
};

/// Counts and messages of a combination.
struct CombineReport {
  std::vector<std::string> files;
  std::vector<std::size_t> absent;  ///< stars that each file lacks
  std::size_t stars = 0;            ///< spectra of the result
  std::size_t complete = 0;         ///< number of these with a spectrum of every file
  std::size_t dropped = 0;          ///< left out, because a file lacks them
  std::size_t coadded = 0;          ///< stars of which several spectra were co-added
  std::size_t coaddedSpectra = 0;   ///< these spectra
  std::size_t scaledSpectra = 0;    ///< spectra that were scaled to the level of another one of their star
  double leastFactor = 1.0, greatestFactor = 1.0;  ///< range of the factors of these spectra; 1 if there are none
  std::size_t unscaledSpectra = 0;                 ///< spectra whose factor is unknown (spectra::LevelFactor::isKnown)
  std::size_t comparedStars = 0;                   ///< stars whose spectra could be compared
  double medianReducedChi2 = std::numeric_limits<double>::quiet_NaN();  ///< median over them (spectra/Coadd.h)
  std::string grid;                                                     ///< description of the grid
  std::vector<std::string> notes, warnings;                             ///< one sentence each

  /// Returns the counts in sentences.
  std::string summary() const;
};

/// Columns that a combination adds: the number of files with a spectrum of the star (if there are several files), and,
/// if repeats are co-added, the number of spectra and their reduced χ² (missing if none could be compared).
inline constexpr const char* kArmCountColumn = "n_arms";
inline constexpr const char* kSpectrumCountColumn = "n_spectra";
inline constexpr const char* kRepeatScatterColumn = "chi2_repeats";

/// Combination of the spectra of each star, from several files or several rows, to one spectrum: repeats are brought to
/// one level and co-added if asked (spectra/Coadd.h), on the grid of the result if their files have different grids.
/// Then the spectra of different files are joined as the arms of an import are (ArmCombiner). The labels, inputs and
/// columns are those of MergedColumns. Memory: the names of the stars, one block of stars, and the files that are not
/// survey files. Not thread-safe.
class Combination {
public:
  /// Groups the spectra. Throws Error(Usage) for a single file whose repeats are kept, and Error(Mismatch) for a file
  /// without spectra or columns that are needed, if no star is in two files, and if no star is left.
  Combination(CombineSources sources, const CombineOptions& options, Job& job);

  std::size_t starCount() const { return m_groups.size(); }
  std::size_t textWidth() const;  ///< length in characters of the longest text of the result
  /// Calls `use` with blocks of about 16 MB of combined stars, at least once. Progress unit "stars". Throws the errors
  /// of SurveyReader and of `use`; Error(Format) if the arms cannot be joined.
  void forEachBlock(Job& job, const std::function<void(Dataset&& block)>& use);
  /// Returns the counts of the groups; after forEachBlock() also those of the co-added spectra, and contradictions.
  const CombineReport& report() const { return m_report; }
  /// Returns the lines of the reading report of the result: those of the files, then report() at this time.
  std::vector<std::string> readingLines() const;

private:
  /// Scatter and levels of the spectra of a star that were co-added.
  struct StarCoadd {
    spectra::RepeatScatter scatter;
    std::vector<double> factors;  ///< factors of the spectra that were scaled
    std::size_t unscaled = 0;     ///< spectra whose factor is unknown
  };
  void requireSources() const;
  void findRepeats();
  std::size_t armCount(std::span<const SpectrumRow> group) const;
  void group(Job& job);
  void dropIncomplete();
  void chooseGrid();
  void describe();
  std::size_t endOfBlock(std::size_t first) const;
  std::vector<FileRows> readFiles(std::size_t first, std::size_t last, Job& job);
  Dataset combineBlock(std::size_t first, std::size_t last, Job& job);
  StarCoadd combineStar(std::span<const SpectrumRow> group, const std::vector<FileRows>& files, Spectrum& combined);
  Spectrum spectrumOf(const SpectrumRow& row, const std::vector<FileRows>& files) const;
  Spectrum coaddOf(std::vector<Spectrum>&& repeats, StarCoadd& found);
  void addCounts(Dataset& block, std::size_t first, const std::vector<StarCoadd>& coadds);
  void finishReport();

  CombineSources m_sources;
  CombineOptions m_options;
  StarGroups m_groups;
  std::unique_ptr<MergedColumns> m_columns;
  std::vector<std::shared_ptr<const spectra::WavelengthGrid>> m_grids;  ///< one for each file
  std::vector<std::size_t> m_arms;  ///< for each file, the first file whose spectra are repeats of its own, or itself
  std::shared_ptr<const spectra::WavelengthGrid> m_target;
  bool m_hasErrors = false;
  ArmCombiner m_combiner;
  Recipe m_toRest;
  RecipeReport m_restReport;
  Provenance m_provenance;
  std::vector<double> m_reducedChi2;
  CombineReport m_report;
};

/// Combines files to a survey file, which appears at `out` when it is complete. Throws the errors of CombineSource,
/// Combination and SurveyWriter.
CombineReport combineFiles(const CombineSources& sources, const CombineOptions& options,
                           const std::filesystem::path& out, Job& job);

/// Combines files to stars in memory.
struct CombinedStars {
  Dataset stars;
  CombineReport report;
};
CombinedStars combineInMemory(const CombineSources& sources, const CombineOptions& options, Job& job);

}  // namespace maury::survey
