#include "flowlang/check/check_path.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

// x_t = a_t x1 + b_t z with z the source: its law is part of the formula.
bool NeedsGaussianSource(const ProbabilityPath& path) {
  switch (path.kind_case()) {
    case ProbabilityPath::kTargetConditional:
    case ProbabilityPath::kCosine:
    case ProbabilityPath::kLinearVp:
    case ProbabilityPath::kVp:
    case ProbabilityPath::kGeneralGaussian:
      return true;
    case ProbabilityPath::kStochasticInterpolant:
      return path.stochastic_interpolant().interpolant() ==
             StochasticInterpolantPath::ONE_SIDED;
    default:
      return false;
  }
}

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

void CheckCoefficients(const GeneralGaussianPath& path, Reporter* reporter) {
  constexpr double kRounding = 1e-9;
  const double end = PolynomialAt(path.mean(), 1);
  if (std::abs(end - 1) > kRounding) {
    reporter->Error(
        Code::kOutOfRange, "path.general_gaussian.mean[0]",
        absl::StrCat("the coefficients of 'mean' must sum to 1; got ", end),
        "at t = 1 the path is at the data");
  }
  constexpr int kSteps = 1000;
  for (int i = 0; i < kSteps; ++i) {
    const double t = static_cast<double>(i) / kSteps;
    if (PolynomialAt(path.std(), t) > 0) continue;
    return reporter->Error(
        Code::kOutOfRange, "path.general_gaussian.std[0]",
        absl::StrCat("'std' must be positive before t = 1; at t = ", t,
                     " it is ", PolynomialAt(path.std(), t)));
  }
}

}  // namespace

void CheckPath(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  const ProbabilityPath& path = context.experiment.path();
  if (NeedsGaussianSource(path) && !context.source.is_standard_gaussian) {
    reporter.Error(
        Code::kIncompatibleChoice, absl::StrCat("path.", ChosenName(path)),
        absl::StrCat("path '", ChosenName(path),
                     "' needs a standard Gaussian source"),
        absl::StrCat("write source { gaussian { dim: ", context.target.dim,
                     " } }; linear, trigonometric and brownian_bridge take any "
                     "source"),
        {{"source chosen here", "source"}});
  }
  if (path.has_vp()) {
    ExpectBelow(path.vp().beta_min(), path.vp().beta_max(), "path.vp",
                "beta_min", "beta_max", &reporter);
  }
  if (path.has_cauchy()) {
    ExpectBelow(path.cauchy().end(), path.cauchy().start(), "path.cauchy",
                "end", "start", &reporter);
  }
  if (path.has_student_t()) {
    ExpectBelow(path.student_t().end(), path.student_t().start(),
                "path.student_t", "end", "start", &reporter);
  }
  if (path.has_general_gaussian()) {
    CheckCoefficients(path.general_gaussian(), &reporter);
  }
  if (path.has_cauchy() || path.has_student_t()) {
    reporter.Unused("source",
                    absl::StrCat("path '", ChosenName(path),
                                 "' begins at a law of its own; the source "
                                 "gives the dimension alone"),
                    "", {{"path chosen here", "path"}});
  }
}

}  // namespace flow::lang
