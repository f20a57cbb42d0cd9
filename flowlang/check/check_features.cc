#include "flowlang/check/check_features.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/eval/features/feature_options.h"
#include "datasets/digits.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/schema/metric_name.h"

namespace flow::lang {
namespace {

// Of most published numbers; another network may make others.
constexpr int64_t kInceptionFeatures = 2048;
// With fewer images for each feature a Frechet distance is mostly its own bias;
// tables are published of 5000 images and 2048 features.
constexpr int64_t kImagesForFeature = 2;

// The checks of one protocol.
class Checker {
 public:
  Checker(const ExperimentContext& context, const Evaluation& evaluation,
          std::string path, Reporter* reporter)
      : evaluation_(evaluation),
        has_digits_(context.experiment.target().has_digits()),
        image_(ImageOf(context.experiment.target())),
        path_(std::move(path)),
        reporter_(*reporter) {}

  void Check() {
    for (int k = 0; k < evaluation_.metric_size(); ++k) {
      CheckMetric(evaluation_.metric(k), IndexedPath(path_ + ".metric", k));
    }
    if (evaluation_.has_features()) CheckNetwork();
  }

 private:
  void CheckMetric(const Metric& metric, const std::string& path) {
    const std::string name = ChosenName(metric);
    const std::string chosen = absl::StrCat(path, ".", name);
    if (metric.of_features() && !CanBeOfFeatures(metric)) {
      return reporter_.Error(
          Code::kIncompatibleChoice, path + ".of_features",
          absl::StrCat("'of_features' is of metrics that compare points; '",
                       name,
                       IsOfFeatures(OfKind(metric)) ? "' is of features always"
                                                    : "' compares none"));
    }
    if (!IsOfFeatures(metric)) return;
    if (image_.side == 0) {
      return reporter_.Error(
          Code::kIncompatibleChoice, chosen,
          absl::StrCat("'", MetricNameOf(metric),
                       "' is of features of images, and the target has none"),
          metric.of_features()
              ? absl::StrCat("'", name, " {}' is of the points themselves")
              : "kid and sliced_w2 are of any points",
          {{"target chosen here", "target"}});
    }
    if (!evaluation_.has_features()) return ReportNoNetwork(metric, chosen);
    if (metric.has_fid()) WarnOfFewImages(chosen);
    if (metric.has_fid_infinity()) CheckHalves(chosen);
  }

  // The metric as if nothing were said of features.
  static Metric OfKind(Metric metric) {
    metric.clear_of_features();
    return metric;
  }

  void ReportNoNetwork(const Metric& metric, const std::string& chosen) {
    reporter_.Error(
        Code::kIncompatibleChoice, chosen,
        absl::StrCat("'", MetricNameOf(metric),
                     "' is of features of images, and the protocol has no "
                     "network that makes them"),
        has_digits_ ? "features { digits {} } beside the metrics"
                    : "features { torch_script { file: \"inception.pt\" name: "
                      "\"inception_v3\" } } beside the metrics",
        {{"target chosen here", "target"}});
  }

  void WarnOfFewImages(const std::string& chosen) {
    const int64_t enough =
        kImagesForFeature * (evaluation_.features().has_digits()
                                 ? core::kDigitsFeatures
                                 : kInceptionFeatures);
    if (evaluation_.samples() >= enough) return;
    reporter_.WarningAtValue(
        Code::kOutOfRange, path_ + ".samples",
        absl::StrCat(evaluation_.samples(),
                     " images are too few for 'fid', which is then mostly its "
                     "own bias"),
        absl::StrCat("at least ", enough), {{"fid is measured here", chosen}});
  }

  // How many features another network makes, only a run knows.
  void CheckHalves(const std::string& chosen) {
    if (!evaluation_.features().has_digits() ||
        evaluation_.samples() / 2 > core::kDigitsFeatures) {
      return;
    }
    reporter_.ErrorAtValue(
        Code::kOutOfRange, path_ + ".samples",
        absl::StrCat("'fid_infinity' needs halves of more images than the ",
                     core::kDigitsFeatures, " features; got ",
                     evaluation_.samples(), " images"),
        "", {{"fid_infinity is measured here", chosen}});
  }

  void CheckNetwork() {
    const std::string features = path_ + ".features";
    if (std::none_of(evaluation_.metric().begin(), evaluation_.metric().end(),
                     IsOfFeatures)) {
      reporter_.Warning(Code::kUnusedSetting, features,
                        "no metric of the protocol is of features",
                        "metric { fid {} } is, and kid {} of_features: true");
    }
    if (!evaluation_.features().has_digits() || image_.side == 0 ||
        image_ == core::ImageShape{1, datasets::kDigitsSide}) {
      return;
    }
    reporter_.Error(
        Code::kIncompatibleChoice, features + ".digits",
        absl::StrCat("the classifier of the digits takes images of 8 x 8 "
                     "pixels with one channel; the target's have ",
                     image_.side, " x ", image_.side, " with ",
                     image_.channels),
        "torch_script takes a network of one's own",
        {{"target chosen here", "target"}});
  }

  const Evaluation& evaluation_;
  bool has_digits_;
  core::ImageShape image_;
  std::string path_;
  Reporter& reporter_;
};

}  // namespace

void CheckFeatures(const ExperimentContext& context, DiagnosticSink* sink) {
  Reporter reporter(context, sink);
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    Checker(context, context.experiment.evaluate(i), IndexedPath("evaluate", i),
            &reporter)
        .Check();
  }
}

}  // namespace flow::lang
