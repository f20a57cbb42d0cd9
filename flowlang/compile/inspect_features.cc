#include "flowlang/compile/inspect_features.h"

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "core/base/content_hash.h"
#include "core/base/mapped_file.h"
#include "core/base/status_macros.h"
#include "flowlang/compile/absolute_path.h"
#include "flowlang/diag/report.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kHelp[] =
    "torch.jit.script(network).save(...) writes one in Python";

absl::StatusOr<std::string> HashOf(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const auto file, MappedFile::Open(path));
  return ContentHash(file->bytes());
}

}  // namespace

std::optional<std::vector<std::string>> InspectFeatures(
    const LocationMap& locations, Purpose purpose, Experiment* experiment,
    DiagnosticSink* sink) {
  std::vector<std::string> contents(experiment->evaluate_size());
  // protocols as a rule have one network
  std::map<std::string, absl::StatusOr<std::string>> hashes;
  bool is_sound = true;
  for (int i = 0; i < experiment->evaluate_size(); ++i) {
    Evaluation* evaluation = experiment->mutable_evaluate(i);
    if (!evaluation->features().has_torch_script()) continue;
    auto* script = evaluation->mutable_features()->mutable_torch_script();
    const std::string field =
        IndexedPath("evaluate", i) + ".features.torch_script.file";
    script->set_file(AbsolutePath(locations, field, script->file()));
    if (hashes.count(script->file()) == 0) {
      hashes.emplace(script->file(), HashOf(script->file()));
    }
    const absl::StatusOr<std::string>& content = hashes.at(script->file());
    if (content.ok()) {
      contents[i] = *content;
      continue;
    }
    const Span place = locations.FindNearest(field).value;
    const std::string message(content.status().message());
    if (purpose == Purpose::kInspect) {
      ReportWarning(sink, Code::kFileNotFound, place, message, kHelp);
    } else {
      ReportError(sink, Code::kFileNotFound, place, message, kHelp);
      is_sound = false;
    }
  }
  if (!is_sound) return std::nullopt;
  return contents;
}

}  // namespace flow::lang
