// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace maury::mock {

/// Text of resources/lines/mock.csv.
extern const std::string_view kMockLinesCsv;

}  // namespace maury::mock
