#include "core/ode/tableau.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

using Real = long double;
using Vector = std::array<Real, kMaxStages>;

struct Method {
  const char* name;
  const Tableau& tableau;
};

const Method kMethods[] = {
    {"Euler", kEuler},   {"midpoint", kMidpoint},   {"Heun", kHeun},
    {"RK4", kRk4},       {"3/8", kRk4ThreeEighths}, {"Bosh3", kBosh3},
    {"Dopri5", kDopri5}, {"Tsit5", kTsit5},         {"Dopri8", kDopri8}};
const Method kPairs[] = {{"Bosh3", kBosh3},
                         {"Dopri5", kDopri5},
                         {"Tsit5", kTsit5},
                         {"Dopri8", kDopri8}};

// A rooted tree: the subtrees at its root.
struct Tree {
  std::vector<Tree> branches;
};

// The forests of `nodes` nodes whose trees are not larger than `largest`, each
// counted once.
std::vector<std::vector<Tree>> Forests(int nodes, int largest, size_t first);

// All rooted trees of `nodes` nodes: 1, 1, 2, 4, 9, 20, 48, 115, ....
const std::vector<Tree>& Trees(int nodes) {
  static auto* const known = new std::map<int, std::vector<Tree>>();
  const auto [entry, is_new] = known->try_emplace(nodes);
  if (is_new) {
    for (std::vector<Tree>& forest : Forests(nodes - 1, nodes - 1, 0)) {
      entry->second.push_back({std::move(forest)});
    }
  }
  return entry->second;
}

// Trees of one size come in the order of Trees from `first` on.
std::vector<std::vector<Tree>> Forests(int nodes, int largest, size_t first) {
  if (nodes == 0) return {{}};
  std::vector<std::vector<Tree>> forests;
  for (int size = std::min(nodes, largest); size >= 1; --size) {
    const std::vector<Tree>& trees = Trees(size);
    for (size_t i = size == largest ? first : 0; i < trees.size(); ++i) {
      for (std::vector<Tree>& rest : Forests(nodes - size, size, i)) {
        rest.push_back(trees[i]);
        forests.push_back(std::move(rest));
      }
    }
  }
  return forests;
}

int Order(const Tree& tree) {
  int order = 1;
  for (const Tree& branch : tree.branches) order += Order(branch);
  return order;
}

// gamma of [Hairer93, II.2].
Real Density(const Tree& tree) {
  Real density = Order(tree);
  for (const Tree& branch : tree.branches) density *= Density(branch);
  return density;
}

// The product over the branches of A times theirs, stage by stage.
Vector StageWeights(const Tableau& tableau, const Tree& tree) {
  Vector product;
  product.fill(1);
  for (const Tree& branch : tree.branches) {
    const Vector u = StageWeights(tableau, branch);
    for (int i = 0; i < kMaxStages; ++i) {
      Real sum = 0;
      for (int j = 0; j < i; ++j) sum += Real{tableau.a[i][j]} * u[j];
      product[i] *= sum;
    }
  }
  return product;
}

// The largest residual of the conditions of one order for the solution with
// weights `b` at t + theta h [Hairer93, II.2 and II.6]: b . u = theta^p /
// gamma.
Real Residual(const Tableau& tableau, const Vector& b, int order,
              Real theta = 1) {
  Real worst = 0;
  for (const Tree& tree : Trees(order)) {
    const Vector u = StageWeights(tableau, tree);
    Real sum = 0;
    for (int i = 0; i < kMaxStages; ++i) sum += b[i] * u[i];
    worst =
        std::max(worst, std::abs(sum - std::pow(theta, order) / Density(tree)));
  }
  return worst;
}

Vector ToVector(const Tableau::Weights& weights) {
  Vector out;
  std::copy(weights.begin(), weights.end(), out.begin());
  return out;
}

