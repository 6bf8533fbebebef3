// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of the command lines that pages copy: the files of the session.
#pragma once

#include <QString>
#include <string>

#include "workbench/pages/PageFigures.h"

namespace maury::ui {

class Session;

/// Returns the file of the survey. Throws Error(Usage) if the survey is in no file, differs from it, or
/// was read from it as the user stated.
std::string surveyFileOf(const Session& session);
/// Returns the file of the model. Throws Error(Usage) if there is no model or it is in no file.
std::string modelFileOf(const Session& session);

/// Returns the id by which `--star` finds a row. Throws Error(Usage) if an earlier row of the survey has the same id.
std::string idOfRow(const survey::Dataset& survey, std::size_t row);

/// Command that predicts the labels of the open survey, to be followed by one that uses them.
struct PredictStep {
  std::string command;    ///< "maury-cli predict … && "
  std::string catalogue;  ///< the file that it writes
};
/// Returns this command. Throws Error(Usage) if the survey or the model is in no file.
PredictStep predictStepOf(const Session& session);

/// Files that a figure depends on, besides the survey.
enum class FigureFiles { Survey, Model, Predictions };
/// Returns the `maury --render` command that draws a page with these options from the session's survey and the other
/// files. If the session has predictions, and the figure or its filter may depend on them, the command predicts labels
/// first. Throws Error(Usage) if one of the files does not exist yet.
QString renderCommandOf(const Session& session, const std::string& page, const workbench::PageOptions& options,
                        FigureFiles files);

}  // namespace maury::ui
