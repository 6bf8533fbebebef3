// SPDX-License-Identifier: GPL-3.0-or-later
// For the sources of this folder only: fields of a description's JSON, each checked on the way in.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "network/description/NetworkDescription.h"

namespace maury::network {

using nlohmann::json;
/// Keys in the order in which a reader wants them.
using OrderedJson = nlohmann::ordered_json;

/// Throws Error(Format) naming the key.
[[noreturn]] void failField(const std::string& key, const std::string& reason);
const json& fieldOf(const json& object, const std::string& key);
int wholeNumber(const json& object, const std::string& key, double low, double high);
double realNumber(const json& object, const std::string& key, double low, double high, bool highAllowed);
/// False where the description does not say.
bool yesOrNo(const json& object, const std::string& key);
std::string textField(const json& object, const std::string& key);
std::vector<std::string> textsField(const json& object, const std::string& key);
const json& listField(const json& object, const std::string& key);

InputScaling scalingField(const json& object);
const char* scalingText(InputScaling scaling);
/// None where the description does not say.
std::vector<LabelWindows> windowsField(const json& object);
OrderedJson windowsJson(const std::vector<LabelWindows>& windows);

}  // namespace maury::network
