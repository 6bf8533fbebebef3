// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "survey/importing/Import.h"
#include "survey/importing/readers/Format.h"

namespace maury::survey {

/// Table to which rows of tables with different columns can be appended. Columns that a row lacks get missing values.
class GrowingTable {
public:
  void append(const io::Table& rows, std::size_t count);
  io::Table take();

private:
  io::Column& column(const io::Column& prototype);

  std::vector<io::Column> m_columns;
  std::unordered_map<std::string, std::size_t> m_places;
  std::size_t m_rows = 0;
};

/// Collector that combines spectra on one grid, and inputs of stars, as they are read. Not thread-safe.
class SpectraCollector {
public:
  SpectraCollector(const ImportOptions& options, ImportReport& report) : m_options(options), m_report(report) {}

  /// Adds spectra. Throws Error(Mismatch) naming both files if their grid differs from that of earlier spectra.
  void add(SpectraBlock&& block);
  /// Adds inputs; repeated rows of a star are ignored.
  void add(StarInputs&& stars);

  /// Completes the collection after the last add(): uses the fallback spectra if there are no others, and adds warnings
  /// to the report. Throws Error(Format) if no pixel of any spectrum has flux.
  void complete();
  bool empty() const { return m_fileNames.empty() && m_inputs.ids.empty(); }
  std::size_t spectraCount() const { return m_fileNames.size(); }
  const std::vector<std::string>& fileNames() const { return m_fileNames; }  ///< file name of each star
  /// Returns the stars, with their table columns sorted into labels, inputs and columns, and the inputs joined by id.
  Dataset finish(RoleMap& roles);

private:
  void addSpectrum(Spectrum& spectrum);
  void requireSameGrid(const Spectrum& spectrum);
  void addErrors(Spectrum& spectrum);
  void sampleSnr();
  void describeStars(RoleMap& roles);
  void describeNoise();
  void countRepeats();
  Dataset inputsAsStars(RoleMap& roles);

  /// Number of spectra with some problem, and a description of the first.
  struct Tally {
    std::size_t count = 0;
    std::string first;
    void add(const std::string& description) {
      if (count++ == 0) first = description;
    }
  };
  void warn(const Tally& tally, const char* problem);

  const ImportOptions& m_options;
  ImportReport& m_report;
  Dataset m_dataset;
  GrowingTable m_starTable;
  StarInputs m_inputs;
  GrowingTable m_inputStarTable;
  std::unordered_map<std::string, std::size_t> m_inputRows;
  std::size_t m_repeatedInputs = 0;
  std::vector<SpectraBlock> m_fallback;
  std::shared_ptr<const spectra::WavelengthGrid> m_grid;
  std::shared_ptr<const spectra::WavelengthGrid> m_checkedGrid;  ///< last other object that compared equal to m_grid
  std::string m_firstFile;
  std::vector<std::string> m_fileNames;
  std::vector<double> m_snr;
  std::vector<float> m_sampleSnr;  ///< S/N of one spectrum in m_snrStep
  std::size_t m_snrStep = 1;
  std::size_t m_missingFlux = 0, m_missingErrors = 0;  ///< pixels without flux; pixels with flux but without an error
  Tally m_empty, m_gaps;
  bool m_wasAir = false;
};

}  // namespace maury::survey
