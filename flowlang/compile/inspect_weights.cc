#include "flowlang/compile/inspect_weights.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/content_hash.h"
#include "core/base/files.h"
#include "core/io/safetensors.h"
#include "core/nn/parameter_shapes.h"
#include "flowlang/compile/absolute_path.h"
#include "flowlang/diag/report.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

std::string ShapeText(const std::vector<int64_t>& shape) {
  return absl::StrCat("[", absl::StrJoin(shape, ", "), "]");
}

// What makes the arrays those of another network; "" where nothing does.
std::string WhyOthers(const std::vector<core::ParameterShape>& network,
                      const std::vector<core::ArrayView>& arrays) {
  std::map<std::string, const core::ArrayView*> of_name;
  for (const core::ArrayView& array : arrays) of_name[array.name] = &array;
  for (const core::ParameterShape& p : network) {
    const auto found = of_name.find(p.name);
    if (found == of_name.end()) {
      return absl::StrCat("has no '", p.name, "', which the network has");
    }
    const core::ArrayView& array = *found->second;
    if (array.shape != p.shape) {
      return absl::StrCat("has '", p.name, "' of shape ",
                          ShapeText(array.shape), ", and the network of ",
                          ShapeText(p.shape));
    }
    if (array.dtype != core::DType::kFloat32) {
      return absl::StrCat("has '", p.name, "' as ",
                          core::DTypeName(array.dtype),
                          ", and networks are of float32");
    }
    of_name.erase(found);
  }
  if (of_name.empty()) return "";
  return absl::StrCat("has '", of_name.begin()->first,
                      "', which the network has not");
}

}  // namespace

std::optional<std::string> InspectWeights(const LocationMap& locations,
                                          int64_t dim, Experiment* experiment,
                                          DiagnosticSink* sink) {
  if (!experiment->has_fine_tuning()) return "";
  FineTuning* tuning = experiment->mutable_fine_tuning();
  tuning->set_weights(
      AbsolutePath(locations, "fine_tuning.weights", tuning->weights()));
  const Span place = locations.FindNearest("fine_tuning.weights").value;
  const absl::StatusOr<std::string> content = ReadFile(tuning->weights());
  if (!content.ok()) {
    ReportError(sink, Code::kFileNotFound, place,
                std::string(content.status().message()),
                "a run leaves it in stages/*/weights.safetensors");
    return std::nullopt;
  }
  const auto file = core::ViewSafetensors(*content, tuning->weights());
  if (!file.ok()) {
    ReportError(sink, Code::kWrongType, place,
                std::string(file.status().message()));
    return std::nullopt;
  }
  const std::string why = WhyOthers(
      core::ParameterShapes(NetworkOf(*experiment, dim)), file->arrays);
  if (why.empty()) return ContentHash(*content);
  std::vector<Note> notes;
  if (const FieldLocation* chosen = locations.Find("model")) {
    notes.push_back({"model chosen here", chosen->name});
  }
  ReportError(sink, Code::kWrongType, place,
              absl::StrCat("'", tuning->weights(), "' ", why), "",
              std::move(notes));
  return std::nullopt;
}

}  // namespace flow::lang
