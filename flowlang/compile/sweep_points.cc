#include "flowlang/compile/sweep_points.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace flow::lang {
namespace {

// The last name of the path where that tells the fields apart, else all of it.
std::string ShortName(const Suite& suite, const std::string& field) {
  const auto last = [](const std::string& path) {
    return path.substr(path.rfind('.') + 1);
  };
  const auto same = std::count_if(
      suite.sweep().begin(), suite.sweep().end(),
      [&](const Sweep& other) { return last(other.field()) == last(field); });
  return same == 1 ? last(field) : field;
}

// The inside of a quoted string.
Span Unquoted(Span span) { return {span.source, span.begin + 1, span.end - 1}; }

}  // namespace

std::vector<SweepPoint> SweepPoints(const LoadedSuite& loaded) {
  std::vector<SweepPoint> points = {{}};
  for (int i = 0; i < loaded.suite.sweep_size(); ++i) {
    const Sweep& sweep = loaded.suite.sweep(i);
    const std::string path = IndexedPath("sweep", i);
    const Span field = loaded.locations.FindNearest(path + ".field").value;
    std::vector<SweepPoint> longer;
    for (const SweepPoint& point : points) {
      for (int k = 0; k < sweep.values_size(); ++k) {
        const Span value =
            loaded.locations.FindNearest(IndexedPath(path + ".values", k))
                .value;
        SweepPoint next = point;
        next.overrides.push_back({Unquoted(field), Unquoted(value)});
        absl::StrAppend(&next.suffix, ",",
                        ShortName(loaded.suite, sweep.field()), "=",
                        sweep.values(k));
        longer.push_back(std::move(next));
      }
    }
    points = std::move(longer);
  }
  return points;
}

}  // namespace flow::lang
