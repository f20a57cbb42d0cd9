#ifndef FLOWLANG_LOWER_PROGRESS_H_
#define FLOWLANG_LOWER_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// Where a training stage is.
struct TrainProgress {
  int64_t step = 0, steps = 0;
  double loss = 0;
  double samples_per_second = 0;
  double seconds_left = 0;
};

/// Who is told how a run goes on. Calls come from the run's own thread; a sink
/// that several runs share must lock.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;

  /// A stage begins; `note` says where it goes on from, or is empty.
  virtual void OnStage(absl::string_view stage, absl::string_view note) = 0;

  virtual void OnTrain(absl::string_view stage,
                       const TrainProgress& progress) = 0;

  /// `done` of the `points` that a stage makes, moves or draws are on disk.
  virtual void OnPoints(absl::string_view stage, int64_t done,
                        int64_t points) = 0;

  /// Something that a person should know of, though the run goes on.
  virtual void OnWarning(absl::string_view stage, absl::string_view text) = 0;

  /// A metric is known.
  virtual void OnMetric(absl::string_view protocol, absl::string_view metric,
                        double value) = 0;
};

/// Is told, and says nothing: to begin from for who says little.
class SilentProgress : public ProgressSink {
 public:
  void OnStage(absl::string_view, absl::string_view) override {}
  void OnTrain(absl::string_view, const TrainProgress&) override {}
  void OnPoints(absl::string_view, int64_t, int64_t) override {}
  void OnWarning(absl::string_view, absl::string_view) override {}
  void OnMetric(absl::string_view, absl::string_view, double) override {}
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_PROGRESS_H_
