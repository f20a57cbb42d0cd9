#include "flowlang/diag/closest_name.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace flow::lang {
namespace {

constexpr int kMostListed = 8;

int Threshold(absl::string_view name) {
  const int length = static_cast<int>(name.size());
  return length < 5 ? length / 2 : length / 5 + 2;
}

// The distance of a and b if it is at most `cap`, else some number above it.
int Distance(const std::string& a, const std::string& b, int cap) {
  const int n = static_cast<int>(a.size());
  const int m = static_cast<int>(b.size());
  if (std::abs(n - m) > cap) return cap + 1;
  // rows i - 2, i - 1 and i of the table
  std::vector<int> before(m + 1), above(m + 1), row(m + 1);
  for (int j = 0; j <= m; ++j) row[j] = j;
  for (int i = 1; i <= n; ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (int j = 1; j <= m; ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1,
                         above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    if (*std::min_element(row.begin(), row.end()) > cap) return cap + 1;
  }
  return row[m];
}

}  // namespace

std::string ClosestName(absl::string_view name,
                        absl::Span<const std::string> candidates) {
  const std::string wanted = absl::AsciiStrToLower(name);
  std::string closest;
  int best = Threshold(name) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate == name) continue;
    const int distance =
        Distance(wanted, absl::AsciiStrToLower(candidate), Threshold(name));
    const bool tie = distance == best && !closest.empty();
    if (distance < best || (tie && candidate < closest)) {
      best = distance;
      closest = candidate;
    }
  }
  return closest;
}

std::string SuggestName(absl::string_view name,
                        absl::Span<const std::string> candidates) {
  const std::string closest = ClosestName(name, candidates);
  if (!closest.empty()) return absl::StrCat("did you mean '", closest, "'?");
  if (candidates.empty() || candidates.size() > kMostListed) return "";
  if (candidates.size() == 1)
    return absl::StrCat("there is '", candidates[0], "'");
  return absl::StrCat("choose one of ", absl::StrJoin(candidates, ", "));
}

}  // namespace flow::lang
