#ifndef LOCAL_FLOW_BLOCK_MARGINAL_H_
#define LOCAL_FLOW_BLOCK_MARGINAL_H_

/// The oracle: the flow of a block whose clean end is a Gaussian mixture, in
/// closed form.
///
/// With x1 ~ sum_k w_k N(m_k, s_k^2 I), x0 = keep x1' + noise z and
/// x_t = a x0 + b x1 along the block's path:
///
///   - x1' = x1 (kDependent):  x_t = (a keep + b) x1 + a noise z
///   - x1' independent of x1:  x_t of the ends sum_k w_k N(keep m_k,
///                             (keep^2 s_k^2 + noise^2) I) and x1
///
/// both of which core/path/mixture_marginal.h knows.

#include <vector>

#include "core/distribution/gaussian_component.h"
#include "core/path/mixture_marginal.h"
#include "core/path/path_options.h"
#include "local_flow/block_options.h"

namespace flow::local_flow {

/// The mixture that diffuses to x0: weights as they were.
std::vector<core::GaussianComponent> Diffused(
    std::vector<core::GaussianComponent> mixture, const Diffusion& diffusion);

/// FLOW_CHECKs that the coupling is none by optimal transport, whose marginal
/// has no closed form.
core::MixtureMarginal BlockMarginal(
    const std::vector<core::GaussianComponent>& mixture,
    const BlockOptions& block, const core::PathOptions& path);

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_BLOCK_MARGINAL_H_
