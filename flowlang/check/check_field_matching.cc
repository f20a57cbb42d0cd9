#include "flowlang/check/check_field_matching.h"

#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/path/path_facts.h"
#include "flowlang/check/check_pair_sum.h"
#include "flowlang/check/reporter.h"
#include "flowlang/check/signal_path.h"
#include "flowlang/check/source_advice.h"
#include "flowlang/plan/convert.h"
#include "flowlang/rules/number_text.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr char kMethod[] = "method.field_matching";
constexpr char kField[] = "method.field_matching.field";
constexpr char kCoverage[] = "method.field_matching.coverage";

std::string Of(const char* setting) {
  return absl::StrCat(kMethod, ".", setting);
}

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : context_(context),
        experiment_(context.experiment),
        method_(experiment_.method().field_matching()),
        field_(method_.field()),
        reporter_(context, sink) {}

  void Check() {
    CheckString();
    if (field_.has_electrostatic()) CheckElectrostatic();
    if (IsPoisson(field_)) CheckPoisson();
    CheckSum();
    CheckUnsummed();
    CheckCoverage();
    CheckUnread();
  }

 private:
  void Incompatible(const std::string& path, std::string message,
                    std::string help = "",
                    Reporter::Other other = {"field chosen here", kField}) {
    reporter_.Error(Code::kIncompatibleChoice, path, std::move(message),
                    std::move(help), {std::move(other)});
  }

  void Unused(const std::string& path, std::string message) {
    reporter_.Unused(path, std::move(message), "",
                     {{"field chosen here", kField}});
  }

  void CheckElectrostatic() {
    if (method_.regress() == FieldMatching::VELOCITY) {
      reporter_.ErrorAtValue(
          Code::kIncompatibleChoice, Of("regress"),
          "an electrostatic field is no flow: its lines turn back outside of "
          "the plates, where E_z changes its sign",
          "regress: UNIT_FIELD", {{"field chosen here", kField}});
    }
    if (!experiment_.coupling().has_independent()) {
      Incompatible("coupling",
                   "a coupling cancels in an electrostatic field, which does "
                   "not depend on the pairs",
                   "gaussian_tube and string depend on them");
    }
    for (const char* setting : {"given", "length_weights", "density_weights"}) {
      Unused(Of(setting),
             absl::StrCat("'", setting, "' is of the fields of pairs"));
    }
  }

  void CheckPoisson() {
    const auto options = FieldOf(experiment_);
    const auto& path =
        std::get<field_matching::PairFieldOptions>(options.field).path;
    const auto source =
        std::get<core::StudentTSource>(core::RequiredSource(path));
    const auto& chosen = context_.source.student_t;
    constexpr double kRounding = 1e-6;
    if (!chosen || chosen->degrees != source.degrees ||
        std::abs(chosen->scale / source.scale - 1) > kRounding) {
      const SourceAdvice advice = AdviceFor(source, context_.target.dim);
      Incompatible(absl::StrCat(kField, ".", ChosenName(field_)),
                   "lines to infinity come back from " + advice.need,
                   advice.help, {"source chosen here", "source"});
    }
    if (!experiment_.coupling().has_independent()) {
      Incompatible("coupling",
                   "a coupling cancels in a Poisson field, which is that of "
                   "the target alone",
                   "gaussian_tube and string depend on pairs");
    }
    Unused(Of("given"), "a Poisson field is given the target");
  }

  // Charges have no pairs.
  void CheckSum() {
    const bool of_pairs = !IsPoisson(field_) && !field_.has_electrostatic();
    const bool has_noise = !field_.has_from_path() || HasOwnNoise(context_);
    CheckPairSum(context_,
                 {.method = kMethod,
                  .pairs_per_query = method_.pairs_per_query(),
                  .coverage = method_.coverage(),
                  .given = of_pairs ? method_.given() : PAIR,
                  .has_noise = has_noise,
                  .is_of_path = field_.has_from_path()},
                 &reporter_);
  }

  void CheckUnsummed() {
    if (IsPoisson(field_) || field_.has_electrostatic()) {
      Unused(Of("pairs_per_query"),
             "this field is summed over 'charges', not over pairs");
    } else if (method_.has_charges()) {
      Unused(Of("charges"),
             "this field is summed over 'pairs_per_query', not over charges");
    }
  }

  void CheckString() {
    const StringField& string = field_.string();
    if (!string.has_bend() || 2 * string.bend() <= method_.plate_gap()) return;
    const std::string path = absl::StrCat(kField, ".string.bend");
    reporter_.ErrorAtValue(
        Code::kOutOfRange, path,
        absl::StrCat("'", path, "' must be at most half of the gap of ",
                     method_.plate_gap(), "; got ", string.bend()),
        "", {{"gap set here", Of("plate_gap")}});
  }

  void CheckCoverage() {
    const Coverage& coverage = method_.coverage();
    if (coverage.has_power_law() && !IsPoisson(field_)) {
      Incompatible(absl::StrCat(kCoverage, ".power_law"),
                   "'power_law' is about the points of the target's plate, "
                   "from which the lines of poisson and poisson_plus come",
                   "tube {} or slab {}");
    }
    const double width = field_.has_string() ? field_.string().width()
                         : field_.has_gaussian_tube()
                             ? field_.gaussian_tube().width()
                             : 0;
    const std::string path = absl::StrCat(kCoverage, ".tube.width");
    if (!coverage.has_tube() || !method_.density_weights() ||
        coverage.tube().width() >= width) {
      return;
    }
    reporter_.WarningAtValue(
        Code::kOutOfRange, path,
        absl::StrCat(
            "points of a tube that is narrower than that of the lines, ",
            NumberText(width),
            ", have weights without bound where the lines leave it"),
        "a wider one", {{"field chosen here", kField}});
  }

  void CheckUnread() {
    if (field_.gaussian_tube().profile() == GaussianTubeField::SINE) {
      reporter_.Unused(absl::StrCat(kField, ".gaussian_tube.ends"),
                       "'ends' are those of FLAT_WITH_ENDS, and the profile is "
                       "SINE");
    }
    if (method_.regress() == FieldMatching::VELOCITY) {
      reporter_.Unused(Of("length_weights"),
                       "a velocity is divided by no length");
    }
    if (method_.coverage().has_from_pairs()) {
      reporter_.Unused(Of("density_weights"),
                       "points on the lines of their pairs have the density of "
                       "the lines");
    }
    if (!field_.has_from_path() && !experiment_.path().has_linear()) {
      reporter_.Unused("path",
                       "the field says where its lines run; this path is not "
                       "read",
                       "field { from_path {} } is the field of the path",
                       {{"field chosen here", kField}});
    }
  }

  const ExperimentContext& context_;
  const Experiment& experiment_;
  const FieldMatching& method_;
  const PairField& field_;
  Reporter reporter_;
};

}  // namespace

void CheckFieldMatching(const ExperimentContext& context,
                        DiagnosticSink* sink) {
  if (!context.experiment.method().has_field_matching()) return;
  Checker(context, sink).Check();
}

}  // namespace flow::lang
