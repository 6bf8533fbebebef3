// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>

namespace maury {

namespace detail {

/// Placeholder for a member of any type in an expression that is never evaluated.
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

/// Returns the number of members of a plain struct. Tests compare it with the number of members that the struct's
/// option table describes, so that no member is forgotten.
template <typename S, std::size_t Found = 0>
constexpr std::size_t memberCount() {
  if constexpr (detail::isMadeOf<S>(std::make_index_sequence<Found + 1>{}))
    return memberCount<S, Found + 1>();
  else
    return Found;
}

}  // namespace maury
