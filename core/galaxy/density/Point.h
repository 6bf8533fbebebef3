// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::galaxy {

/// Point of the plane.
struct Point {
  double x = 0.0, y = 0.0;
  bool operator==(const Point&) const = default;
};

}  // namespace maury::galaxy
