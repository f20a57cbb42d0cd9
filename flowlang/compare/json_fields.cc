#include "flowlang/compare/json_fields.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace flow::lang {
namespace {

using nlohmann::json;

const json* FindMember(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto member = object.find(name);
  return member == object.end() ? nullptr : &*member;
}

}  // namespace

std::optional<double> NumberField(const json& object, const char* name) {
  const json* member = FindMember(object, name);
  if (member == nullptr || !member->is_number()) return std::nullopt;
  return member->get<double>();
}

std::optional<int64_t> IntegerField(const json& object, const char* name) {
  const json* member = FindMember(object, name);
  if (member == nullptr || !member->is_number_integer()) return std::nullopt;
  return member->get<int64_t>();
}

std::optional<bool> BoolField(const json& object, const char* name) {
  const json* member = FindMember(object, name);
  if (member == nullptr || !member->is_boolean()) return std::nullopt;
  return member->get<bool>();
}

std::string TextField(const json& object, const char* name) {
  const json* member = FindMember(object, name);
  if (member == nullptr || !member->is_string()) return "";
  return member->get<std::string>();
}

json ArrayField(const json& object, const char* name) {
  const json* member = FindMember(object, name);
  return member != nullptr && member->is_array() ? *member : json::array();
}

json ObjectField(const json& object, const char* name) {
  const json* member = FindMember(object, name);
  return member != nullptr && member->is_object() ? *member : json::object();
}

json NumberOrNull(std::optional<double> value) {
  if (!value.has_value() || !std::isfinite(*value)) return nullptr;
  return *value;
}

absl::StatusOr<json> ParseJsonObject(absl::string_view text,
                                     absl::string_view path) {
  json object = json::parse(text.begin(), text.end(), /*cb=*/nullptr,
                            /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return absl::DataLossError(absl::StrCat(
        path, " must be one JSON object; ",
        object.is_discarded() ? "it does not parse" : "it is something else"));
  }
  return object;
}

}  // namespace flow::lang
