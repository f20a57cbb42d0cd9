#include "flowlang/check/check_pair_sum.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "flowlang/check/signal_path.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

class Checker {
 public:
  Checker(const ExperimentContext& context, const PairSum& sum,
          Reporter* reporter)
      : context_(context),
        experiment_(context.experiment),
        sum_(sum),
        reporter_(reporter) {}

  void Check() {
    CheckPairs();
    CheckGiven();
    CheckModel();
    CheckTraining();
  }

 private:
  std::string Of(const char* setting) const {
    return absl::StrCat(sum_.method, ".", setting);
  }

  void Incompatible(const std::string& path, std::string message,
                    std::string help, Reporter::Other other) {
    reporter_->Error(Code::kIncompatibleChoice, path, std::move(message),
                     std::move(help), {std::move(other)});
  }

  void CheckPairs() {
    const std::string path = Of("pairs_per_query");
    if (sum_.pairs_per_query > experiment_.train().batch()) {
      reporter_->ErrorAtValue(
          Code::kOutOfRange, path,
          absl::StrCat("'", path, "' must be <= the batch of ",
                       experiment_.train().batch(), "; got ",
                       sum_.pairs_per_query),
          "", {{"batch set here", "train.batch"}});
    }
    if (sum_.pairs_per_query > 1 && experiment_.coupling().has_gibbs()) {
      Incompatible("coupling",
                   "the pairs of 'gibbs' have weights, which a sum over pairs "
                   "does not know",
                   "pairs_per_query: 1", {"summed here", path});
    }
  }

  void CheckGiven() {
    if (sum_.given == TARGET) return CheckSourceIsIntegratedOut();
    const bool is_sum = sum_.pairs_per_query > 1;
    const bool needs_density = is_sum || !IsOnPaths(sum_.coverage);
    if (!needs_density || sum_.has_noise) return;
    Incompatible(Of(is_sum ? "pairs_per_query" : "coverage"),
                 "given both ends this path has no noise, so that a point is "
                 "on the line of one pair alone",
                 "given: TARGET, or a path with noise",
                 {"path chosen here", "path"});
  }

  void CheckSourceIsIntegratedOut() {
    const ProbabilityPath& path = experiment_.path();
    const bool is_own_student_t =
        sum_.is_of_path && (path.has_cauchy() || path.has_student_t());
    if (HasIndependentGaussianSource(context_) ||
        (is_own_student_t && experiment_.coupling().has_independent())) {
      return;
    }
    Incompatible(Of("given"),
                 "TARGET needs a source that is integrated out: a standard "
                 "Gaussian, or the path's own Student t, and the independent "
                 "coupling, from the source on",
                 "given: PAIR", {"source chosen here", "source"});
  }

  void CheckModel() {
    const Model& model = experiment_.model();
    if (ChosenPrediction(model) != VELOCITY) {
      Incompatible(absl::StrCat("model.", ChosenName(model), ".predict"),
                   "a sum over pairs is that of their velocities or fields",
                   "predict: VELOCITY", {"method chosen here", sum_.method});
    }
    if (ConditionOf(model) != nullptr) {
      Incompatible(absl::StrCat("model.", ChosenName(model), ".condition"),
                   "a sum over pairs is one over the points of all classes", "",
                   {"method chosen here", sum_.method});
    }
  }

  void CheckTraining() {
    const Training& train = experiment_.train();
    if (train.times_per_pair() > 1) {
      Incompatible("train.times_per_pair",
                   "several pairs are asked for at one point, and not a pair "
                   "at several points",
                   "pairs_per_query", {"method chosen here", sum_.method});
    }
    if (!train.weight().has_constant()) {
      Incompatible("train.weight",
                   "errors of a sum over pairs count by lengths and densities",
                   "length_weights, density_weights",
                   {"method chosen here", sum_.method});
    }
  }

  const ExperimentContext& context_;
  const Experiment& experiment_;
  const PairSum& sum_;
  Reporter* reporter_;
};

}  // namespace

void CheckPairSum(const ExperimentContext& context, const PairSum& sum,
                  Reporter* reporter) {
  Checker(context, sum, reporter).Check();
}

}  // namespace flow::lang
