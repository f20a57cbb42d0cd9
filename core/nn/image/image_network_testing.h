#ifndef CORE_NN_IMAGE_IMAGE_NETWORK_TESTING_H_
#define CORE_NN_IMAGE_IMAGE_NETWORK_TESTING_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// Parameters that any language can write down, double: number i of tensor k is
/// sin(0.7 i + k) / 10. Far from the zeros that networks of images start at.
Parameters WaveParameters(const Network& network);

/// So many images and times, double: number i of all images is sin(0.3 i), time
/// b is (b + 1/2) / images, label b is b.
NetworkInput WaveInput(const ImageShape& image, int64_t images);

/// sin(0.11 i) for the numbers of a tensor of this shape, double.
at::Tensor Wave(at::IntArrayRef shape);

/// Expects outputs of nought at the starting parameters, as many as points.
void ExpectStartsAtZero(const Network& network, const ImageShape& image);

/// Expects of two images what each has by itself.
void ExpectRowsAreImages(const Network& network, const ImageShape& image);

/// Expects the derivatives of the outputs, times a wave and summed, to be those
/// of central differences along waves in all parameters and in the points.
void ExpectDerivativesOfDifferences(const Network& network,
                                    const NetworkInput& input);

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_IMAGE_NETWORK_TESTING_H_
