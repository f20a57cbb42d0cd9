#include "datasets/drawn_pictures.h"

#include <cmath>
#include <functional>
#include <numbers>

#include "datasets/canvas.h"

namespace flow::datasets {
namespace {

using std::numbers::pi;

constexpr int64_t kSize = 256;

PaperPoint Polar(PaperPoint centre, double radius, double angle) {
  return {centre.x + radius * std::cos(angle),
          centre.y + radius * std::sin(angle)};
}

// A curve over [0, 1], as a chain of short strokes.
void DrawCurve(const std::function<PaperPoint(double)>& curve, double width,
               double darkness, Canvas& canvas) {
  constexpr int kStrokes = 240;
  for (int i = 0; i < kStrokes; ++i) {
    canvas.Stroke(curve(i / double{kStrokes}),
                  curve((i + 1) / double{kStrokes}), width, darkness);
  }
}

// The outline of five petals around the blossom's middle.
void DrawPetals(PaperPoint middle, double radius, double turn, double darkness,
                Canvas& canvas) {
  const auto outline = [&](double u) {
    const double angle = 2 * pi * u;
    const double petal = std::abs(std::cos(2.5 * (angle - turn)));
    return Polar(middle, radius * (0.6 + 0.4 * std::sqrt(petal)), angle);
  };
  DrawCurve(outline, /*width=*/0.025, darkness, canvas);
}

// From its base at `from` to its tip: two arcs, and the vein between them.
void DrawLeaf(PaperPoint from, PaperPoint tip, Canvas& canvas) {
  const double x = tip.x - from.x, y = tip.y - from.y;
  for (const double bend : {-0.35, 0.0, 0.35}) {
    const auto arc = [&](double u) {
      const double out = bend * std::sin(pi * u);
      return PaperPoint{from.x + u * x - out * y, from.y + u * y + out * x};
    };
    DrawCurve(arc, bend == 0 ? 0.012 : 0.025, /*darkness=*/0.8, canvas);
  }
}

// What a branch bears at its end, relative to the branch.
struct Fork {
  double turn;    // in radians, to the left
  double shrink;  // of the length
};
constexpr Fork kForks[] = {{0.42, 0.76}, {-0.40, 0.72}};

void DrawBranch(PaperPoint from, double angle, double length, double width,
                int forks, Canvas& canvas) {
  const PaperPoint end = Polar(from, length, angle);
  canvas.Stroke(from, end, width, /*darkness=*/1);
  if (forks == 0) return;
  for (const Fork& fork : kForks) {
    DrawBranch(end, angle + fork.turn, length * fork.shrink, 0.68 * width,
               forks - 1, canvas);
  }
}

}  // namespace

core::Image DrawRose() {
  Canvas canvas(kSize);
  const PaperPoint middle = {-0.05, 0.38};
  constexpr int kRings = 5;
  for (int ring = 0; ring < kRings; ++ring) {
    DrawPetals(middle, 0.55 * std::pow(0.68, ring),
               /*turn=*/0.3 + ring * pi / 5, 0.6 + 0.1 * ring, canvas);
  }
  const auto stem = [](double u) {
    return PaperPoint{-0.05 + 0.12 * std::sin(pi * u), -0.04 - 0.92 * u};
  };
  DrawCurve(stem, /*width=*/0.04, /*darkness=*/0.9, canvas);
  DrawLeaf(stem(0.75), {0.62, -0.35}, canvas);
  DrawLeaf(stem(0.55), {-0.55, -0.5}, canvas);
  return canvas.ToImage();
}

core::Image DrawTree() {
  Canvas canvas(kSize);
  DrawBranch({0.03, -0.93}, /*angle=*/pi / 2 - 0.02, /*length=*/0.47,
             /*width=*/0.1, /*forks=*/8, canvas);
  return canvas.ToImage();
}

}  // namespace flow::datasets
