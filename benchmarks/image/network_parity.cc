// Compares a network with PyTorch's, whose weights, inputs, outputs and
// gradients benchmarks/peers/image_networks.py has written into a file.
//
//     network_parity NAME FILE
//
// Prints the largest difference of an output and of a gradient, as shares of
// the largest value, and fails where one is above 1e-5.

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "ATen/TensorOperators.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/image/image_networks.h"
#include "core/base/status_macros.h"
#include "core/io/safetensors.h"
#include "core/nn/make_network.h"
#include "core/nn/parameter_shapes.h"
#include "core/tensor/array_tensor.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::benchmarks {
namespace {

using Tensors = std::map<std::string, at::Tensor>;

absl::StatusOr<Tensors> Read(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const core::Safetensors file,
                        core::ReadSafetensors(path));
  Tensors tensors;
  for (const core::NamedArray& a : file.arrays) {
    tensors[a.name] = core::ToTensor(a.array);
  }
  return tensors;
}

double Largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

// The parameters of the network as the file has them.
absl::StatusOr<core::Parameters> ParametersOf(
    const core::NetworkOptions& options, const Tensors& file) {
  core::Parameters parameters;
  for (const core::ParameterShape& shape : core::ParameterShapes(options)) {
    const auto found = file.find(shape.name);
    if (found == file.end() || found->second.sizes() != shape.shape) {
      return absl::InvalidArgumentError(
          absl::StrCat("the file has no such '", shape.name, "'"));
    }
    parameters.push_back({shape.name, found->second});
  }
  return parameters;
}

struct Differences {
  double outputs = 0, gradients = 0;
};

absl::StatusOr<Differences> Compare(const std::string& name,
                                    const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const core::NetworkOptions options, ImageNetwork(name));
  FLOW_ASSIGN_OR_RETURN(Tensors file, Read(path));
  FLOW_ASSIGN_OR_RETURN(core::Parameters parameters,
                        ParametersOf(options, file));
  for (core::NamedTensor& p : parameters) p.value.requires_grad_();
  const at::Tensor outputs = core::MakeNetwork(options)->Outputs(
      parameters,
      {file["reference.x"], file["reference.t"], file["reference.label"]});
  const at::Tensor sum = (outputs * file["reference.weights"]).sum();
  const std::vector<at::Tensor> gradients =
      torch::autograd::grad({sum}, core::ValuesOf(parameters));
  const at::Tensor& expected = file["reference.outputs"];
  Differences found = {Largest(outputs - expected) / Largest(expected), 0};
  double largest = 0;
  for (size_t i = 0; i < gradients.size(); ++i) {
    const at::Tensor& other =
        file[absl::StrCat("reference.gradient.", parameters[i].name)];
    largest = std::max(largest, Largest(other));
    found.gradients = std::max(found.gradients, Largest(gradients[i] - other));
  }
  found.gradients /= largest;
  return found;
}

int Main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: network_parity NAME FILE\n";
    return 2;
  }
  const absl::StatusOr<Differences> found = Compare(argv[1], argv[2]);
  if (!found.ok()) {
    std::cerr << found.status().message() << "\n";
    return 1;
  }
  std::cout << argv[1] << ": outputs " << found->outputs << ", gradients "
            << found->gradients << "\n";
  return found->outputs < 1e-5 && found->gradients < 1e-5 ? 0 : 1;
}

}  // namespace
}  // namespace flow::benchmarks

int main(int argc, char** argv) { return flow::benchmarks::Main(argc, argv); }
