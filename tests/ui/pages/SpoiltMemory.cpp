// SPDX-License-Identifier: GPL-3.0-or-later
// In this program deleted objects are overwritten before their memory is given back, so that a use after the end
// crashes rather than passing by luck. (mallopt's M_PERTURB leaves out small blocks: they go to the thread's cache
// untouched.) AddressSanitizer does the same and more.
#ifndef __SANITIZE_ADDRESS__
#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace {

constexpr int kSpoilt = 0x5A;

void spoilAndFree(void* memory) noexcept {
  if (memory == nullptr) return;
  std::memset(memory, kSpoilt, malloc_usable_size(memory));
  // What is written to memory that is freed next may otherwise be left out by the compiler.
  asm volatile("" : : "r"(memory) : "memory");
  std::free(memory);
}

}  // namespace

void operator delete(void* memory) noexcept {
  spoilAndFree(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  spoilAndFree(memory);
}
void operator delete[](void* memory) noexcept {
  spoilAndFree(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  spoilAndFree(memory);
}
#endif
