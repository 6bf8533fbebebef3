// SPDX-License-Identifier: GPL-3.0-or-later
// Contents of the figures of a validation. Thread-safe.
#pragma once

#include <optional>
#include <span>

#include "workbench/figure/Figure.h"
#include "workbench/figure/StarLayers.h"
#include "workbench/validation/ValidateContent.h"

namespace maury::workbench {

/// Returns one panel per label: prediction against reference, with the subsets in their colours.
Figure agreementFigure(const ValidateContent& content, std::span<const Subset> subsets);
/// Returns the index in content.oneToOne of the label in this panel of agreementFigure(); nullopt for a blank cell.
std::optional<std::size_t> agreementLabelIndex(const ValidateContent& content, int row, int column);
/// Returns one panel per label with scatter against S/N, the error bars stated in the catalogue and, if known, the
/// Cramér–Rao bound; then a panel with scatter divided by bound for all labels. content.precision must not be empty.
Figure precisionFigure(const ValidateContent& content);
/// Returns one panel per label: share of residuals within an error bar, against the share for a Gaussian.
Figure coverageFigure(const ValidateContent& content);

}  // namespace maury::workbench
