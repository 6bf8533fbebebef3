// SPDX-License-Identifier: GPL-3.0-or-later
// Contents of the figures of a validation. Thread-safe.
#pragma once

#include <optional>
#include <span>

#include "workbench/figure/Figure.h"
#include "workbench/figure/StarLayers.h"
#include "workbench/validation/ValidateContent.h"

namespace maury::workbench {

/// Returns a panel per label: prediction against reference, with the subsets in their colours.
Figure agreementFigure(const ValidateContent& content, std::span<const Subset> subsets);
/// Returns which of content.oneToOne is in this panel of agreementFigure(); nothing for an empty place.
std::optional<std::size_t> agreementPanel(const ValidateContent& content, int row, int column);
/// Returns a panel per label: scatter against S/N next to the catalogue's own error bars and, where it is known, the
/// Cramér–Rao bound; then one with all labels' scatter over that bound. content.precision must not be empty.
Figure precisionFigure(const ValidateContent& content);
/// Returns a panel per label: the share of residuals within an error bar against what a Gaussian one would hold.
Figure coverageFigure(const ValidateContent& content);

}  // namespace maury::workbench
