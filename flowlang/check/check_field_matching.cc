#include "flowlang/check/check_field_matching.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"

namespace flow::lang {
namespace {

constexpr char kMethod[] = "method.field_matching";
constexpr char kField[] = "method.field_matching.field";

// A field that is summed over charges, not over pairs.
bool IsOfCharges(const PairField& field) {
  return field.has_electrostatic() || field.has_poisson() ||
         field.has_poisson_plus();
}

void CheckElectrostatic(const ExperimentContext& context,
                        const FieldMatching& method, Reporter* reporter) {
  if (!method.field().has_electrostatic()) return;
  if (method.regress() == FieldMatching::VELOCITY) {
    reporter->ErrorAtValue(
        Code::kIncompatibleChoice, absl::StrCat(kMethod, ".regress"),
        "an electrostatic field is no flow: its lines turn back outside of "
        "the plates, where E_z changes its sign",
        "regress: UNIT_FIELD", {{"field chosen here", kField}});
  }
  if (!context.experiment.coupling().has_independent()) {
    reporter->Error(Code::kIncompatibleChoice, "coupling",
                    "a coupling cancels in an electrostatic field, which does "
                    "not depend on the pairs",
                    "gaussian_tube and string depend on them",
                    {{"field chosen here", kField}});
  }
}

void CheckPairs(const FieldMatching& method, const Training& train,
                Reporter* reporter) {
  const std::string path = absl::StrCat(kMethod, ".pairs_per_query");
  if (method.pairs_per_query() > train.batch()) {
    reporter->ErrorAtValue(
        Code::kOutOfRange, path,
        absl::StrCat("'", path, "' must be <= the batch of ", train.batch(),
                     "; got ", method.pairs_per_query()),
        "", {{"batch set here", "train.batch"}});
  }
  if (IsOfCharges(method.field())) {
    reporter->Unused(path,
                     "this field is summed over 'charges', not over "
                     "pairs",
                     "", {{"field chosen here", kField}});
  } else if (method.has_charges()) {
    reporter->Unused(absl::StrCat(kMethod, ".charges"),
                     "this field is summed over 'pairs_per_query', not over "
                     "charges",
                     "", {{"field chosen here", kField}});
  }
}

void CheckString(const FieldMatching& method, Reporter* reporter) {
  const StringField& string = method.field().string();
  if (!string.has_bend() || 2 * string.bend() <= method.plate_gap()) return;
  const std::string path = absl::StrCat(kField, ".string.bend");
  reporter->ErrorAtValue(
      Code::kOutOfRange, path,
      absl::StrCat("'", path, "' must be at most half of the gap of ",
                   method.plate_gap(), "; got ", string.bend()),
      "", {{"gap set here", absl::StrCat(kMethod, ".plate_gap")}});
}

}  // namespace

void CheckFieldMatching(const ExperimentContext& context,
                        DiagnosticSink* sink) {
  if (!context.experiment.method().has_field_matching()) return;
  const FieldMatching& method = context.experiment.method().field_matching();
  Reporter reporter(context, sink);
  CheckElectrostatic(context, method, &reporter);
  CheckPairs(method, context.experiment.train(), &reporter);
  CheckString(method, &reporter);
  const GaussianTubeField& tube = method.field().gaussian_tube();
  if (tube.profile() == GaussianTubeField::SINE && tube.ends() != 0.25) {
    reporter.Unused(absl::StrCat(kField, ".gaussian_tube.ends"),
                    "'ends' are those of FLAT_WITH_ENDS, and the profile is "
                    "SINE");
  }
  if (!method.field().has_from_path() &&
      !context.experiment.path().has_linear()) {
    reporter.Unused("path",
                    "the field says where its lines run; this path is not "
                    "read",
                    "field { from_path {} } is the field of the path",
                    {{"field chosen here", kField}});
  }
}

}  // namespace flow::lang
