#ifndef CORE_STATS_STUDENT_T_H_
#define CORE_STATS_STUDENT_T_H_

/// Student's t distribution with nu > 0 degrees of freedom, through the
/// regularised incomplete beta function:
///
///     P(T <= t) = 1 - I_x(nu/2, 1/2) / 2,  x = nu / (nu + t^2),  t >= 0.

namespace flow::core {

/// I_x(a, b) for a, b > 0 and 0 <= x <= 1, to about 1e-14, by its continued
/// fraction evaluated with Lentz's method.
double RegularizedIncompleteBeta(double a, double b, double x);

/// P(T <= t).
double StudentTCdf(double t, double degrees_of_freedom);

/// The t with P(T <= t) = p. Needs 0 < p < 1.
double StudentTQuantile(double p, double degrees_of_freedom);

}  // namespace flow::core

#endif  // CORE_STATS_STUDENT_T_H_
