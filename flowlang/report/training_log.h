#ifndef FLOWLANG_REPORT_TRAINING_LOG_H_
#define FLOWLANG_REPORT_TRAINING_LOG_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The loss of one stage over its steps; NaN where the log has null.
struct LossCurve {
  std::string stage;
  std::vector<double> step, loss;
};

/// Reads `metrics.jsonl`: one object a line, of which `stage`, `step` and
/// `loss` are used. Curves come in the order of their first line, each thinned
/// to at most `most_points` evenly spaced lines and its last. Lines without a
/// step or a loss, and a last line that a killed run left unfinished, are
/// passed over; a step that was logged again after a resume replaces what
/// followed it.
std::vector<LossCurve> ParseTrainingLog(absl::string_view text,
                                        int most_points = 400);

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_TRAINING_LOG_H_
