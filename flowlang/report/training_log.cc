#include "flowlang/report/training_log.h"

#include <limits>

#include "absl/strings/str_split.h"
#include "flowlang/compare/json_fields.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::json;

LossCurve& CurveOf(const std::string& stage, std::vector<LossCurve>& curves) {
  for (LossCurve& curve : curves) {
    if (curve.stage == stage) return curve;
  }
  curves.push_back({stage, {}, {}});
  return curves.back();
}

void AddLine(const json& line, std::vector<LossCurve>& curves) {
  const std::optional<double> step = NumberField(line, "step");
  if (!step || !line.contains("loss")) return;
  LossCurve& curve = CurveOf(TextField(line, "stage"), curves);
  while (!curve.step.empty() && curve.step.back() >= *step) {
    curve.step.pop_back();
    curve.loss.pop_back();
  }
  curve.step.push_back(*step);
  curve.loss.push_back(NumberField(line, "loss")
                           .value_or(std::numeric_limits<double>::quiet_NaN()));
}

void Thin(LossCurve& curve, size_t most_points) {
  const size_t size = curve.step.size();
  if (size <= most_points) return;
  const size_t stride = (size + most_points - 1) / most_points;
  LossCurve thin{curve.stage, {}, {}};
  for (size_t i = 0; i < size; ++i) {
    if (i % stride != 0 && i + 1 != size) continue;
    thin.step.push_back(curve.step[i]);
    thin.loss.push_back(curve.loss[i]);
  }
  curve = thin;
}

}  // namespace

std::vector<LossCurve> ParseTrainingLog(absl::string_view text,
                                        int most_points) {
  std::vector<LossCurve> curves;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const json entry = json::parse(line.begin(), line.end(), /*cb=*/nullptr,
                                   /*allow_exceptions=*/false);
    if (entry.is_object()) AddLine(entry, curves);
  }
  for (LossCurve& curve : curves) Thin(curve, most_points);
  return curves;
}

}  // namespace flow::lang
