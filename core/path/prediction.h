#ifndef CORE_PATH_PREDICTION_H_
#define CORE_PATH_PREDICTION_H_

namespace flow::core {

/// What a network's output stands for; conversion.h has the formulas. Of the
/// last, the score is a second output (normal_part.h), and the first is a
/// velocity like any other.
enum class Prediction { kVelocity, kData, kNoise, kScore, kVelocityAndScore };

/// Whether a network's first output is the velocity itself.
inline bool IsVelocity(Prediction prediction) {
  return prediction == Prediction::kVelocity ||
         prediction == Prediction::kVelocityAndScore;
}

}  // namespace flow::core

#endif  // CORE_PATH_PREDICTION_H_
