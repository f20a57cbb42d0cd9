// Compares a network with PyTorch's, whose weights, inputs, outputs and
// gradients benchmarks/peers/image_networks.py has written into a file.
//
//     network_parity NAME FILE
//
// Prints the largest difference of an output and of a gradient, as shares of
// the largest value, and the largest by which the gradient of one parameter is
// off, as a share of its length; and the same of PyTorch in its two memory
// formats, which differ by rounding alone. Fails where ours are more than twice
// as far off and more than 1e-6.

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/image/image_networks.h"
#include "core/base/status_macros.h"
#include "core/io/safetensors.h"
#include "core/nn/make_network.h"
#include "core/nn/make_potential.h"
#include "core/nn/network.h"
#include "core/nn/potential_options.h"
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

double Length(const at::Tensor& x) {
  return x.to(at::kDouble).norm().item<double>();
}

// A network or a potential: what it says of its inputs, as rows, and its
// parameters.
struct Model {
  core::Parameters parameters;
  std::function<at::Tensor(const core::Parameters&, const core::NetworkInput&)>
      outputs;
};

absl::StatusOr<Model> ModelOf(const std::string& name) {
  if (name == "potential_cifar10") {
    const auto potential = core::MakePotential(
        core::ConvPotentialOptions{{3, 32}, {64, 128, 256}});
    return Model{
        potential->Initialize(0),
        [potential](const auto& parameters, const auto& input) {
          return potential->Values(parameters, input.x_bd).unsqueeze(1);
        }};
  }
  FLOW_ASSIGN_OR_RETURN(const core::NetworkOptions options, ImageNetwork(name));
  const std::shared_ptr<const core::Network> network =
      core::MakeNetwork(options);
  return Model{network->Initialize(0),
               [network](const auto& parameters, const auto& input) {
                 return network->Outputs(parameters, input);
               }};
}

absl::StatusOr<at::Tensor> Find(const Tensors& file, const std::string& name) {
  const auto found = file.find(name);
  if (found != file.end()) return found->second;
  return absl::InvalidArgumentError(
      absl::StrCat("the file has no '", name, "'"));
}

// The parameters of the model as the file has them.
absl::Status ReadParameters(const Tensors& file, core::Parameters* parameters) {
  for (core::NamedTensor& p : *parameters) {
    FLOW_ASSIGN_OR_RETURN(const at::Tensor found, Find(file, p.name));
    if (found.sizes() != p.value.sizes()) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", p.name, "' in the file is of another shape"));
    }
    p.value = found.requires_grad_();
  }
  return absl::OkStatus();
}

// What a network says of its inputs, and the gradients of its parameters.
struct Answer {
  at::Tensor outputs;
  std::vector<at::Tensor> gradients;
};

absl::StatusOr<Answer> AnswerOf(const Model& model, const Tensors& file) {
  core::NetworkInput input;
  FLOW_ASSIGN_OR_RETURN(input.x_bd, Find(file, "input.x"));
  FLOW_ASSIGN_OR_RETURN(input.t_b, Find(file, "input.t"));
  FLOW_ASSIGN_OR_RETURN(const at::Tensor weights, Find(file, "input.weights"));
  const auto label = file.find("input.label");  // of a network with classes
  if (label != file.end()) input.label_b = label->second;
  const at::Tensor outputs = model.outputs(model.parameters, input);
  return Answer{outputs,
                torch::autograd::grad({(outputs * weights).sum()},
                                      core::ValuesOf(model.parameters))};
}

absl::StatusOr<Answer> AnswerIn(const Tensors& file, const std::string& prefix,
                                const core::Parameters& parameters) {
  Answer answer;
  FLOW_ASSIGN_OR_RETURN(answer.outputs, Find(file, prefix + "outputs"));
  for (const core::NamedTensor& p : parameters) {
    FLOW_ASSIGN_OR_RETURN(answer.gradients.emplace_back(),
                          Find(file, prefix + "gradient." + p.name));
  }
  return answer;
}

struct Differences {
  double outputs = 0, gradients = 0, gradient_of_one = 0;
};

// Where a gradient is zero but for rounding, as that of the keys' bias is, its
// length is nothing to compare with: those of less than this share of the
// largest are seen as that long.
constexpr double kRounding = 1e-5;

// The larger; a number that is none is the worst.
double Worse(double a, double b) { return a >= b || std::isnan(a) ? a : b; }

Differences Between(const Answer& answer, const Answer& reference) {
  double largest = 0, longest = 0;
  for (const at::Tensor& gradient : reference.gradients) {
    largest = std::max(largest, Largest(gradient));
    longest = std::max(longest, Length(gradient));
  }
  Differences found = {.outputs = Largest(answer.outputs - reference.outputs) /
                                  Largest(reference.outputs)};
  for (size_t i = 0; i < answer.gradients.size(); ++i) {
    const at::Tensor difference = answer.gradients[i] - reference.gradients[i];
    found.gradients = Worse(found.gradients, Largest(difference) / largest);
    found.gradient_of_one =
        Worse(found.gradient_of_one,
              Length(difference) / std::max(Length(reference.gradients[i]),
                                            kRounding * longest));
  }
  return found;
}

std::ostream& operator<<(std::ostream& out, const Differences& differences) {
  return out << "outputs " << differences.outputs << ", gradients "
             << differences.gradients << ", of one parameter "
             << differences.gradient_of_one;
}

// Whether one is as near as the other, or as rounding can be.
bool AsNear(const Differences& ours, const Differences& own) {
  constexpr double kNear = 1e-6;
  return ours.outputs <= std::max(kNear, 2 * own.outputs) &&
         ours.gradients <= std::max(kNear, 2 * own.gradients) &&
         ours.gradient_of_one <= std::max(kNear, 2 * own.gradient_of_one);
}

absl::StatusOr<bool> Compare(const std::string& name, const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(Model model, ModelOf(name));
  FLOW_ASSIGN_OR_RETURN(const Tensors file, Read(path));
  FLOW_RETURN_IF_ERROR(ReadParameters(file, &model.parameters));
  FLOW_ASSIGN_OR_RETURN(const Answer reference,
                        AnswerIn(file, "reference.", model.parameters));
  FLOW_ASSIGN_OR_RETURN(const Answer again,
                        AnswerIn(file, "again.", model.parameters));
  FLOW_ASSIGN_OR_RETURN(const Answer answer, AnswerOf(model, file));
  const Differences ours = Between(answer, reference);
  const Differences own = Between(again, reference);
  std::cout << name << ": " << ours << "\nPyTorch's own: " << own << "\n";
  return AsNear(ours, own);
}

int Main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: network_parity NAME FILE\n";
    return 2;
  }
  const auto near = Compare(argv[1], argv[2]);
  if (!near.ok()) {
    std::cerr << near.status().message() << "\n";
    return 1;
  }
  return *near ? 0 : 1;
}

}  // namespace
}  // namespace flow::benchmarks

int main(int argc, char** argv) { return flow::benchmarks::Main(argc, argv); }
