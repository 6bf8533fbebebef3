// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/combining/CombineOptionTable.h"

#include "survey/importing/ImportOptionTable.h"

namespace maury::survey {

namespace {

/// Returns the options of an import without those of the label table, which combined files have already.
OptionTable<ImportOptions> readingOptions() {
  OptionTable<ImportOptions> options = importOptionTable();
  std::erase_if(options, [](const Option<ImportOptions>& option) {
    const std::string& key = option.description.key;
    return key == "labels" || key == "rowsAreAligned" || key == "textIsEnough";
  });
  for (Option<ImportOptions>& option : options) {
    if (option.description.key == "grid") {
      option.description.label = "grid";
      option.description.help =
          "Grid of the result: FIRST:STEP:PIXELS (nm, vacuum), loglam:FIRST:STEP:PIXELS (log10 of Å), or first-file "
          "(default: the pixels of the arms, or the finest step of overlapping ones)";
    }
    if (option.description.key == "idColumn")
      option.description.help = "Id column of the files (default: file, id, source_id …)";
  }
  return options;
}

}  // namespace

const OptionTable<CombineOptions>& combineOptionTable() {
  using Options = CombineOptions;
  static const OptionTable<Options> table = [] {
    OptionTable<Options> made{
        describe("by", &Options::by,
                 {.flag = "--by",
                  .label = "match by",
                  .help = "Column that identifies a star in all files, such as source_id; id: the ids"}),
        describe("onlyComplete", &Options::onlyComplete,
                 {.flag = "--only-complete",
                  .label = "Leave out stars that are not in all files",
                  .help = "Leave out stars that are not in all files, instead of leaving pixels without data"}),
        describe("repeats", &Options::repeats,
                 {.flag = "--repeats",
                  .label = "repeats of a star",
                  .help = "Several spectra of a star in one file, or in files of the same wavelengths: keep them "
                          "apart, or bring them to one level and co-add them by the mean weighted by inverse "
                          "variance, or by the median",
                  .names = {"keep", "mean", "median"}}),
        describe("velocityColumn", &Options::velocityColumn,
                 {.flag = "--velocity",
                  .label = "to rest frame by",
                  .help = "Column of radial velocities (km/s, positive for receding stars) by which each spectrum is "
                          "shifted to rest before repeats are co-added"})};
    addPart(made, "import", &Options::import, readingOptions());
    return made;
  }();
  return table;
}

}  // namespace maury::survey
