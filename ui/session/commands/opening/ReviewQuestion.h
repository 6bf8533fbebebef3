// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "workbench/opening/FileReview.h"

namespace maury::ui {

using ReviewPointer = std::shared_ptr<const workbench::FileReview>;

/// Function, called on the UI thread, that shows the user how files will be read and lets the user change it. It calls
/// `accepted` on the UI thread with the last review, whose `opened` is not nullptr; never if the user cancels. Set by
/// the window; without it, files that need an answer are reported, and doubts do not delay the reading.
using ReviewQuestion =
    std::function<void(const ReviewPointer& review, std::function<void(const ReviewPointer& review)> accepted)>;

/// When the question is asked about files other than those of this program.
enum class AskReview { IfDoubtful, Always };

/// Returns true if the user must be asked about the files.
inline bool needsQuestion(const workbench::FileReview& review, AskReview when) {
  return review.needsAttention() || (when == AskReview::Always && !review.form.empty());
}

}  // namespace maury::ui
