#include "flowlang/check/check_record_privacy.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"

namespace flow::lang {
namespace {

constexpr char kLevel[] = "federation.privacy.record_level";

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : context_(context),
        experiment_(context.experiment),
        clients_(experiment_.federation().clients()),
        reporter_(context, sink) {}

  void Check() {
    CheckCouplings();
    CheckModel();
    if (context_.TargetIsLaw()) {
      Incompatible(
          "a record is one of so many points, and the target is a law, which "
          "never gives one twice",
          "points: 10000 in the target draws so many points once",
          {{"target chosen here", "target"}});
      return;
    }
    if (!context_.training_points) return;  // images that are not there
    CheckBatches(*context_.training_points);
    CheckDelta(*context_.training_points);
  }

 private:
  using Others = std::vector<Reporter::Other>;

  void Incompatible(std::string message, std::string help,
                    const Others& others) {
    reporter_.Error(Code::kIncompatibleChoice, kLevel, std::move(message),
                    std::move(help), others);
  }

  void RefuseMixing(const char* what, std::string help, const Others& others) {
    Incompatible(absl::StrCat(what,
                              " mixes records: one of them changes the "
                              "partners or the weights of others, so that "
                              "clipping its gradient does not bound what it "
                              "does"),
                 std::move(help), others);
  }

  void CheckCouplings() {
    const Method& method = experiment_.method();
    if (!experiment_.coupling().has_independent()) {
      RefuseMixing("this coupling",
                   "coupling { independent {} } keeps them apart",
                   {{"coupling chosen here", "coupling"}});
    }
    if (method.flow_matching().has_acceleration()) {
      RefuseMixing(
          "the coupling of 'acceleration'", "",
          {{"acceleration chosen here", "method.flow_matching.acceleration"}});
    }
    if (method.has_field_matching()) {
      RefuseMixing("a field of all charges", "",
                   {{"method chosen here", "method.field_matching"}});
    }
    if (method.has_local_flow() &&
        method.local_flow().coupling() != LocalFlow::DEPENDENT) {
      RefuseMixing("the coupling of the blocks",
                   "coupling: DEPENDENT keeps them apart",
                   {{"coupling chosen here", "method.local_flow.coupling"}});
    }
  }

  // Only the kernels of a perceptron know how long the gradient of a record is.
  void CheckModel() {
    const Model& model = experiment_.model();
    const char help[] = "model { mlp {} } by its kernels, for one velocity";
    if (!model.has_mlp()) {
      Incompatible("the gradients of single records are those of a perceptron",
                   help, {{"model chosen here", "model"}});
    } else if (model.mlp().executor() == Mlp::LIBTORCH) {
      Incompatible(
          "LIBTORCH computes the gradient of a batch, and not those of its "
          "records",
          "executor: AUTO", {{"executor chosen here", "model.mlp.executor"}});
    }
    if (experiment_.train().precision() == Training::BFLOAT16) {
      Incompatible(
          "networks of BFLOAT16 have the gradient of a batch, and not those of "
          "its records",
          "precision: FLOAT32", {{"precision chosen here", "train.precision"}});
    }
    if (experiment_.method().flow_matching().has_dual()) {
      Incompatible(
          "'dual' trains two networks with one loss, whose gradient is that "
          "of a batch and not of its records",
          help, {{"dual chosen here", "method.flow_matching.dual"}});
    }
  }

  // Nobody has more than the mean but somebody has less; of some partitions the
  // least is known in the run alone.
  void CheckBatches(int64_t points) {
    const Method& method = experiment_.method();
    if (method.has_local_flow()) {
      points = std::min(points, method.local_flow().pool());
    }
    CheckBatch("train", experiment_.train(), points);
    if (method.local_flow().has_distill()) {
      CheckBatch("method.local_flow.distill.train",
                 method.local_flow().distill().train(), points);
    }
  }

  void CheckBatch(const std::string& path, const Training& train,
                  int64_t points) {
    const int64_t each = points / clients_;
    if (train.batch() <= each) return;
    reporter_.ErrorAtValue(
        Code::kOutOfRange, path + ".batch",
        absl::StrCat("a batch is drawn without replacement under "
                     "'record_level', and of ",
                     points, " points ", clients_, " clients have ", each,
                     " each in the mean; got ", train.batch()),
        absl::StrCat("batch: ", std::max<int64_t>(1, each / 8),
                     " spends less, too"),
        {{"privacy set here", kLevel}});
  }

  void CheckDelta(int64_t points) {
    const double delta =
        experiment_.federation().privacy().record_level().delta();
    if (delta < 1.0 / points) return;
    reporter_.WarningAtValue(
        Code::kOutOfRange, absl::StrCat(kLevel, ".delta"),
        absl::StrCat("a delta of ", delta,
                     " allows one record to be told outright; less than 1 / "
                     "points = ",
                     1.0 / points, " is usual"),
        "", {{"target chosen here", "target"}});
  }

  const ExperimentContext& context_;
  const Experiment& experiment_;
  int64_t clients_;
  Reporter reporter_;
};

}  // namespace

void CheckRecordPrivacy(const ExperimentContext& context,
                        DiagnosticSink* sink) {
  if (context.experiment.federation().privacy().has_record_level()) {
    Checker(context, sink).Check();
  }
}

}  // namespace flow::lang
