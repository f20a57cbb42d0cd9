#include "flowlang/compile/inspect_distribution.h"

#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/content_hash.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "datasets/known_infos.h"
#include "flowlang/compile/absolute_path.h"
#include "flowlang/diag/report.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/named_file.h"
#include "flowlang/rules/planned.h"

namespace flow::lang {
namespace {

using datasets::DistributionInfo;

// Laws that nobody draws from yet have a dimension all the same.
DistributionInfo PlannedInfo(const Distribution& distribution) {
  DistributionInfo info;
  info.dim = 2;
  if (distribution.has_images()) {
    const Images& images = distribution.images();
    info.dim = images.channels() * images.size() * images.size();
  }
  return info;
}

// What the file is known by, or the files of a folder.
absl::StatusOr<std::string> ContentOf(const NamedFile& file) {
  if (file.parts.empty()) {
    FLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(*file.path));
    return ContentHash(content);
  }
  std::string hashes;
  for (const absl::string_view part : file.parts) {
    FLOW_ASSIGN_OR_RETURN(const std::string content,
                          ReadFile(JoinPath(*file.path, part)));
    hashes += ContentHash(content);
  }
  return ContentHash(hashes);
}

// Of a distribution that has no file, or one of this content.
absl::StatusOr<DistributionInfo> InfoOf(
    const std::string& content, const datasets::DistributionOptions& options) {
  static auto& known = *new datasets::KnownInfos;
  return content.empty() ? datasets::GetDistributionInfo(options)
                         : known.Get(content, options);
}

}  // namespace

std::optional<InspectedDistribution> InspectDistribution(
    absl::string_view name, const LocationMap& locations,
    absl::string_view client_column, Distribution* distribution,
    DiagnosticSink* sink) {
  InspectedDistribution inspected;
  if (UsesPlanned(*distribution)) {
    inspected.info = PlannedInfo(*distribution);
    return inspected;
  }
  Span place = locations.FindNearest(name).name;
  const NamedFile file = FileOf(distribution);
  if (file.path != nullptr) {
    place = locations.FindNearest(absl::StrCat(name, ".", file.field)).value;
    *file.path = AbsolutePath(locations, absl::StrCat(name, ".", file.field),
                              *file.path);
    const absl::StatusOr<std::string> content = ContentOf(file);
    if (!content.ok()) {
      ReportError(sink, Code::kFileNotFound, place,
                  std::string(content.status().message()), file.help);
      return std::nullopt;
    }
    inspected.content = *content;
  }
  datasets::DistributionOptions options = ToOptions(*distribution);
  if (auto* array = std::get_if<datasets::ArrayFileOptions>(&options.law);
      array != nullptr && !client_column.empty()) {
    // where the file is sound without the column, that is what is wrong
    if (InfoOf(inspected.content, options).ok()) {
      place =
          locations.FindNearest("federation.partition.by_column.column").value;
    }
    array->client_column = std::string(client_column);
  }
  absl::StatusOr<DistributionInfo> info =
      InfoOf(inspected.content, datasets::FreshOf(options));
  if (info.ok()) {
    inspected.info = *info;
    // of a folder training has other rows than evaluation
    if (!file.parts.empty()) info = InfoOf(inspected.content, options);
  }
  if (!info.ok()) {
    ReportError(sink, Code::kWrongType, place,
                std::string(info.status().message()));
    return std::nullopt;
  }
  inspected.training_points = options.points ? options.points : info->size;
  return inspected;
}

}  // namespace flow::lang
