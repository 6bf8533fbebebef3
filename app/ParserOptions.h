// SPDX-License-Identifier: GPL-3.0-or-later
// Options of `maury --render` on the command line of the desktop program.
#pragma once

#include <QCommandLineParser>
#include <string>

#include "workbench/pages/PageFigures.h"

namespace maury::app {

/// Adds the options of all pages, each flag once; the help of a flag says which pages have it.
void addPageOptions(QCommandLineParser& parser);

/// Returns the options of a page that were given on the command line. Throws Error(Usage) for an unknown page, for an
/// invalid value, and for an option of other pages, naming the option and its pages.
workbench::PageOptions pageOptions(const QCommandLineParser& parser, const std::string& page);

/// Throws Error(Usage) naming the option if one of any page was given, which has no effect without --render.
void refusePageOptions(const QCommandLineParser& parser);

}  // namespace maury::app
