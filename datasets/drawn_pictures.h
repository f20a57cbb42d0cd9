#ifndef DATASETS_DRAWN_PICTURES_H_
#define DATASETS_DRAWN_PICTURES_H_

#include "core/io/image.h"

namespace flow::datasets {

/// The pictures that the program draws, 256 pixels a side: thin curves around
/// empty space, which is what a flow finds hard. Grey: 255 is paper.

/// A blossom on a stem with two leaves: five rings of outlined petals, each
/// ring darker and turned against the one around it.
core::Image DrawRose();

/// A trunk that forks eight times, to the left by other angles and lengths than
/// to the right, each branch thinner than the one that bears it.
core::Image DrawTree();

}  // namespace flow::datasets

#endif  // DATASETS_DRAWN_PICTURES_H_
