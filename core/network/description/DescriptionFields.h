// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of this folder. Reads and checks the fields of a description's JSON. All functions that read
// throw Error(Format) naming the key if the field is missing (unless stated otherwise) or has a wrong type or value;
// descriptionFromJson() adds "network description" in front of the message.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "io/Json.h"
#include "network/description/NetworkDescription.h"

namespace maury::network {

using nlohmann::json;
/// JSON that keeps its keys in the order of insertion, for readable files.
using OrderedJson = nlohmann::ordered_json;

int intField(const json& object, std::string_view key, double low, double high);
double realField(const json& object, std::string_view key, double low, double high, bool highAllowed);
/// Returns false if the field is missing.
bool boolField(const json& object, std::string_view key);
std::string textField(const json& object, std::string_view key);
std::vector<std::string> textListField(const json& object, std::string_view key);
const json& listField(const json& object, std::string_view key);

InputScaling scalingField(const json& object);
const char* scalingText(InputScaling scaling);
/// Returns an empty list if the field is missing.
std::vector<LabelWindows> windowsField(const json& object);
OrderedJson windowsJson(const std::vector<LabelWindows>& windows);

}  // namespace maury::network
