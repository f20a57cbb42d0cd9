#ifndef DATASETS_TABULAR_FACTS_H_
#define DATASETS_TABULAR_FACTS_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// What is known of a tabular data set without its file.
struct TabularFacts {
  absl::string_view name;                // as experiment files spell it
  int64_t dim = 0;                       // of its points, once prepared
  std::vector<absl::string_view> files;  // that its folder holds
};

/// What to do about a folder that lacks a file.
inline constexpr absl::string_view kWithoutFiles =
    "stand_in {} in its place needs no file";

TabularFacts FactsOf(TabularOptions::Name name);

}  // namespace flow::datasets

#endif  // DATASETS_TABULAR_FACTS_H_
