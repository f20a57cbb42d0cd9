#include "core/ode/solve_tile.h"

#include <cmath>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/linspace.h"
#include "core/base/status_testing.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
const Journey kForth = {Direction::kForward, {}};

TEST(ValidateTest, RefusesOptionsWithoutMeaning) {
  EXPECT_THAT(Validate(EulerOptions{0}),
              StatusIs(kInvalid, "'steps' must be >= 1; got 0"));
  EXPECT_THAT(Validate(MidpointOptions{-3}),
              StatusIs(kInvalid, "'steps' must be >= 1; got -3"));
  EXPECT_THAT(Validate(HeunOptions{0}), StatusIs(kInvalid));
  EXPECT_THAT(Validate(Rk4Options{0}), StatusIs(kInvalid));
  EXPECT_THAT(Validate(Rk4ThreeEighthsOptions{0}), StatusIs(kInvalid));
  EXPECT_THAT(Validate(Dopri5Options{{.rtol = 0}}),
              StatusIs(kInvalid, "'rtol' must be > 0 and finite; got 0"));
  EXPECT_THAT(Validate(Bosh3Options{{.atol = NAN}}),
              StatusIs(kInvalid, HasSubstr("'atol'")));
  EXPECT_THAT(Validate(Dopri8Options{{.max_steps = 0}}),
              StatusIs(kInvalid, HasSubstr("'max_steps'")));
  EXPECT_THAT(Validate(EdmHeunOptions{.steps = 1}),
              StatusIs(kInvalid, "'steps' must be >= 2; got 1"));
  EXPECT_THAT(Validate(EdmHeunOptions{.sigma_min = 3, .sigma_max = 2}),
              StatusIs(kInvalid, "'sigma_min' must be < sigma_max = 2; got 3"));
  EXPECT_THAT(Validate(EdmHeunOptions{.sigma_source = 40}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'sigma_max' must be <= ")));
  EXPECT_OK(Validate(EdmHeunOptions{}));
  EXPECT_OK(Validate(Tsit5Options{}));
}

Tile Points() {
  return CutTile(at::linspace(-0.9, 0.9, 128, at::kDouble).unsqueeze(1), 0);
}

TEST(SolveTileTest, EveryMethodSolvesTheEquation) {
  const FunctionField field(TanhVelocity);
  const Tile tile = Points();
  const at::Tensor exact = TanhSolution(tile.x_bd, 1);
  const std::pair<OdeOptions, double> cases[] = {
      {EulerOptions{1000}, 1e-2},
      {MidpointOptions{200}, 1e-4},
      {HeunOptions{200}, 1e-4},
      {Rk4Options{100}, 1e-7},
      {Rk4ThreeEighthsOptions{100}, 1e-7},
      {EdmHeunOptions{.steps = 100}, 1e-2},
      {Bosh3Options{{1e-7, 1e-7}}, 1e-4},
      {Dopri5Options{}, 1e-4},
      {Tsit5Options{}, 1e-4},
      {Dopri8Options{}, 1e-4}};
  for (const auto& [options, tolerance] : cases) {
    ASSERT_OK_AND_ASSIGN(const TileEnd end,
                         SolveTile(options, field, kForth, tile));
    EXPECT_LT(end.x_bd.sub(exact).abs().max().item<double>(), tolerance)
        << options.index();
  }
}

// EDM's own count is 2 n - 1 from sigma_max on; the step from t = 0 to there is
// Heun's as well.
TEST(SolveTileTest, EdmCostsTwoEvaluationsALevelAndOne) {
  const FunctionField field(TanhVelocity);
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveTile(EdmHeunOptions{}, field, kForth, Points()));
  EXPECT_EQ(end.evaluations_b[0], 37);
  EXPECT_LT(field.max_t(), 1);
}

// Where the whole flow is from a Gaussian to a narrow one at 0, most happens
// near the data, which is where the levels of EDM are: it beats Heun's method
// on equal steps at the same price.
TEST(SolveTileTest, EdmSpendsItsStepsNearTheData) {
  const FunctionField field(GaussianVelocity(0, 0.01));
  const Tile tile = Points();
  const at::Tensor exact = 0.01 * tile.x_bd;
  const auto error = [&](const OdeOptions& options) {
    const auto end = SolveTile(options, field, kForth, tile);
    EXPECT_OK(end);
    return end->x_bd.sub(exact).abs().max().item<double>();
  };
  EXPECT_LT(error(EdmHeunOptions{}), 0.1 * error(HeunOptions{19}));
}

}  // namespace
}  // namespace flow::core
