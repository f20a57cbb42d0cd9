#include "flowlang/compile/inspect_features.h"

#include "absl/status/statusor.h"
#include "core/base/content_hash.h"
#include "core/base/files.h"
#include "flowlang/compile/absolute_path.h"
#include "flowlang/diag/report.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kHelp[] =
    "torch.jit.script(network).save(...) writes one in Python";

}  // namespace

std::optional<std::vector<std::string>> InspectFeatures(
    const LocationMap& locations, Purpose purpose, Experiment* experiment,
    DiagnosticSink* sink) {
  std::vector<std::string> contents(experiment->evaluate_size());
  bool is_sound = true;
  for (int i = 0; i < experiment->evaluate_size(); ++i) {
    Evaluation* evaluation = experiment->mutable_evaluate(i);
    if (!evaluation->features().has_torch_script()) continue;
    auto* script = evaluation->mutable_features()->mutable_torch_script();
    const std::string field =
        IndexedPath("evaluate", i) + ".features.torch_script.file";
    script->set_file(AbsolutePath(locations, field, script->file()));
    const absl::StatusOr<std::string> content = ReadFile(script->file());
    if (content.ok()) {
      contents[i] = ContentHash(*content);
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
