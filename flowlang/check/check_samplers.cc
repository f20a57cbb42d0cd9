#include "flowlang/check/check_samplers.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/check/signal_path.h"
#include "flowlang/plan/convert.h"
#include "flowlang/rules/number_text.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

// Whether the lines of the field go from plate to plate without turning back,
// so that they are also the lines of a flow.
bool IsForwardOnly(const FieldMatching& method) {
  return !method.field().has_electrostatic();
}

bool HasMaps(const Method& method) {
  return method.local_flow().has_distill() ||
         method.flow_matching().reflow().has_distill();
}

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : context_(context),
        experiment_(context.experiment),
        reporter_(context, sink) {}

  void Check() {
    for (int i = 0; i < experiment_.evaluate_size(); ++i) {
      Check(experiment_.evaluate(i).sampler(),
            IndexedPath("evaluate", i) + ".sampler");
    }
    const Method& method = experiment_.method();
    if (method.has_local_flow()) {
      CheckOwn(method.local_flow().push(), "method.local_flow.push");
    }
    if (method.flow_matching().has_reflow()) {
      CheckOwn(method.flow_matching().reflow().sampler(),
               "method.flow_matching.reflow.sampler");
    }
  }

 private:
  void Check(const Sampler& sampler, const std::string& path) {
    if (sampler.has_field_lines()) {
      CheckFieldLines(sampler.field_lines(), path + ".field_lines");
    } else if (sampler.has_distilled()) {
      if (HasMaps(experiment_.method())) return;
      reporter_.Error(Code::kIncompatibleChoice, path + ".distilled",
                      "the method distills no maps",
                      "distill {} in local_flow or in reflow",
                      {{"method chosen here", "method"}});
    } else if (experiment_.method().has_field_matching()) {
      CheckFlowOfField(path);
    }
    CheckLevels(sampler, path);
    if (sampler.has_along()) CheckAlong(sampler, path);
    if (sampler.has_log_time_until()) CheckLogTime(sampler, path);
  }

  void CheckLogTime(const Sampler& sampler, const std::string& path) {
    const Method& method = experiment_.method();
    const std::string log_time = path + ".log_time_until";
    if (IsStochastic(sampler) || sampler.has_edm_heun() ||
        sampler.has_field_lines() || sampler.has_distilled()) {
      return reporter_.Error(
          Code::kIncompatibleChoice, log_time,
          absl::StrCat("'log_time_until' is for a solver whose steps are in t, "
                       "and those of '",
                       ChosenName(sampler), "' are not"),
          "euler, midpoint, heun, rk4 or dopri5");
    }
    if (method.has_local_flow() || method.flow_matching().has_dual()) {
      reporter_.Error(Code::kIncompatibleChoice, log_time,
                      "what stops short of the target has no next block and no "
                      "way back",
                      "", {{"method chosen here", "method"}});
    }
  }

  // Two paths must have the same points at equal shares of the target.
  void CheckAlong(const Sampler& sampler, const std::string& path) {
    const std::string along = path + ".along";
    const std::string straightener = Straightener(experiment_.method());
    if (!straightener.empty()) {
      return reporter_.Error(
          Code::kIncompatibleChoice, along,
          absl::StrCat("'along' is for a flow on the experiment's path, and '",
                       straightener, "' leaves one on lines of its own"),
          "",
          {{absl::StrCat(straightener, " chosen here"),
            absl::StrCat("method.flow_matching.", straightener)}});
    }
    if (IsStochastic(sampler) || sampler.has_field_lines() ||
        sampler.has_distilled() || !experiment_.method().has_flow_matching()) {
      return reporter_.Error(Code::kIncompatibleChoice, along,
                             "'along' is for a solver of the flow that flow "
                             "matching learns",
                             "", {{"method chosen here", "method"}});
    }
    for (const auto& [setting, chosen] :
         {std::pair("path", &experiment_.path()),
          std::pair("along", &sampler.along())}) {
      const std::string why = WhyNoSignalPath(*chosen, context_);
      if (why.empty()) continue;
      reporter_.Error(Code::kIncompatibleChoice, along,
                      absl::StrCat("'along' needs two paths from noise to "
                                   "signal; of '",
                                   setting, "', ", why),
                      "", {{"path chosen here", "path"}});
    }
  }

  void CheckFieldLines(const FieldLines& lines, const std::string& path) {
    if (!experiment_.method().has_field_matching()) {
      return reporter_.Error(Code::kIncompatibleChoice, path,
                             "'field_lines' follows a field, and the method "
                             "learns a flow",
                             "method { field_matching {} }",
                             {{"method chosen here", "method"}});
    }
    const FieldMatching& method = experiment_.method().field_matching();
    const std::vector<Reporter::Other> field = {
        {"field chosen here", "method.field_matching.field"}};
    if (IsForwardOnly(method)) {
      reporter_.Unused(path + ".start",
                       "no line of this field starts backward, so that "
                       "BOTH_SIDES is FORWARD",
                       "", field);
      reporter_.Unused(path + ".stop",
                       "all lines of this field end where they first meet the "
                       "plate",
                       "", field);
    }
    if (2 * lines.offset() >= method.plate_gap()) {
      reporter_.ErrorAtValue(
          Code::kOutOfRange, path + ".offset",
          absl::StrCat("'", path,
                       ".offset' must be less than half of the gap "
                       "of ",
                       method.plate_gap(), "; got ", lines.offset()),
          "", {{"gap set here", "method.field_matching.plate_gap"}});
    }
    CheckExactField(lines, path);
  }

  void CheckExactField(const FieldLines& lines, const std::string& path) {
    if (lines.use() == FieldLines::NETWORK) {
      return reporter_.Unused(path + ".points",
                              "'points' are those of EXACT_FIELD");
    }
    if (experiment_.has_federation()) {
      reporter_.Error(Code::kIncompatibleChoice, path + ".use",
                      "clients have a field each", "use: NETWORK",
                      {{"federation chosen here", "federation"}});
    }
    const FieldMatching& method = experiment_.method().field_matching();
    if (method.field().has_from_path() && method.given() == PAIR &&
        !HasOwnNoise(context_)) {
      reporter_.Error(Code::kIncompatibleChoice, path + ".use",
                      "given both ends this path has no noise, and its field "
                      "no density",
                      "given: TARGET, or a path with noise",
                      {{"path chosen here", "path"}});
    }
  }

  // A field is followed as a flow where it is one.
  void CheckFlowOfField(const std::string& path) {
    if (IsForwardOnly(experiment_.method().field_matching())) return;
    reporter_.Error(Code::kIncompatibleChoice, path,
                    "lines of an electrostatic field turn back, which no flow "
                    "does",
                    "sampler { field_lines { start: BOTH_SIDES } }",
                    {{"field chosen here", "method.field_matching.field"}});
  }

  void CheckLevels(const Sampler& sampler, const std::string& path) {
    if (!sampler.has_edm_heun()) return;
    const EdmHeun& edm = sampler.edm_heun();
    if (edm.sigma_min() >= edm.sigma_max()) {
      reporter_.ErrorAtValue(
          Code::kOutOfRange, path + ".edm_heun.sigma_min",
          absl::StrCat("'", path, ".edm_heun.sigma_min' must be < sigma_max = ",
                       edm.sigma_max(), "; got ", edm.sigma_min()));
    }
    const std::optional<double> of_source = NoiseOfSource();
    if (!of_source || edm.sigma_max() <= *of_source) return;
    reporter_.ErrorAtValue(
        Code::kOutOfRange, path + ".edm_heun.sigma_max",
        absl::StrCat("'", path,
                     ".edm_heun.sigma_max' must be <= ", NumberText(*of_source),
                     ", the noise level of the source's plate; got ",
                     NumberText(edm.sigma_max())),
        absl::StrCat("sigma_max: ", NumberText(*of_source)),
        {{"gap set here", "method.field_matching.plate_gap"}});
  }

  // Of the rays of a Poisson field.
  std::optional<double> NoiseOfSource() const {
    if (!IsPoisson(experiment_.method().field_matching().field())) {
      return std::nullopt;
    }
    const auto field = FieldOf(experiment_).field;
    const auto& pairs = std::get<field_matching::PairFieldOptions>(field);
    return std::get<core::RayPathOptions>(pairs.path).start;
  }

  // What a method does with its own flow while it is trained.
  void CheckOwn(const Sampler& sampler, const std::string& path) {
    if (!sampler.has_field_lines() && !sampler.has_distilled() &&
        !sampler.has_guidance() && !sampler.has_along() &&
        !sampler.has_log_time_until() && !sampler.has_euler_maruyama() &&
        !sampler.has_stochastic_heun()) {
      return;
    }
    reporter_.Error(Code::kIncompatibleChoice, path,
                    absl::StrCat("'", path,
                                 "' must be a plain solver of the "
                                 "flow"),
                    "euler, midpoint, heun, rk4 or dopri5");
  }

  const ExperimentContext& context_;
  const Experiment& experiment_;
  Reporter reporter_;
};

}  // namespace

void CheckSamplers(const ExperimentContext& context, DiagnosticSink* sink) {
  Checker(context, sink).Check();
}

}  // namespace flow::lang
