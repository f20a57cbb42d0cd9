#ifndef DATASETS_DIGITS_H_
#define DATASETS_DIGITS_H_

#include "datasets/point_table.h"

namespace flow::datasets {

inline constexpr int64_t kDigitsRows = 1797;
inline constexpr int64_t kDigitsSide = 8;
inline constexpr int64_t kDigitsDim = kDigitsSide * kDigitsSide;
inline constexpr int64_t kDigitsClasses = 10;
inline constexpr int64_t kDigitsLevels = 17;  // of grey

/// The test set of the UCI "Optical Recognition of Handwritten Digits"
/// [Alpaydin98], as the scikit-learn package ships it and in its order: 1797
/// images of 8 x 8 pixels, row by row, with the digit as the label. A pixel
/// counts the dark points of a 4 x 4 block, p in {0, ..., 16}, and becomes
/// p / 8 - 1 in [-1, 1]. The data is part of the program: nothing is read.
PointTable Digits();

}  // namespace flow::datasets

#endif  // DATASETS_DIGITS_H_
