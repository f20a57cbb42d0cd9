#include "field_matching/field_line_transport.h"

#include <memory>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros_like.h"
#include "absl/status/status.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "field_matching/field_lines.h"
#include "field_matching/pair_field.h"
#include "field_matching/plate_laws_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

using core::Direction;
using testing::HasSubstr;

constexpr double kGap = 3;

std::shared_ptr<const Field> Plates() {
  return std::make_shared<PlateLaws>(
      std::vector<NormalOnLine>{{1, 0, 1}},
      std::vector<NormalOnLine>{{0.5, -4, 0.7}, {0.5, 4, 0.7}}, kGap);
}

// More lines than one thread traces together.
TEST(FieldLineTransportTest, MovesPointsAlongTheirLines) {
  const at::Tensor x = core::NormalTensor(1, 300, 1);
  const core::FieldLineOptions options = {.max_length = 1e9};
  ThreadPool one(1), two(2);
  const FieldLineTransport transport(Plates(), kGap, options, &one);
  ASSERT_OK_AND_ASSIGN(
      const core::Transported moved,
      transport.Push(x, {Direction::kForward, {0, 0.5, 1}, 7}));
  ASSERT_OK_AND_ASSIGN(const core::Transported again,
                       FieldLineTransport(Plates(), kGap, options, &two)
                           .Push(x, {Direction::kForward, {0, 0.5, 1}, 7}));
  const FieldLines lines = TraceLines(*Plates(), kGap, options, x, {.seed = 7});
  EXPECT_TRUE(moved.x_nd.equal(lines.x_nd.to(at::kFloat)));
  EXPECT_TRUE(moved.evaluations_n.equal(lines.evaluations_n));
  EXPECT_TRUE(moved.path_energy_n.isnan().all().item<bool>());
  EXPECT_EQ(moved.given_up, 0);
  EXPECT_TRUE(moved.trajectory_snd[0].equal(x));
  EXPECT_TRUE(at::allclose(moved.trajectory_snd[2], moved.x_nd, 1e-6, 1e-6));
  EXPECT_TRUE(again.x_nd.equal(moved.x_nd));
  EXPECT_TRUE(again.trajectory_snd.equal(moved.trajectory_snd));
}

TEST(FieldLineTransportTest, CountsWhatItGivesUpAndDoesNotGoBack) {
  ThreadPool pool(1);
  const at::Tensor x = core::NormalTensor(1, 5, 1);
  for (const core::FieldLineOptions& options :
       {core::FieldLineOptions{.max_length = 1e-3}, {.max_steps = 2}}) {
    ASSERT_OK_AND_ASSIGN(const core::Transported moved,
                         FieldLineTransport(Plates(), kGap, options, &pool)
                             .Push(x, {Direction::kForward, {}}));
    EXPECT_EQ(moved.given_up, 5);
    EXPECT_FALSE(moved.trajectory_snd.defined());
  }
  const FieldLineTransport transport(Plates(), kGap, {}, &pool);
  EXPECT_THAT(transport.Push(x, {Direction::kBackward, {}}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("from the source to the target only")));
}

// All lines of a tube lead to the other end of its pair.
TEST(FieldLineTransportTest, FollowsTheFieldOfAPair) {
  const at::Tensor x0 = core::NormalTensor(1, 1, 2);
  const at::Tensor x1 = core::NormalTensor(2, 1, 2) + 2;
  ThreadPool pool(1);
  const FieldLineTransport transport(
      std::make_shared<PairField>(PairFieldOptions{core::TubePathOptions{0.5}},
                                  kGap, x0, x1),
      kGap,
      {.start = core::LineStart::kForward,
       .stop = core::LineStop::kFirstHit,
       .tolerance = 1e-6},
      &pool);
  ASSERT_OK_AND_ASSIGN(const core::Transported moved,
                       transport.Push(x0, {Direction::kForward, {}}));
  EXPECT_TRUE(at::allclose(moved.x_nd, x1, 1e-3, 1e-3));
}

// E = (1, 2, 2) everywhere.
class Straight : public Field {
 public:
  FieldValue At(const at::Tensor& x_bd, const at::Tensor& z_b) const override {
    const std::vector<double> e = {1. / 3, 2. / 3, 2. / 3};
    return {at::tensor(e, at::kDouble).repeat({x_bd.size(0), 1}),
            at::zeros_like(z_b)};
  }
};

TEST(FieldLineTransportTest, SavesSharesOfTheLength) {
  ThreadPool pool(1);
  const FieldLineTransport transport(
      std::make_shared<Straight>(), 6,
      {.start = core::LineStart::kForward, .stop = core::LineStop::kFirstHit},
      &pool);
  const at::Tensor x = core::NormalTensor(1, 4, 2);
  ASSERT_OK_AND_ASSIGN(const core::Transported moved,
                       transport.Push(x, {Direction::kForward, {0.25, 0.5}}));
  const std::vector<float> whole = {3, 6};
  const at::Tensor way = at::tensor(whole);
  EXPECT_TRUE(at::allclose(moved.x_nd, x + way, 1e-4, 1e-4));
  EXPECT_TRUE(at::allclose(moved.trajectory_snd[0], x + way / 4, 1e-4, 1e-4));
  EXPECT_TRUE(at::allclose(moved.trajectory_snd[1], x + way / 2, 1e-4, 1e-4));
  EXPECT_TRUE(at::allclose(moved.height_sn[0],
                           at::full_like(moved.height_sn[0], 0.25), 0, 1e-4));
}

}  // namespace
}  // namespace flow::field_matching
