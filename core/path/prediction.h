#ifndef CORE_PATH_PREDICTION_H_
#define CORE_PATH_PREDICTION_H_

namespace flow::core {

/// What a network's output stands for; conversion.h has the formulas.
enum class Prediction { kVelocity, kData, kNoise, kScore };

}  // namespace flow::core

#endif  // CORE_PATH_PREDICTION_H_
