// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury {

/// Has blocks of memory of 16 MB and more go back to the system as soon as they are freed. Else glibc keeps those of up
/// to 32 MB once it has seen one freed: for 2 to 4 million stars, whose rows are found anew at each step of a slider,
/// the Galaxy page then took 70 bytes a star in place of 40. Smaller ones are kept: a filter of a million stars takes
/// twice as long where its rows come from the system each time. For a program's beginning; a network has larger blocks
/// kept from its first batch on. Nothing happens with another C library.
void returnLargeBlocks() noexcept;

}  // namespace maury
