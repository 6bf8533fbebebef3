// SPDX-License-Identifier: GPL-3.0-or-later
// Imports spectra and catalogues of every format that the importer recognises, also compressed with zip and gzip.
#include "base/Error.h"
#include "base/Job.h"
#include "fuzz/FuzzFile.h"
#include "io/fits/FitsChecksum.h"
#include "survey/importing/Import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  maury::io::setChecksumVerification(false);  // otherwise most changed FITS files would be refused at once
  maury::survey::ImportOptions options;
  options.medium = maury::survey::ImportOptions::Medium::Vacuum;
  options.threads = 1;
  try {
    maury::survey::ImportReport report;
    maury::Job job;
    maury::survey::importSurvey({file.store(bytes, size)}, options, report, job).validate();
  } catch (const maury::Error&) {
    // Files that are not a survey are refused; any other exception ends the fuzzer.
  }
  return 0;
}
