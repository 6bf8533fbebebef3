// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury {

/// Set of callables as one, for std::visit: a kind of the variant without a callable does not compile.
template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace maury
