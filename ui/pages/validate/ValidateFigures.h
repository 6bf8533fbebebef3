// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/pages/validate/ValidateContent.h"

namespace maury::ui {

class FigureView;

/// A panel a label: prediction against reference, with what is selected or has a name in its colour.
void drawAgreement(FigureView& view, const ValidateContent& content, const Selection& selection);
/// Which of content.oneToOne is in this panel of drawAgreement(); nothing for one without.
std::optional<std::size_t> agreementPanel(const ValidateContent& content, int row, int column);
/// A panel a label: scatter against S/N beside the catalogue's own error bars and, where it is known, the Cramér–Rao
/// bound; then one with all labels' scatter over that bound.
void drawPrecision(FigureView& view, const ValidateContent& content);
/// A panel a label: the share of residuals within an error bar against what a Gaussian one would hold.
void drawCoverage(FigureView& view, const ValidateContent& content);

}  // namespace maury::ui
