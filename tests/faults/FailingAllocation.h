// SPDX-License-Identifier: GPL-3.0-or-later
// Lets one call of operator new fail. The program that includes this header links FailingAllocation.cpp, which replaces
// operator new for the program and its libraries.
#pragma once

#include <cstdint>
#include <new>
#include <string>

#include "base/Error.h"
#include "support/Catch.h"

namespace maury::test {

/// Lets the call of operator new fail that follows `calls` successful ones, on whichever thread. Throws std::bad_alloc
/// there, once.
void failAllocationAfter(std::int64_t calls) noexcept;

/// Ends the injection. Returns true if an allocation has failed since failAllocationAfter().
bool endFailingAllocation() noexcept;

/// Returns the number of allocations since the start of the program.
std::int64_t allocationCount() noexcept;

/// Calls `work` once for each allocation that it makes, with that allocation failing: all of the first 100, then evenly
/// spread ones, about `tries` in total. `work` returns a text that describes its result. Only std::bad_alloc or Error
/// may come out, or else the same text as undisturbed; afterwards `work` must succeed again.
template <typename Work>
void failEachAllocation(const Work& work, std::int64_t tries = 600) {
  work();  // fills caches that stay for the rest of the program
  const std::int64_t before = allocationCount();
  const std::string expected = work();
  const std::int64_t count = allocationCount() - before;
  REQUIRE(count > 0);
  constexpr std::int64_t kConsecutive = 100;
  const std::int64_t step = count <= tries ? 1 : (count - kConsecutive) / (tries - kConsecutive) + 1;
  std::int64_t refused = 0;
  for (std::int64_t calls = 0; calls < count; calls += calls < kConsecutive ? 1 : step) {
    INFO("allocation " << calls + 1 << " of " << count << " fails");
    std::string result;
    bool failed = false;
    bool threw = true;
    failAllocationAfter(calls);
    try {
      result = work();
      threw = false;
    } catch (const std::bad_alloc&) {
    } catch (const Error&) {
    } catch (...) {
      endFailingAllocation();
      throw;  // Catch2 reports it with the number of the allocation
    }
    failed = endFailingAllocation();
    refused += threw ? 1 : 0;
    if (threw && !failed) FAIL("an error without a failed allocation");
    if (!threw && result != expected) FAIL("another result: " << result << " instead of " << expected);
  }
  CHECK(refused > 0);
  CHECK(work() == expected);
}

}  // namespace maury::test
