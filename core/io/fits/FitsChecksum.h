// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::io {

/// Turns the verification of checksums (FitsReader::verifyChecksums()) off or on for the whole process; it is on at
/// start. Thread-safe.
void setChecksumVerification(bool isOn) noexcept;

}  // namespace maury::io
