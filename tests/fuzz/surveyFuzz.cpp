// SPDX-License-Identifier: GPL-3.0-or-later
// Reads survey files, which Maury itself writes.
#include "base/Error.h"
#include "base/Job.h"
#include "fuzz/FuzzFile.h"
#include "io/fits/FitsChecksum.h"
#include "survey/file/SurveyFile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  maury::io::setChecksumVerification(false);  // otherwise most changed FITS files would be refused at once
  try {
    maury::Job job;
    maury::survey::readSurvey(file.store(bytes, size), job).validate();
  } catch (const maury::Error&) {
    // Files that are not a survey are refused; any other exception ends the fuzzer.
  }
  return 0;
}
