#ifndef FIELD_MATCHING_FIELD_LINES_H_
#define FIELD_MATCHING_FIELD_LINES_H_

/// Lines of a field from the plate z = 0 to the plate z = gap,
///
///     dy/ds = E / |E|,
///
/// by arc length s, since a line may cross a plane more than once. On a plate
/// E_z jumps by the density of its charge, and that is how many lines begin or
/// end there:
///
///     z = 0     of the lines that begin at x, E_z(0+) : -E_z(0-) set out into
///               the gap and away from it; all into the gap where E_z(0-) >= 0
///               and lines from behind pass through the plate.
///     z = gap   a line that arrives where the field points at the plate from
///               both sides ends. Where E_z > 0 on both sides it goes on with
///               the probability E_z(gap+) / E_z(gap-): the rest of the flux is
///               what the plate takes up. [Kolesov25] lets all of them go on,
///               so that the target gets nothing where it is thinner than what
///               the source sends there.
///
/// So points drawn from the source's law arrive by the target's, whatever the
/// gap. Steps are those of the third-order pair of Bogacki and Shampine, each
/// line's by its own error, and cut where they would cross a plate.
///
/// The sides of a plate are where the field is asked, at the distance `offset`
/// of it: lines set out from there and arrive there. The field of single
/// charges has no density on the plate itself; at a distance of some of theirs
/// from each other it is that of a smeared plate.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"
#include "core/ode/sampler_options.h"
#include "field_matching/field.h"

namespace flow::field_matching {

// Shapes: N lines, D dimensions, P recorded points, E = D + 1.

struct FieldLines {
  at::Tensor x_nd;           // where they are at the end
  at::Tensor arrived_n;      // bool: ended at the plate z = gap
  at::Tensor forward_n;      // bool: set out into the gap
  at::Tensor length_n;       // in the units of the points
  at::Tensor farthest_n;     // the largest |x| on the way
  at::Tensor evaluations_n;  // int64, of the field
  // Where the steps of all lines ended, in the order in which they were made,
  // which of a line is that of its length; undefined unless recorded.
  at::Tensor point_pe, line_p, at_length_p;
};

struct LineDraws {
  Seed seed = 0;
  int64_t first = 0;    // the number of the first line
  bool record = false;  // every point on the way
};

/// From `x_nd` on z = 0, where gap > 0 is the distance of the plates. Sides and
/// ends of a line are drawn by the seed and its number. Computes in float64;
/// FLOW_CHECKs the options.
FieldLines TraceLines(const Field& field, double gap,
                      const core::FieldLineOptions& options,
                      const at::Tensor& x_nd, const LineDraws& draws);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_LINES_H_
