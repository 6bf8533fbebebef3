// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "survey/importing/readers/Format.h"

namespace maury::survey {

/// Joins the arms of a star to one spectrum (spectra/JoinArms.h), whatever the survey. Stars whose arms have equal
/// grids share one joined grid. Thread-safe.
class ArmCombiner {
public:
  /// Returns the joined spectrum on `target`, or on joinedGrid() if that is nullptr. Id and file are those of the first
  /// arm. It has errors if any arm has. Throws Error(Format) naming the file if the arms cannot be joined.
  Spectrum combine(const std::vector<Spectrum>& arms, const std::shared_ptr<const spectra::WavelengthGrid>& target);
  /// Returns a block of one star: the joined arms, and the table of the star without its S/N, which is that of an arm.
  SpectraBlock combine(SpectraBlock&& arms, const std::shared_ptr<const spectra::WavelengthGrid>& target);

private:
  using Grid = std::shared_ptr<const spectra::WavelengthGrid>;
  Grid gridOf(const std::vector<Spectrum>& arms);

  struct Known {
    std::vector<Grid> arms;
    Grid joined;
  };
  std::mutex m_mutex;
  std::vector<Known> m_recent;  ///< last few, most recent first
};

}  // namespace maury::survey
