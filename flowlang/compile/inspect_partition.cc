#include "flowlang/compile/inspect_partition.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/content_hash.h"
#include "core/base/files.h"
#include "federated/partition/partition_file.h"
#include "flowlang/compile/absolute_path.h"
#include "flowlang/diag/report.h"

namespace flow::lang {
namespace {

constexpr char kPath[] = "federation.partition.from_file.path";

// What the file must agree with, where a person wrote it.
std::vector<Note> WhatItDivides(const LocationMap& locations) {
  std::vector<Note> notes;
  for (const auto& [message, path] :
       {std::pair("clients set here", "federation.clients"),
        std::pair("target chosen here", "target")}) {
    const FieldLocation* place = locations.Find(path);
    if (place != nullptr) notes.push_back({message, place->name});
  }
  return notes;
}

}  // namespace

std::optional<std::string> InspectPartition(const LocationMap& locations,
                                            std::optional<int64_t> points,
                                            Experiment* experiment,
                                            DiagnosticSink* sink) {
  if (!experiment->federation().partition().has_from_file()) return "";
  FromFilePartition* partition = experiment->mutable_federation()
                                     ->mutable_partition()
                                     ->mutable_from_file();
  partition->set_path(AbsolutePath(locations, kPath, partition->path()));
  const Span place = locations.FindNearest(kPath).value;
  const absl::StatusOr<std::string> content = ReadFile(partition->path());
  if (!content.ok()) {
    ReportError(sink, Code::kFileNotFound, place,
                std::string(content.status().message()));
    return std::nullopt;
  }
  if (points) {
    const absl::Status divided =
        federated::ReadPartition(partition->path(),
                                 experiment->federation().clients(), *points)
            .status();
    if (!divided.ok()) {
      ReportError(sink, Code::kWrongType, place, std::string(divided.message()),
                  "line k is the number of the client who has point k; clients "
                  "count from 0",
                  WhatItDivides(locations));
      return std::nullopt;
    }
  }
  return ContentHash(*content);
}

}  // namespace flow::lang
