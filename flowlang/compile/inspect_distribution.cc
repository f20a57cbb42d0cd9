#include "flowlang/compile/inspect_distribution.h"

#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/content_hash.h"
#include "core/base/files.h"
#include "core/base/mapped_file.h"
#include "core/base/status_macros.h"
#include "datasets/distribution_options.h"
#include "datasets/images/cifar10.h"
#include "datasets/images/load_images.h"
#include "datasets/known_infos.h"
#include "flowlang/compile/absolute_path.h"
#include "flowlang/diag/report.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/named_file.h"

namespace flow::lang {
namespace {

using datasets::DistributionInfo;

// What is read from the folder, relative to it.
absl::StatusOr<std::vector<std::string>> PartsOf(
    const Distribution& distribution, const NamedFile& file) {
  const datasets::DistributionOptions options = ToOptions(distribution);
  if (const auto* images = std::get_if<datasets::ImagesOptions>(&options.law)) {
    return datasets::ListImageFiles(*images);
  }
  return std::vector<std::string>(file.parts.begin(), file.parts.end());
}

// What the file is known by, or the files of a folder.
absl::StatusOr<std::string> ContentOf(const Distribution& distribution,
                                      const NamedFile& file) {
  if (!file.is_folder) {
    FLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(*file.path));
    return ContentHash(content);
  }
  FLOW_ASSIGN_OR_RETURN(const std::vector<std::string> parts,
                        PartsOf(distribution, file));
  std::string hashes;
  for (const std::string& part : parts) {
    // which may be larger than memory
    FLOW_ASSIGN_OR_RETURN(const auto content,
                          MappedFile::Open(JoinPath(*file.path, part)));
    // the name of an image tells its class and its place
    if (distribution.has_images()) absl::StrAppend(&hashes, part, "\n");
    hashes += ContentHash(content->bytes());
  }
  return ContentHash(hashes);
}

// Of images that are not there; CIFAR-10 is known without.
InspectedDistribution WithoutFolder(const Distribution& distribution) {
  InspectedDistribution known;
  known.info.dim = ImageOf(distribution).numbers();
  const Images& images = distribution.images();
  if (images.format() == Images::CIFAR10) {
    known.info.num_classes = datasets::kCifar10Classes;
    known.training_points = datasets::kCifar10TrainRows;
    known.info.size = images.evaluate_on() == Images::TRAIN
                          ? datasets::kCifar10TrainRows
                          : datasets::kCifar10TestRows;
  }
  return known;
}

// Tells of a file that is not there, or of a folder that holds something else;
// what is known all the same, if a person may do without for now.
std::optional<InspectedDistribution> InspectWithout(
    const absl::Status& status, const Distribution& distribution,
    const NamedFile& file, Purpose purpose, Span place, DiagnosticSink* sink) {
  const std::string message(status.message());
  if (purpose == Purpose::kInspect && distribution.has_images() &&
      !FileExists(*file.path)) {
    ReportWarning(
        sink, Code::kFileNotFound, place, message,
        "'flow check' and 'flow plan' go without, 'flow run' does not");
    return WithoutFolder(distribution);
  }
  const Code code =
      absl::IsInvalidArgument(status) ? Code::kWrongType : Code::kFileNotFound;
  ReportError(sink, code, place, message, file.help);
  return std::nullopt;
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
    absl::string_view client_column, Purpose purpose,
    Distribution* distribution, DiagnosticSink* sink) {
  InspectedDistribution inspected;
  Span place = locations.FindNearest(name).name;
  const NamedFile file = FileOf(distribution);
  if (file.path != nullptr) {
    place = locations.FindNearest(absl::StrCat(name, ".", file.field)).value;
    *file.path = AbsolutePath(locations, absl::StrCat(name, ".", file.field),
                              *file.path);
    const absl::StatusOr<std::string> content = ContentOf(*distribution, file);
    if (!content.ok()) {
      return InspectWithout(content.status(), *distribution, file, purpose,
                            place, sink);
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
    if (file.is_folder) info = InfoOf(inspected.content, options);
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
