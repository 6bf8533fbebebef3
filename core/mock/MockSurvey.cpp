// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockSurvey.h"
