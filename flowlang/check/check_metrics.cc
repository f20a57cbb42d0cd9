#include "flowlang/check/check_metrics.h"

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "datasets/digits.h"
#include "flowlang/check/choices.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

// With fewer points than this a metric tells its own noise: for distances of
// point clouds the floor is then of the order of the distances in question.
struct UsefulFloor {
  Metric::KindCase kind;
  int64_t samples;
};
constexpr UsefulFloor kUsefulFloors[] = {
    {Metric::kW2, 100},
    {Metric::kW1, 100},
    {Metric::kSlicedW2, 100},
    {Metric::kMmd, 50},
    {Metric::kEnergyDistance, 50},
    {Metric::kNpe, 100},
    {Metric::kSignedNpe, 100},
    {Metric::kKid, 50},
    {Metric::kPrecision, 500},
    {Metric::kRecall, 500},
    {Metric::kMarginalError, 100},
    {Metric::kWorstClientW2, 100},
};

bool IsGaussianMixture(const Distribution& d) {
  return d.has_gaussian() || d.has_gaussian_mixture() ||
         d.has_eight_gaussians() || d.tabular().has_stand_in();
}

bool HasDensity(const Distribution& d) {
  return IsGaussianMixture(d) ||
         (d.has_student_t() && !d.student_t().has_max_norm());
}

// The checks of one metric of one protocol.
class Checker {
 public:
  Checker(const ExperimentContext& context, const Evaluation& evaluation,
          std::string path, Reporter* reporter)
      : context_(context),
        experiment_(context.experiment),
        evaluation_(evaluation),
        path_(std::move(path)),
        reporter_(*reporter) {}

  void Check(const Metric& metric, const std::string& metric_path) {
    name_ = ChosenName(metric);
    metric_path_ = absl::StrCat(metric_path, ".", name_);
    CheckFloor(metric.kind_case());
    switch (metric.kind_case()) {
      case Metric::kNpe:
      case Metric::kSignedNpe:
      case Metric::kPathEnergy:
      case Metric::kStraightness:
      case Metric::kCurvature:
        return CheckHasVelocity();
      case Metric::kNll:
        return CheckNll(metric.nll());
      case Metric::kBitsPerDim:
        return CheckBitsPerDim(metric.bits_per_dim());
      case Metric::kInceptionScore:
        return CheckAtMostSamples(".splits", metric.inception_score().splits());
      case Metric::kKid:
        if (!metric.kid().has_subsets()) return;
        return CheckAtMostSamples(".subsets.size",
                                  metric.kid().subsets().size());
      case Metric::kPrecision:
        return CheckNeighbours(metric.precision());
      case Metric::kRecall:
        return CheckNeighbours(metric.recall());
      case Metric::kVelocityError:
        return CheckVelocityError();
      case Metric::kTransportCost:
        return CheckIsMap();
      case Metric::kMarginalError:
        return CheckHasPairs();
      case Metric::kWorstClientW2:
        return CheckHasClients();
      case Metric::kRoundTripError:
        return CheckIsInvertible();
      default:
        return;
    }
  }

 private:
  void Incompatible(std::string message, std::string help,
                    const std::string& other_path, std::string other) {
    reporter_.Error(Code::kIncompatibleChoice, metric_path_, std::move(message),
                    std::move(help), {{std::move(other), other_path}});
  }

  void CheckFloor(Metric::KindCase kind) {
    for (const UsefulFloor& floor : kUsefulFloors) {
      if (floor.kind != kind || evaluation_.samples() >= floor.samples)
        continue;
      reporter_.WarningAtValue(
          Code::kOutOfRange, path_ + ".samples",
          absl::StrCat(evaluation_.samples(), " points are too few for '",
                       name_,
                       "': what two draws of the target score would "
                       "drown what is measured"),
          absl::StrCat("at least ", floor.samples),
          {{absl::StrCat(name_, " is measured here"), metric_path_}});
    }
  }

  void CheckHasVelocity() {
    if (IsStochastic(evaluation_.sampler())) {
      Incompatible(absl::StrCat("'", name_,
                                "' is of a flow along a velocity, "
                                "and the sampler adds noise"),
                   "an ODE sampler", path_ + ".sampler", "sampler chosen here");
    } else if (evaluation_.sampler().has_field_lines() ||
               evaluation_.sampler().has_distilled()) {
      Incompatible(absl::StrCat("'", name_,
                                "' is of a flow along a velocity, "
                                "and the sampler follows none"),
                   "", path_ + ".sampler", "sampler chosen here");
    } else if (evaluation_.sampler().has_log_time_until()) {
      Incompatible(absl::StrCat("'", name_,
                                "' is of a flow by its time t, and the sampler "
                                "goes by log(1 - t)"),
                   "", path_ + ".sampler.log_time_until", "chosen here");
    }
  }

  void CheckIsMap() {
    if (!IsStochastic(evaluation_.sampler())) return;
    Incompatible(
        absl::StrCat("'", name_, "' is of a map, and the sampler adds noise"),
        "an ODE sampler", path_ + ".sampler", "sampler chosen here");
  }

  void CheckHasPairs() {
    if (experiment_.fine_tuning().has_nothing()) {
      Incompatible(absl::StrCat("'", name_,
                                "' is of the pairs that a flow is trained on, "
                                "and nothing is trained"),
                   "", "fine_tuning.nothing", "chosen here");
    }
    if (experiment_.method().has_flow_matching()) return;
    Incompatible(
        absl::StrCat("'", name_,
                     "' is of the pairs that a flow is trained on, and "
                     "this method makes its own"),
        "", "method", "method chosen here");
  }