// The weights of the interpolant of a pair at theta.
Vector DenseWeights(const Tableau& pair, Real theta) {
  const Real rest = 1 - theta;
  Vector out;
  for (int i = 0; i < kMaxStages; ++i) {
    out[i] = theta * theta *
             ((1 + 2 * rest) * Real{pair.b[i]} + rest * rest * Real{pair.d[i]});
  }
  out[0] += theta * rest * rest;
  out[pair.stages - 1] -= theta * theta * rest;
  return out;
}

// Coefficients up to 48 carry the rounding of doubles.
constexpr double kRounding = 1e-13;

TEST(TreesTest, AreAllThereAreOfEachOrder) {
  const size_t counts[] = {1, 1, 2, 4, 9, 20, 48, 115};
  for (int n = 1; n <= 8; ++n) EXPECT_EQ(Trees(n).size(), counts[n - 1]);
}

TEST(TableauTest, RowsSumToTheNodes) {
  for (const auto& [name, tableau] : kMethods) {
    for (int i = 0; i < kMaxStages; ++i) {
      Real sum = 0;
      for (const double a : tableau.a[i]) sum += a;
      EXPECT_NEAR(sum, tableau.c[i], 1e-14) << name << " " << i;
    }
  }
}

TEST(TableauTest, IsStrictlyLowerTriangularAndEmptyPastItsStages) {
  for (const auto& [name, tableau] : kMethods) {
    for (int i = 0; i < kMaxStages; ++i) {
      for (int j = 0; j < kMaxStages; ++j) {
        if (j >= i || i >= tableau.stages) {
          EXPECT_EQ(tableau.a[i][j], 0) << name << i << j;
        }
      }
      if (i >= tableau.stages) {
        EXPECT_EQ(tableau.b[i], 0) << name;
        EXPECT_EQ(tableau.e[i], 0) << name;
        EXPECT_EQ(tableau.d[i], 0) << name;
      }
    }
  }
}

TEST(TableauTest, MeetsTheConditionsOfItsOrderAndNoMore) {
  for (const auto& [name, tableau] : kMethods) {
    const Vector b = ToVector(tableau.b);
    for (int p = 1; p <= tableau.order; ++p) {
      EXPECT_LT(Residual(tableau, b, p), kRounding) << name << " order " << p;
    }
    EXPECT_GT(Residual(tableau, b, tableau.order + 1), 1e-6) << name;
  }
}

TEST(PairTest, EmbeddedSolutionIsOneOrderLower) {
  for (const auto& [name, pair] : kPairs) {
    EXPECT_EQ(pair.embedded_order, pair.order - 1) << name;
    Vector embedded;
    for (int i = 0; i < kMaxStages; ++i) {
      embedded[i] = Real{pair.b[i]} - Real{pair.e[i]};
    }
    for (int p = 1; p <= pair.embedded_order; ++p) {
      EXPECT_LT(Residual(pair, embedded, p), kRounding) << name << p;
    }
    EXPECT_GT(Residual(pair, embedded, pair.order), 5e-5) << name;
  }
}

TEST(PairTest, LastStageIsTheFirstOfTheNextStep) {
  for (const auto& [name, pair] : kPairs) {
    EXPECT_EQ(pair.a[pair.stages - 1], pair.b) << name;
    EXPECT_EQ(pair.c[pair.stages - 1], 1) << name;
  }
}

// Between the ends, too, all conditions hold: up to order three for the cubic,
// four for the quartics.
TEST(PairTest, InterpolantsMeetTheConditionsOfTheirOrder) {
  for (const auto& [name, pair] : kPairs) {
    const int order = pair.order == 3 ? 3 : 4;
    for (const Real theta : {0.1L, 0.25L, 0.6L, 0.9L}) {
      const Vector b = DenseWeights(pair, theta);
      for (int p = 1; p <= order; ++p) {
        EXPECT_LT(Residual(pair, b, p, theta), kRounding) << name << p;
      }
      EXPECT_GT(Residual(pair, b, order + 1, theta), 1e-5) << name;
    }
  }
}

}  // namespace
}  // namespace flow::core
