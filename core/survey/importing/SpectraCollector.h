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

/// Columns that grow by rows of tables that need not have the same columns; what a row lacks is missing.
class GrowingTable {
public:
  void append(const io::Table& rows, std::size_t count);
  io::Table take();

private:
  io::Column& column(const io::Column& like);

  std::vector<io::Column> m_columns;
  std::unordered_map<std::string, std::size_t> m_places;
  std::size_t m_rows = 0;
};

/// Puts spectra of one grid, and inputs of stars, together as they are read. Not thread-safe.
class SpectraCollector {
public:
  explicit SpectraCollector(ImportReport& report) : m_report(report) {}

  /// Throws Error(Mismatch) naming both files if the grid is not that of the spectra before.
  void add(SpectraBlock&& block);
  /// The first that is said of a star counts.
  void add(StarInputs&& stars);

  /// After the last: decides about second choices. Throws Error(Format) if no pixel of any spectrum holds flux.
  void complete();
  bool empty() const { return m_fileNames.empty() && m_inputs.ids.empty(); }
  std::size_t spectraCount() const { return m_fileNames.size(); }
  const std::vector<std::string>& fileNames() const { return m_fileNames; }  ///< of each star
  /// The stars, with their columns sorted into labels, inputs and columns; and the inputs joined.
  Dataset finish(RoleMap& roles);

private:
  void addSpectrum(Spectrum& spectrum);
  void requireSameGrid(const Spectrum& spectrum);
  void addErrors(Spectrum& spectrum);
  void describeStars(RoleMap& roles);
  void countRepeats();
  Dataset inputsAsStars(RoleMap& roles);

  /// How many spectra had something to report, and which was the first.
  struct Tally {
    std::size_t count = 0;
    std::string first;
    void add(const std::string& what) {
      if (count++ == 0) first = what;
    }
  };
  void warn(const Tally& tally, const char* what);

  ImportReport& m_report;
  Dataset m_dataset;
  GrowingTable m_about;
  StarInputs m_inputs;
  GrowingTable m_aboutInputs;
  std::unordered_map<std::string, std::size_t> m_inputRows;
  std::size_t m_repeatedInputs = 0;
  std::vector<SpectraBlock> m_secondChoice;
  std::shared_ptr<const spectra::WavelengthGrid> m_grid;
  std::shared_ptr<const spectra::WavelengthGrid> m_checkedGrid;  ///< another object that was found to match
  std::string m_firstFile;
  std::vector<std::string> m_fileNames;
  std::vector<double> m_snr;
  Tally m_empty, m_gaps;
  bool m_wasAir = false;
};

}  // namespace maury::survey
