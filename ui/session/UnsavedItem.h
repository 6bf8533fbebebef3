// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <optional>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::ui {

/// Result of the session that is in no file yet. A plain value.
struct UnsavedItem {
  enum class Kind { Model, Survey, Predictions };

  Kind kind = Kind::Model;
  QString name;                                  ///< for the user: "Model 1 · seed 1", "Survey mock.fits (prepared)"
  QString fileName;                              ///< proposal without folder: "mock-prepared.fits"
  std::optional<network::Model> model;           ///< for Kind::Model
  std::shared_ptr<const survey::Dataset> stars;  ///< for the other kinds
};

}  // namespace maury::ui
