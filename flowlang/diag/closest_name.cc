#include "flowlang/diag/closest_name.h"

#include <algorithm>
#include <numeric>
#include <string>
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

// Edit distances with transpositions. It keeps its rows, because a name is
// compared with hundreds.
class EditDistance {
 public:
  // The distance of a and b if it is at most `cap`, else some number above it.
  int Between(const std::string& a, const std::string& b, int cap) {
    const int n = static_cast<int>(a.size());
    const int m = static_cast<int>(b.size());
    if (std::abs(n - m) > cap) return cap + 1;
    before_.resize(m + 1);
    above_.resize(m + 1);
    row_.resize(m + 1);
    std::iota(row_.begin(), row_.end(), 0);
    for (int i = 1; i <= n; ++i) {
      before_.swap(above_);
      above_.swap(row_);
      row_[0] = i;
      int least = i;
      for (int j = 1; j <= m; ++j) {
        int distance = std::min({above_[j] + 1, row_[j - 1] + 1,
                                 above_[j - 1] + (a[i - 1] != b[j - 1])});
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          distance = std::min(distance, before_[j - 2] + 1);
        }
        row_[j] = distance;
        least = std::min(least, distance);
      }
      if (least > cap) return cap + 1;
    }
    return row_[m];
  }

 private:
  std::vector<int> before_, above_, row_;  // rows i - 2, i - 1 and i
};

}  // namespace

std::string ClosestName(absl::string_view name,
                        absl::Span<const std::string> candidates) {
  const std::string wanted = absl::AsciiStrToLower(name);
  std::string closest;
  const int most = Threshold(name);
  int best = most + 1;
  EditDistance distances;
  for (const std::string& candidate : candidates) {
    if (candidate == name) continue;
    const int distance = distances.Between(
        wanted, absl::AsciiStrToLower(candidate), std::min(best, most));
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
