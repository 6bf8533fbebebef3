// SPDX-License-Identifier: GPL-3.0-or-later
// Decides in which unit a file's wavelengths are. A statement of the file counts if it yields wavelengths of stellar
// spectra, 90 nm to 30 µm. Otherwise every unit is tried on the whole range: the usual one is taken and noted, and if
// two are equally usual, the user is asked (UnitUnknown). Units of stellar spectra overlap (917–1005 may be Å or nm),
// so the first value alone does not decide.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "survey/importing/Import.h"
#include "survey/importing/ReadingReport.h"
#include "survey/importing/WavelengthUnit.h"
#include "survey/importing/columns/FluxColumns.h"

namespace maury::survey {

/// Statement of a file about the unit of its wavelengths.
struct StatedScale {
  std::string unit = {};           ///< as the file spells it; empty: none
  bool isLog = false;              ///< true if a name or key says that the values are logarithms
  bool isWavenumber = false;       ///< true if a name or key says that the values are wavenumbers
  std::string where = {};          ///< key or column of the unit, for messages: "CUNIT1", "column 'wave'"
  Ground ground = Ground::Header;  ///< kind of the statement
  std::string place = {};          ///< place of the values: "column 'wave'"
};

/// Returns the statement of a column: its unit, or else the one in its name ("wave_um"). `isLog` is true if its name
/// says that it holds logarithms.
StatedScale statedScaleOf(const std::string& columnName, const std::string& unit, bool isLog);

/// Returns the statement about the column of wavelengths among `columns`, with the user's unit, or that in its name, if
/// it has priority over the file's (FluxColumns::unitOr()).
StatedScale statedScaleOf(const std::string& columnName, const std::string& unit, const FluxColumns& columns);

/// Notes on the choice of units during one import: one sentence for all files that were read alike. Thread-safe.
class WavelengthNotes {
public:
  /// Adds the note `sentence` on the file `source`. Notes of the same `kind` are counted, and the sentence of the file
  /// whose name comes first is kept.
  void add(const std::string& kind, const std::string& source, const std::string& sentence);
  std::vector<std::string> sentences() const;

private:
  struct Note {
    std::string source, sentence;
    std::set<std::size_t> files;  ///< hashes of their names
  };
  mutable std::mutex m_mutex;
  std::map<std::string, Note> m_notes;
};

/// Unit of wavelengths, and why it was chosen.
struct ChosenUnit {
  WavelengthUnit unit;
  Reason reason;
  std::string doubt = {};  ///< why the user should look at it, as a clause; empty if there is no doubt
};

/// Returns the unit of `values`, which need not be sorted; the values that are not finite are ignored. A plausible unit
/// stated by the file is used. If it states none or an implausible one, `said` (the user's) is used; without it, the
/// usual reading of the whole range, with a note. Throws UnitUnknown if several readings are equally usual, or if none
/// lies between 90 nm and 30 µm and spans at least 10⁻⁴ of its wavelength.
ChosenUnit chooseWavelengthUnit(std::span<const double> values, const StatedScale& stated,
                                const std::optional<WavelengthUnit>& said, const std::string& source,
                                WavelengthNotes& notes);

/// Returns true if chooseWavelengthUnit() would not throw.
bool isWavelengthUnitClear(std::span<const double> values, const StatedScale& stated,
                           const std::optional<WavelengthUnit>& said);

/// Returns true if `values` in this unit lie between 90 nm and 30 µm, at least half of them.
bool isPlausibleUnit(std::span<const double> values, const WavelengthUnit& unit);

}  // namespace maury::survey
