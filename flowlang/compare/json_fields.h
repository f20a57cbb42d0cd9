#ifndef FLOWLANG_COMPARE_JSON_FIELDS_H_
#define FLOWLANG_COMPARE_JSON_FIELDS_H_

/// Members of a JSON object that may be absent, null or of another type; all
/// three read as absent. Never throws.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

std::optional<double> NumberField(const nlohmann::json& object,
                                  const char* name);
std::optional<int64_t> IntegerField(const nlohmann::json& object,
                                    const char* name);
std::optional<bool> BoolField(const nlohmann::json& object, const char* name);
std::string TextField(const nlohmann::json& object, const char* name);

/// The member if it is an array, else an empty array; likewise for an object.
nlohmann::json ArrayField(const nlohmann::json& object, const char* name);
nlohmann::json ObjectField(const nlohmann::json& object, const char* name);

/// `value`, or null where it is absent or not finite (JSON has no NaN).
nlohmann::json NumberOrNull(std::optional<double> value);

/// The object in `text`; DataLoss naming `path` when there is none.
absl::StatusOr<nlohmann::json> ParseJsonObject(absl::string_view text,
                                               absl::string_view path);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_JSON_FIELDS_H_
