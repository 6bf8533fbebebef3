// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>

namespace maury {

namespace detail {

/// Stands for a member of any type in an expression that is never evaluated.
struct AnyMember {
  template <typename T>
  operator T() const;  // NOLINT: implicit by design
};

template <typename S, std::size_t... I>
constexpr bool isMadeOf(std::index_sequence<I...>) {
  return requires {
    S{(static_cast<void>(I), AnyMember{})...};
  };
}

}  // namespace detail

/// Returns how many members a plain struct has: a table that describes fewer has forgotten one.
template <typename S, std::size_t Found = 0>
constexpr std::size_t memberCount() {
  if constexpr (detail::isMadeOf<S>(std::make_index_sequence<Found + 1>{}))
    return memberCount<S, Found + 1>();
  else
    return Found;
}

}  // namespace maury
