// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/filter/RowSet.h"

#include "support/Catch.h"

using maury::survey::RowSet;

namespace {

using Rows = std::vector<std::size_t>;

RowSet setOf(const Rows& rows) {
  return {130, rows};
}

}  // namespace

TEST_CASE("row set: rows are sorted, and rows beyond the size are ignored") {
  const RowSet set(130, Rows{129, 3, 64, 63, 130, 500});
  CHECK(set.rows() == Rows{3, 63, 64, 129});
  CHECK(set.count() == 4);
  CHECK(set.contains(64));
  CHECK_FALSE(set.contains(65));
  CHECK_FALSE(set.contains(130));
  CHECK(RowSet(130).isEmpty());
  CHECK_FALSE(set.isEmpty());
}

TEST_CASE("row set: sets of the same size can be combined") {
  const RowSet a = setOf({1, 2, 100}), b = setOf({2, 100, 129});
  CHECK((RowSet(a) &= b) == setOf({2, 100}));
  CHECK((RowSet(a) |= b) == setOf({1, 2, 100, 129}));
  CHECK((RowSet(a) ^= b) == setOf({1, 129}));
  CHECK((RowSet(a) -= b) == setOf({1}));
}

TEST_CASE("row set: bytes restore a set, without bits beyond its size") {
  const RowSet set = setOf({0, 9, 129});
  auto bytes = set.bytes();
  REQUIRE(bytes.size() == 17);
  CHECK(bytes[0] == 1);
  CHECK(bytes[1] == 2);
  bytes.back() = 0xFF;
  RowSet read(130);
  read.setBytes(bytes);
  CHECK(read == setOf({0, 9, 128, 129}));
}
