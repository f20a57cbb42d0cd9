#ifndef FIELD_MATCHING_FIELD_OPTIONS_H_
#define FIELD_MATCHING_FIELD_OPTIONS_H_

/// What a network of a field is fitted to, and where. No torch: plans carry
/// these.

#include <cstdint>
#include <variant>

#include "core/path/path_options.h"

namespace flow::field_matching {

/// What a pair's flow is conditioned on.
enum class Given {
  kPair,   // both ends
  kTarget  // x1 alone, x0 being integrated out: of the path's own source law,
           // and independent of x1
};

/// The field of pairs that each have that of a path: it leads forward only.
struct PairFieldOptions {
  core::PathOptions path;
  Given given = Given::kPair;
  int64_t pairs = 1;  // that it is summed over at a point
};

/// Coulomb's field of two plates (coulomb_field.h).
struct ElectrostaticOptions {
  int64_t charges = 1;  // of each plate, that it is summed over at a point
};

/// On the path of a pair; of an electrostatic field on the line of one.
struct FromPairsOptions {};

/// About the line of a pair, with normal noise.
struct TubeOptions {
  double width = 1;  // its standard deviation, > 0
};

/// Uniform in the bounding box of both plates' points with a margin on all
/// sides. Across the plates by the time law between them, but for an
/// electrostatic field, where it is uniform in [-margin, gap + margin].
struct SlabOptions {
  double margin = 1;  // >= 0
};

/// At (x1 + s e, gap - s |e'|), e and e' standard normal and log s uniform
/// between those of sigma and sigma (1 + tau)^steps [Xu22].
struct PowerLawOptions {
  double sigma = 0.01;  // > 0
  double tau = 0.03;    // > 0
  int64_t steps = 291;  // >= 1
};

enum class Regressed { kUnitField, kVelocity };

struct FieldOptions {
  std::variant<PairFieldOptions, ElectrostaticOptions> field;
  double gap = 1;  // > 0, in the units of the data
  Regressed regressed = Regressed::kUnitField;
  // whether errors count by the length that was divided out; of pairs
  bool length_weights = true;
  // the law of the points
  std::variant<FromPairsOptions, TubeOptions, SlabOptions, PowerLawOptions>
      coverage;
  // whether points of a law of their own count by p / q; of pairs
  bool density_weights = true;
};

/// How many pairs or charges the field is summed over at a point.
int64_t SummedAtAPoint(const FieldOptions& options);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_OPTIONS_H_
