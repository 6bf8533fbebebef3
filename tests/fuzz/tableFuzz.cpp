// SPDX-License-Identifier: GPL-3.0-or-later
// Reads tables of every format, recognised by content: CSV, ECSV, VOTable and FITS, also compressed with gzip.
#include "base/Error.h"
#include "fuzz/FuzzFile.h"
#include "io/fits/FitsChecksum.h"
#include "io/tables/ReadTable.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const maury::fuzz::FuzzFile file;
  maury::io::setChecksumVerification(false);  // otherwise most changed FITS files would be refused at once
  try {
    maury::io::readTable(file.store(bytes, size));
  } catch (const maury::Error&) {
    // Files that are not a table are refused; any other exception ends the fuzzer.
  }
  return 0;
}
