#include "flowlang/check/check_path.h"

#include <cmath>
#include <string>
#include <tuple>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/path/path_facts.h"
#include "flowlang/check/reporter.h"
#include "flowlang/check/source_advice.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/field_name.h"
#include "google/protobuf/util/message_differencer.h"

namespace flow::lang {
namespace {

// What a path says of its source. `setting` is where the path stands.
class SourceChecker {
 public:
  SourceChecker(const ExperimentContext& context, const ProbabilityPath& path,
                const std::string& setting, Reporter* reporter)
      : context_(context),
        path_(path),
        setting_(setting),
        reporter_(reporter) {}

  void operator()(const core::AnySource&) const {}

  void operator()(const core::StandardGaussianSource&) const {
    if (context_.source.is_standard_gaussian) return;
    Report("a standard Gaussian source",
           absl::StrCat("write source { gaussian { dim: ", context_.target.dim,
                        " } }; linear, trigonometric and brownian_bridge take "
                        "any source"));
  }

  void operator()(const core::StudentTSource& law) const {
    const auto& source = context_.source.student_t;
    if (source && source->degrees == law.degrees &&
        source->scale == law.scale) {
      return;
    }
    const SourceAdvice advice = AdviceFor(law, context_.target.dim);
    Report(advice.need, advice.help);
  }

  void operator()(const core::TargetAsSource&) const {
    const Experiment& e = context_.experiment;
    if (google::protobuf::util::MessageDifferencer::Equals(e.source(),
                                                           e.target())) {
      return;
    }
    Report("the target's law as its source",
           "MIRROR leaves the target and comes back to it");
  }

 private:
  void Report(const std::string& need, const std::string& help) const {
    reporter_->Error(
        Code::kIncompatibleChoice,
        absl::StrCat(setting_, ".", ChosenName(path_)),
        absl::StrCat("path '", ChosenName(path_), "' needs ", need), help,
        {{"source chosen here", "source"}});
  }

  const ExperimentContext& context_;
  const ProbabilityPath& path_;
  const std::string& setting_;
  Reporter* reporter_;
};

// "'path.vp.beta_min' must be < beta_max".
void ExpectBelow(double low, double high, const std::string& path,
                 const char* low_name, const char* high_name,
                 Reporter* reporter) {
  if (low < high) return;
  reporter->ErrorAtValue(Code::kOutOfRange, absl::StrCat(path, ".", low_name),
                         absl::StrCat("'", path, ".", low_name, "' must be < ",
                                      high_name, " = ", high, "; got ", low),
                         "",
                         {{absl::StrCat(high_name, " set here"),
                           absl::StrCat(path, ".", high_name)}});
}

double PolynomialAt(const google::protobuf::RepeatedField<double>& coefficients,
                    double t) {
  double value = 0;
  for (int i = coefficients.size() - 1; i >= 0; --i) {
    value = value * t + coefficients[i];
  }
  return value;
}

void CheckCoefficients(const GeneralGaussianPath& path,
                       const std::string& setting, Reporter* reporter) {
  constexpr double kRounding = 1e-9;
  for (const auto& [name, first, at_source] :
       {std::tuple("mean", path.mean(0), 0.0),
        std::tuple("std", path.std(0), 1.0)}) {
    if (std::abs(first - at_source) <= kRounding) continue;
    const std::string field = absl::StrCat(setting, ".", name, "[0]");
    reporter->ErrorAtValue(
        Code::kOutOfRange, field,
        absl::StrCat("'", field, "' must be ", at_source, "; got ", first),
        "at t = 0 the path is at the source");
  }
  const double end = PolynomialAt(path.mean(), 1);
  if (std::abs(end - 1) > kRounding) {
    reporter->Error(
        Code::kOutOfRange, absl::StrCat(setting, ".mean[0]"),
        absl::StrCat("the coefficients of 'mean' must sum to 1; got ", end),
        "at t = 1 the path is at the data");
  }
  constexpr int kSteps = 1000;
  for (int i = 0; i < kSteps; ++i) {
    const double t = static_cast<double>(i) / kSteps;
    if (PolynomialAt(path.std(), t) > 0) continue;
    return reporter->Error(
        Code::kOutOfRange, absl::StrCat(setting, ".std[0]"),
        absl::StrCat("'std' must be positive before t = 1; at t = ", t,
                     " it is ", PolynomialAt(path.std(), t)));
  }
}

// One path, which stands at `setting`.
void Check(const ProbabilityPath& path, const std::string& setting,
           const ExperimentContext& context, Reporter* reporter) {
  // a path of one's own is the business of who brings it
  if (path.kind_case() == ProbabilityPath::KIND_NOT_SET) return;
  const std::string kind = absl::StrCat(setting, ".", ChosenName(path));
  const core::PathOptions options = ToOptions(path);
  std::visit(SourceChecker(context, path, setting, reporter),
             core::RequiredSource(options));
  if (path.has_vp()) {
    ExpectBelow(path.vp().beta_min(), path.vp().beta_max(), kind, "beta_min",
                "beta_max", reporter);
  }
  if (path.has_cauchy()) {
    ExpectBelow(path.cauchy().end(), path.cauchy().start(), kind, "end",
                "start", reporter);
  }
  if (path.has_student_t()) {
    ExpectBelow(path.student_t().end(), path.student_t().start(), kind, "end",
                "start", reporter);
  }
  if (path.has_general_gaussian()) {
    CheckCoefficients(path.general_gaussian(), kind, reporter);
  }
  if (!core::IsNondegenerate(options)) {
    reporter->ErrorAtValue(
        Code::kIncompatibleChoice, absl::StrCat(kind, ".gamma"),
        "ENCODE_DECODE passes through pure noise, and ZERO is none",
        "gamma: BROWNIAN");
  }
}

}  // namespace

void CheckPath(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  const Experiment& e = context.experiment;
  Check(e.path(), "path", context, &reporter);
  for (int i = 0; i < e.evaluate_size(); ++i) {
    if (!e.evaluate(i).sampler().has_along()) continue;
    Check(e.evaluate(i).sampler().along(),
          IndexedPath("evaluate", i) + ".sampler.along", context, &reporter);
  }
}

}  // namespace flow::lang
