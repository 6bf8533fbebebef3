// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of every format, told apart by content: CSV, ECSV, VOTable, FITS, gzipped too.
#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "io/tables/Table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  try {
    maury::io::readTable(file.hold(bytes, size));
  } catch (const maury::Error&) {
    // A refusal is right for what is no table; anything else thrown ends the fuzzer.
  }
  return 0;
}
