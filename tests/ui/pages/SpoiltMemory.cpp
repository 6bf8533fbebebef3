// SPDX-License-Identifier: GPL-3.0-or-later
// Overwrites deleted objects before their memory is freed, so that a use after deletion crashes instead of working by
// chance. mallopt's M_PERTURB would not do: it leaves small blocks, which go to the thread's cache, untouched.
// AddressSanitizer does the same and more, so this file is empty with it.
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
  // Without this the compiler may drop the write, because the memory is freed next.
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
