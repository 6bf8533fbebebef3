// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "attribution/physics/Contrast.h"
#include "spectra/LineList.h"

namespace maury::ui {

class FigureView;

/// What the figures of a contrast show.
struct ContrastContent {
  std::shared_ptr<const attribution::Contrast> contrast;
  std::size_t label = 0;
  spectra::LineList lines;  ///< to be marked
  double lineHalfWidthNm = 0.06;
  QString nameA, nameB, note;
};

/// The two mean spectra, their difference, and how much of the label's difference each pixel makes, over wavelength.
void drawContrast(FigureView& view, const ContrastContent& content);

/// The parts of the label's difference as steps from B to A, the largest by name and the rest together. `parts` as
/// attribution::contrastParts gives them.
void drawWaterfall(FigureView& view, const ContrastContent& content,
                   const std::vector<attribution::ContrastPart>& parts);

/// "Ca II wings", "off lines", "G".
QString partName(const attribution::ContrastPart& part);

}  // namespace maury::ui