  void CheckIsInvertible() {
    const Sampler& sampler = evaluation_.sampler();
    if (!IsStochastic(sampler) && !sampler.has_distilled() &&
        !sampler.has_field_lines()) {
      return;
    }
    Incompatible(absl::StrCat("'", name_,
                              "' goes back along the flow, which "
                              "this sampler cannot"),
                 "an ODE sampler", path_ + ".sampler", "sampler chosen here");
  }

  void CheckHasLikelihood() {
    CheckIsInvertible();
    if (HasDensity(experiment_.source())) return;
    Incompatible(
        absl::StrCat("'", name_, "' needs a source whose density is known"),
        "gaussian, gaussian_mixture or eight_gaussians", "source",
        "source chosen here");
  }

  void CheckNll(const Nll& nll) {
    CheckHasLikelihood();
    if (nll.divergence() == Nll::EXACT) {
      reporter_.Unused(metric_path_ + ".probes",
                       "'probes' are those of HUTCHINSON, and the divergence "
                       "is EXACT");
    }
    if (nll.has_samples()) CheckSamples(nll.samples());
  }

  void CheckSamples(int64_t samples) {
    const std::optional<int64_t> size = context_.target.size;
    if (!size || samples <= *size) return;
    reporter_.ErrorAtValue(
        Code::kOutOfRange, metric_path_ + ".samples",
        absl::StrCat("'", metric_path_, ".samples' must be <= ", *size,
                     ", the points of the target; got ", samples),
        "", {{"target chosen here", "target"}});
  }

  void CheckBitsPerDim(const BitsPerDim& bits) {
    if (!IsImage()) return CheckIsImage();
    CheckHasLikelihood();
    if (bits.has_samples()) CheckSamples(bits.samples());
    const bool digits = experiment_.target().has_digits();
    if (!digits || bits.levels() == datasets::kDigitsLevels) return;
    reporter_.ErrorAtValue(
        Code::kOutOfRange, metric_path_ + ".levels",
        absl::StrCat("the digits have ", datasets::kDigitsLevels,
                     " grey levels; got ", bits.levels()),
        absl::StrCat("levels: ", datasets::kDigitsLevels),
        {{"target chosen here", "target"}});
  }

  bool IsImage() const { return ImageOf(experiment_.target()).side > 0; }

  void CheckIsImage() {
    if (IsImage()) return;
    Incompatible(absl::StrCat("'", name_,
                              "' is of images, and the target has "
                              "none"),
                 "nll is of any points", "target", "target chosen here");
  }

  void CheckAtMostSamples(const std::string& setting, int64_t value) {
    if (value <= evaluation_.samples()) return;
    reporter_.ErrorAtValue(
        Code::kOutOfRange, metric_path_ + setting,
        absl::StrCat("'", metric_path_, setting, "' must be <= samples = ",
                     evaluation_.samples(), "; got ", value),
        "", {{"samples set here", path_ + ".samples"}});
  }

  void CheckNeighbours(const NearestNeighbours& neighbours) {
    if (neighbours.k() < evaluation_.samples()) return;
    reporter_.ErrorAtValue(
        Code::kOutOfRange, metric_path_ + ".k",
        absl::StrCat("'", metric_path_, ".k' must be < samples = ",
                     evaluation_.samples(), "; got ", neighbours.k()),
        "", {{"samples set here", path_ + ".samples"}});
  }

  void CheckVelocityError() {
    const Experiment& e = experiment_;
    if (!LearnsPathVelocity(e.method())) {
      Incompatible(
          "the exact velocity is known for plain flow matching, and this "
          "method learns another one",
          "", "method", "method chosen here");
    } else if (!e.coupling().has_independent()) {
      Incompatible("the exact velocity is known for an independent coupling",
                   "", "coupling", "coupling chosen here");
    } else if (ConditionOf(e.model()) != nullptr) {
      Incompatible("the exact velocity is known of all classes together", "",
                   "model", "the model is conditional");
    } else if (e.model().has_icnn()) {
      Incompatible(
          "a potential learns the lines of optimal transport, which are not "
          "those of the exact velocity",
          "", "model", "model chosen here");
    } else if (!IsGaussianMixture(e.source()) ||
               !IsGaussianMixture(e.target())) {
      Incompatible(
          "the exact velocity is known between Gaussians and mixtures "
          "of them",
          "gaussian, gaussian_mixture or eight_gaussians",
          IsGaussianMixture(e.source()) ? "target" : "source",
          "this end is another law");
    }
  }

  void CheckHasClients() {
    if (experiment_.has_federation()) return;
    reporter_.Error(Code::kIncompatibleChoice, metric_path_,
                    absl::StrCat("'", name_,
                                 "' is of the clients of a "
                                 "federation, and there is none"));
  }

  const ExperimentContext& context_;
  const Experiment& experiment_;
  const Evaluation& evaluation_;
  std::string path_;
  Reporter& reporter_;
  std::string name_, metric_path_;
};

}  // namespace

void CheckMetrics(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    const Evaluation& evaluation = context.experiment.evaluate(i);
    const std::string path = IndexedPath("evaluate", i);
    Checker checker(context, evaluation, path, &reporter);
    for (int k = 0; k < evaluation.metric_size(); ++k) {
      checker.Check(evaluation.metric(k), IndexedPath(path + ".metric", k));
    }
  }
}

}  // namespace flow::lang
