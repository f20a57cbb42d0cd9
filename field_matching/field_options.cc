#include "field_matching/field_options.h"

namespace flow::field_matching {

int64_t SummedAtAPoint(const FieldOptions& options) {
  const auto* pairs = std::get_if<PairFieldOptions>(&options.field);
  return pairs ? pairs->pairs
               : std::get<ElectrostaticOptions>(options.field).charges;
}

}  // namespace flow::field_matching
