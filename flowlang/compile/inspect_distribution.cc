#include "flowlang/compile/inspect_distribution.h"

#include <unistd.h>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/content_hash.h"
#include "core/base/files.h"
#include "flowlang/diag/report.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/named_file.h"
#include "flowlang/rules/planned.h"

namespace flow::lang {
namespace {

using datasets::DistributionInfo;

// The file as a path that holds from any folder, so that a plan can be run
// again.
std::string AbsolutePath(const std::string& folder, const std::string& path) {
  std::string joined = JoinPath(folder, path);
  if (joined.empty() || joined[0] == '/') return joined;
  char current[4096];
  if (getcwd(current, sizeof(current)) == nullptr) return joined;
  return JoinPath(current, joined);
}

int64_t Columns(Tabular::Name name) {
  switch (name) {
    case Tabular::POWER:
      return 6;
    case Tabular::GAS:
      return 8;
    case Tabular::HEPMASS:
      return 21;
    case Tabular::MINIBOONE:
      return 43;
    case Tabular::BSDS300:
      return 63;
  }
  return 0;
}

// Laws that nobody draws from yet have a dimension all the same.
DistributionInfo PlannedInfo(const Distribution& distribution) {
  DistributionInfo info;
  info.dim = 2;
  if (distribution.has_tabular()) {
    info.dim = Columns(distribution.tabular().name());
  }
  if (distribution.has_images()) {
    const Images& images = distribution.images();
    info.dim = images.channels() * images.size() * images.size();
  }
  return info;
}

}  // namespace

std::optional<InspectedDistribution> InspectDistribution(
    absl::string_view name, const std::string& folder,
    const LocationMap& locations, Distribution* distribution,
    DiagnosticSink* sink) {
  InspectedDistribution inspected;
  if (UsesPlanned(*distribution)) {
    inspected.info = PlannedInfo(*distribution);
    return inspected;
  }
  Span place = locations.FindNearest(name).name;
  if (const NamedFile file = FileOf(distribution); file.path != nullptr) {
    place = locations.FindNearest(absl::StrCat(name, ".", file.field)).value;
    *file.path = AbsolutePath(folder, *file.path);
    const absl::StatusOr<std::string> content = ReadFile(*file.path);
    if (!content.ok()) {
      ReportError(sink, Code::kFileNotFound, place,
                  std::string(content.status().message()));
      return std::nullopt;
    }
    inspected.content = ContentHash(*content);
  }
  // evaluation draws from the law, however many points training has of it
  datasets::DistributionOptions options = ToOptions(*distribution);
  const std::optional<int64_t> points = options.points;
  options.points.reset();
  const absl::StatusOr<DistributionInfo> info =
      datasets::GetDistributionInfo(options);
  if (!info.ok()) {
    ReportError(sink, Code::kWrongType, place,
                std::string(info.status().message()));
    return std::nullopt;
  }
  inspected.info = *info;
  inspected.training_points = points ? points : info->size;
  return inspected;
}

}  // namespace flow::lang
