// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury {

/// Has blocks of memory of 4 MB and more go back to the system as soon as they are freed, and has threads share their
/// heaps, of which there are as many as cores. Else glibc keeps blocks of up to 32 MB once it has seen one freed,
/// and in as many heaps as threads have run at the same time, each of no use to the others: the Galaxy page, whose rows
/// are found anew by new threads at each step of a slider, took 93 bytes a star for a million stars in place of 38.
/// Smaller blocks are kept: fetching them takes longer than filling them. For a program's beginning; a network has
/// larger blocks kept from its first batch on. Nothing happens with another C library.
void returnLargeBlocks() noexcept;

}  // namespace maury
