#include "flowlang/check/check_distribution.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"

namespace flow::lang {
namespace {

class Checker {
 public:
  Checker(absl::string_view path, const LocationMap& locations,
          DiagnosticSink* sink)
      : path_(path), locations_(locations), sink_(sink) {}

  void Check(const Gaussian& gaussian) {
    if (gaussian.mean_size() == 0) return;
    ExpectSize("gaussian.mean", gaussian.mean_size(), gaussian.dim());
  }

  void Check(const GaussianMixture& mixture) {
    for (int i = 1; i < mixture.component_size(); ++i) {
      ExpectSize(absl::StrCat("gaussian_mixture.", IndexedPath("component", i),
                              ".mean"),
                 mixture.component(i).mean_size(),
                 mixture.component(0).mean_size());
    }
  }

  void Check(const Images& images) {
    if (images.channels() != 2) return;
    const std::string field = absl::StrCat(path_, ".images.channels");
    ReportError(sink_, Code::kOutOfRange, locations_.FindNearest(field).value,
                absl::StrCat("'", field, "' must be 1 or 3; got 2"),
                "1 is grey, 3 is coloured");
  }

  void CheckShift(absl::string_view law, int size) {
    if (size != 0) ExpectSize(absl::StrCat(law, ".shift"), size, 2);
  }

 private:
  void ExpectSize(absl::string_view field, int size, int64_t expected) {
    if (size == expected) return;
    const std::string path = absl::StrCat(path_, ".", field);
    // the list has no place of its own, its elements have
    ReportError(sink_, Code::kShapeMismatch,
                locations_.FindNearest(IndexedPath(path, 0)).value,
                absl::StrCat("'", path, "' must have ", expected,
                             " numbers; got ", size));
  }

  absl::string_view path_;
  const LocationMap& locations_;
  DiagnosticSink* sink_;
};

}  // namespace

void CheckDistribution(const Distribution& d, absl::string_view path,
                       const LocationMap& locations, DiagnosticSink* sink) {
  Checker checker(path, locations, sink);
  switch (d.law_case()) {
    case Distribution::kGaussian:
      return checker.Check(d.gaussian());
    case Distribution::kGaussianMixture:
      return checker.Check(d.gaussian_mixture());
    case Distribution::kTwoMoons:
      return checker.CheckShift("two_moons", d.two_moons().shift_size());
    case Distribution::kNotebookMoons:
      return checker.CheckShift("notebook_moons",
                                d.notebook_moons().shift_size());
    case Distribution::kSCurve:
      return checker.CheckShift("s_curve", d.s_curve().shift_size());
    case Distribution::kSwissRoll:
      return checker.CheckShift("swiss_roll", d.swiss_roll().shift_size());
    case Distribution::kCircles:
      return checker.CheckShift("circles", d.circles().shift_size());
    case Distribution::kImages:
      return checker.Check(d.images());
    default:
      return;
  }
}

}  // namespace flow::lang
