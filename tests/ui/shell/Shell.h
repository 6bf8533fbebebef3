// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the tests of the window: waiting in the event loop, and a small survey.
#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>

#include "survey/dataset/Dataset.h"

namespace maury::test {

/// Runs the event loop until `condition` holds. Returns false after `milliseconds`.
template <typename Condition>
bool waitFor(const Condition& condition, int milliseconds = 5000) {
  const QDeadlineTimer deadline(milliseconds);
  while (!condition()) {
    if (deadline.hasExpired()) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
  }
  return true;
}

/// Stars "s0" … with teff 4000, 4010 … K ± 50, logg 0, 0.5 … 4.5 and again, text column "field", integer "epoch";
/// every seventh star has no teff.
inline std::shared_ptr<survey::Dataset> smallSurvey(std::size_t stars) {
  auto result = std::make_shared<survey::Dataset>();
  survey::Label teff{"teff", "K", {}, {}};
  survey::Label logg{"logg", "dex", {}, {}};
  std::vector<std::string> fields;
  std::vector<std::int64_t> epochs;
  for (std::size_t i = 0; i < stars; ++i) {
    result->ids.push_back("s" + std::to_string(i));
    const float value = 4000.0F + 10.0F * static_cast<float>(i);
    teff.values.push_back(i % 7 == 6 ? std::numeric_limits<float>::quiet_NaN() : value);
    teff.errors.push_back(50.0F);
    logg.values.push_back(0.5F * static_cast<float>(i % 10));
    fields.push_back(i % 2 == 0 ? "north" : "south");
    epochs.push_back(static_cast<std::int64_t>(100 - i));
  }
  result->labels = {teff, logg};
  result->columns = {{"field", "", fields}, {"epoch", "", epochs}};
  result->provenance.origin = "a small survey";
  return result;
}

}  // namespace maury::test
