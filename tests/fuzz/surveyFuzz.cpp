// SPDX-License-Identifier: GPL-3.0-or-later
// The survey file that Maury itself writes.
#include "base/Error.h"
#include "base/Job.h"
#include "fuzz/FuzzFile.h"
#include "survey/file/SurveyFile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  try {
    maury::Job job;
    maury::survey::readSurvey(file.hold(bytes, size), job).validate();
  } catch (const maury::Error&) {
    // A refusal is right for what is no survey; anything else thrown ends the fuzzer.
  }
  return 0;
}
