#ifndef FLOWLANG_LOWER_EXACT_FIELD_H_
#define FLOWLANG_LOWER_EXACT_FIELD_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "field_matching/field.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// The field that the training named `trained` is to learn, summed over
/// `points` pairs or charges, drawn as training draws them.
absl::StatusOr<std::shared_ptr<const field_matching::Field>> ExactField(
    const std::string& trained, int64_t points, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_EXACT_FIELD_H_
