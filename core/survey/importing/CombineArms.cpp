// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/CombineArms.h"

#include <algorithm>

#include "base/Error.h"
#include "spectra/JoinArms.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/names/TextCase.h"

namespace maury::survey {

ArmCombiner::Grid ArmCombiner::gridOf(const std::vector<Spectrum>& arms) {
  std::vector<Grid> grids;
  std::vector<const spectra::WavelengthGrid*> plain;
  for (const Spectrum& arm : arms) {
    grids.push_back(arm.grid);
    plain.push_back(arm.grid.get());
  }
  {
    const std::lock_guard lock(m_mutex);
    for (const Known& known : m_recent)
      if (known.arms == grids) return known.joined;
  }
  Grid joined;
  try {
    joined = std::make_shared<const spectra::WavelengthGrid>(spectra::joinedGrid(plain));
  } catch (const Error& error) {
    refuseFile(arms.front().file, error.what());
  }
  constexpr std::size_t kMaxKnown = 8;  // one import mixes fewer kinds of spectra
  const std::lock_guard lock(m_mutex);
  m_recent.insert(m_recent.begin(), {std::move(grids), joined});
  if (m_recent.size() > kMaxKnown) m_recent.pop_back();
  return joined;
}

Spectrum ArmCombiner::combine(const std::vector<Spectrum>& arms, const Grid& target) {
  Spectrum joined;
  joined.id = arms.front().id;
  joined.file = arms.front().file;
  joined.grid = target ? target : gridOf(arms);
  joined.flux.resize(joined.grid->size());
  std::vector<spectra::ArmSpectrum> parts;
  for (const Spectrum& arm : arms) {
    parts.push_back({arm.grid.get(), arm.flux, arm.fluxError});
    joined.wasAir = joined.wasAir || arm.wasAir;
    if (!arm.fluxError.empty()) joined.fluxError.resize(joined.grid->size());
  }
  spectra::joinArms(parts, *joined.grid, joined.flux, joined.fluxError);
  return joined;
}

SpectraBlock ArmCombiner::combine(SpectraBlock&& arms, const Grid& target) {
  SpectraBlock block;
  block.spectra.push_back(combine(arms.spectra, target));
  block.starTable = std::move(arms.starTable);
  std::erase_if(block.starTable.columns, [](const io::Column& column) { return lowerCase(column.name) == "snr"; });
  return block;
}

}  // namespace maury::survey
