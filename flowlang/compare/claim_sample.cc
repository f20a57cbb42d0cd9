#include "flowlang/compare/claim_sample.h"

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

absl::StatusOr<int> FindLabel(const std::string& name, const ComparisonRow& row,
                              const Comparison& comparison) {
  std::vector<std::string> names;
  for (size_t i = 0; i < comparison.labels.size(); ++i) {
    names.push_back(comparison.labels[i].name);
    if (names.back() != name) continue;
    if (row.cells[i]) return static_cast<int>(i);
    return absl::InvalidArgumentError(
        absl::StrCat("'", name, "' has no '", row.metric,
                     "' under the protocol '", row.protocol, "'"));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("no run is labelled '", name, "'; the labels are '",
                   absl::StrJoin(names, "', '"), "'"));
}

// Values by seed: NaN for a run without a number.
std::map<uint64_t, double> ValuesOf(const Comparison& comparison,
                                    const ComparisonRow& row, int label) {
  std::map<uint64_t, double> values;
  for (const uint64_t seed : comparison.labels[label].seeds) {
    values[seed] = std::nan("");
  }
  for (const SeedValue& point : row.cells[label]->points) {
    values[point.seed] = point.value;
  }
  return values;
}

// A term of the claim and the values of its label.
struct Valued {
  Claim::Term term;
  std::map<uint64_t, double> values;
};

std::set<uint64_t> AllSeeds(const std::vector<Valued>& terms) {
  std::set<uint64_t> seeds;
  for (const Valued& valued : terms) {
    for (const auto& [seed, value] : valued.values) seeds.insert(seed);
  }
  return seeds;
}

}  // namespace

absl::StatusOr<ClaimSample> SampleOf(const Claim& claim,
                                     const ComparisonRow& row,
                                     const Comparison& comparison) {
  std::vector<Valued> terms;
  for (const Claim::Term& term : claim.terms) {
    FLOW_ASSIGN_OR_RETURN(const int label,
                          FindLabel(term.label, row, comparison));
    terms.push_back({term, ValuesOf(comparison, row, label)});
  }
  ClaimSample sample;
  for (const uint64_t seed : AllSeeds(terms)) {
    double sum = 0;
    size_t present = 0;
    for (const auto& [term, values] : terms) {
      const auto value = values.find(seed);
      const std::string place = absl::StrCat("seed ", seed, " of ", term.label);
      if (value == values.end()) {
        sample.missing.push_back(place);
      } else if (!std::isfinite(value->second)) {
        sample.broken.push_back(place);
      } else {
        sum += term.weight * value->second;
        ++present;
      }
    }
    if (present == terms.size()) sample.values.push_back(sum);
  }
  return sample;
}

}  // namespace flow::lang
