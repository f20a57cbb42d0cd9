#include "datasets/images/fit_image.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/check.h"

namespace flow::datasets {
namespace {

using core::Image;

// What one pixel of the result takes of the pixels along a side.
struct Taps {
  int64_t first = 0;
  std::vector<double> weight;  // of `first` and those after it; their sum is 1
};

std::vector<Taps> MakeTaps(int64_t length, int64_t shorter, int64_t size) {
  const double step = static_cast<double>(shorter) / size;
  const double reach = std::max(1.0, step);
  std::vector<Taps> taps(size);
  for (int64_t j = 0; j < size; ++j) {
    const double centre = (length - shorter) / 2.0 + (j + 0.5) * step;
    const auto first = static_cast<int64_t>(std::floor(centre - reach));
    const auto last = static_cast<int64_t>(std::ceil(centre + reach));
    taps[j].first = std::max<int64_t>(0, first);
    double sum = 0;
    for (int64_t i = taps[j].first; i < std::min(length, last); ++i) {
      const double distance = std::abs(i + 0.5 - centre);
      taps[j].weight.push_back(std::max(0.0, 1 - distance / reach));
      sum += taps[j].weight.back();
    }
    for (double& weight : taps[j].weight) weight /= sum;
  }
  return taps;
}

// [height, size, channels] of [height, width, channels].
std::vector<double> FitRows(const Image& image, int64_t size) {
  const std::vector<Taps> taps =
      MakeTaps(image.width, std::min(image.height, image.width), size);
  const int64_t channels = image.channels;
  std::vector<double> narrow(image.height * size * channels);
  double* out = narrow.data();
  for (int64_t i = 0; i < image.height; ++i) {
    const uint8_t* const row = &image.value[i * image.width * channels];
    for (const Taps& tap : taps) {
      const uint8_t* in = row + tap.first * channels;
      for (const double weight : tap.weight) {
        for (int64_t c = 0; c < channels; ++c) out[c] += weight * *in++;
      }
      out += channels;
    }
  }
  return narrow;
}

uint8_t Round(double value) {
  return static_cast<uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

void Resize(const Image& image, int64_t size, uint8_t* out) {
  const std::vector<double> narrow = FitRows(image, size);
  const std::vector<Taps> taps =
      MakeTaps(image.height, std::min(image.height, image.width), size);
  const int64_t row = size * image.channels;
  std::vector<double> sum(row);
  for (int64_t i = 0; i < size; ++i) {
    std::fill(sum.begin(), sum.end(), 0);
    const double* in = &narrow[taps[i].first * row];
    for (const double weight : taps[i].weight) {
      for (int64_t k = 0; k < row; ++k) sum[k] += weight * *in++;
    }
    for (int64_t k = 0; k < row; ++k) {
      const int64_t channel = k % image.channels, j = k / image.channels;
      out[(channel * size + i) * size + j] = Round(sum[k]);
    }
  }
}

// Channels to the front.
void Transpose(const Image& image, uint8_t* out) {
  for (int64_t c = 0; c < image.channels; ++c) {
    for (size_t k = c; k < image.value.size(); k += image.channels) {
      *out++ = image.value[k];
    }
  }
}

Image ToColour(const Image& grey) {
  Image colour = {grey.height, grey.width, 3, {}};
  colour.value.reserve(3 * grey.value.size());
  for (const uint8_t level : grey.value) {
    colour.value.insert(colour.value.end(), 3, level);
  }
  return colour;
}

}  // namespace

void FitImage(const Image& image, int64_t channels, int64_t size,
              uint8_t* out) {
  FLOW_CHECK(image.height >= 1 && image.width >= 1) << "no pixels";
  FLOW_CHECK(image.channels == 1 || image.channels == 3)
      << "an image of " << image.channels << " channels";
  FLOW_CHECK((channels == 1 || channels == 3) && size >= 1)
      << "to " << channels << " channels of " << size;
  if (image.channels != channels) {
    const Image converted = channels == 1 ? ToGrey(image) : ToColour(image);
    return FitImage(converted, channels, size, out);
  }
  if (image.height == size && image.width == size) return Transpose(image, out);
  Resize(image, size, out);
}

}  // namespace flow::datasets
