// SPDX-License-Identifier: GPL-3.0-or-later
// Every form of spectra and catalogues that the importer recognises, with its zip and gzip wrappings.
#include "base/Error.h"
#include "base/Job.h"
#include "fuzz/FuzzFile.h"
#include "survey/importing/Import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  maury::survey::ImportOptions options;
  options.medium = maury::survey::ImportOptions::Medium::Vacuum;
  options.threads = 1;
  try {
    maury::survey::ImportReport report;
    maury::Job job;
    maury::survey::importSurvey({file.hold(bytes, size)}, options, report, job).validate();
  } catch (const maury::Error&) {
    // A refusal is right for what is no survey; anything else thrown ends the fuzzer.
  }
  return 0;
}
