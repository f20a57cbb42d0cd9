#include "core/nn/network_parts.h"

#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/check.h"
#include "core/nn/mlp_pair.h"

namespace flow::core {
namespace {

at::Tensor& Find(Parameters& parameters, absl::string_view name) {
  for (NamedTensor& p : parameters) {
    if (p.name == name) return p.value;
  }
  FLOW_CHECK(false) << "no parameter '" << name << "'";
  return parameters[0].value;
}

// The table's row, if there is one, added to a bias that has the same place as
// the label: it becomes a part of what the network says of the time.
void AddRowToBias(absl::string_view table, int64_t row, absl::string_view bias,
                  Parameters& parameters) {
  const at::Tensor rows = Find(parameters, table);
  at::Tensor& shifted = Find(parameters, bias);
  if (row >= 0) shifted = shifted + rows.select(0, row);
  std::erase_if(parameters,
                [&](const NamedTensor& p) { return p.name == table; });
}

struct ClassPart {
  int64_t label;
  Parameters parameters;

  TrainedNetwork operator()(MlpOptions mlp) {
    const int64_t inputs = InputWidth(mlp) - mlp.classes;
    mlp.classes = 0;
    at::Tensor& weight = parameters[0].value;
    at::Tensor& bias = parameters[1].value;
    if (label >= 0) bias = bias + weight.select(1, inputs + label);
    weight = weight.narrow(1, 0, inputs).contiguous();
    return {std::move(mlp), std::move(parameters)};
  }

  TrainedNetwork operator()(UNetOptions unet) {
    AddRowToBias("label_emb.weight", label, "time_embed.2.bias", parameters);
    unet.classes = 0;
    return {std::move(unet), std::move(parameters)};
  }

  TrainedNetwork operator()(DitOptions dit) {
    // of a hidden label there is a row, too
    AddRowToBias("y_embedder.embedding_table.weight",
                 label >= 0 ? label : dit.classes, "t_embedder.mlp.2.bias",
                 parameters);
    dit.classes = 0;
    return {dit, std::move(parameters)};
  }

  template <typename Unlabelled>
  TrainedNetwork operator()(const Unlabelled&) {
    FLOW_CHECK(false) << "a network without classes";
    return {};
  }
};

struct OutputPart {
  int output;
  Parameters parameters;

  // Of a layer whose rows are `groups` times those of both outputs.
  void Narrow(absl::string_view layer, int64_t groups) {
    for (const char* kind : {".weight", ".bias"}) {
      at::Tensor& value = Find(parameters, absl::StrCat(layer, kind));
      const int64_t rows = value.size(0) / (2 * groups);
      value = value.unflatten(0, {groups, 2 * rows})
                  .narrow(1, output * rows, rows)
                  .flatten(0, 1)
                  .contiguous();
    }
  }

  TrainedNetwork operator()(MlpOptions mlp) {
    Narrow(absl::StrCat("layers.", mlp.hidden.size()), /*groups=*/1);
    mlp.outputs = Outputs::kOne;
    return {std::move(mlp), std::move(parameters)};
  }

  TrainedNetwork operator()(UNetOptions unet) {
    Narrow("out.2", /*groups=*/1);
    unet.outputs = Outputs::kOne;
    return {std::move(unet), std::move(parameters)};
  }

  TrainedNetwork operator()(DitOptions dit) {
    // the outputs of each pixel of a patch are together
    Narrow("final_layer.linear", dit.patch * dit.patch);
    dit.outputs = Outputs::kOne;
    return {dit, std::move(parameters)};
  }

  TrainedNetwork operator()(const MlpPairOptions& pair) {
    return {pair.each, HalfOf(parameters, output)};
  }

  TrainedNetwork operator()(const IcnnOptions&) {
    FLOW_CHECK(false) << "a network of one output";
    return {};
  }
};

}  // namespace

TrainedNetwork PartOfClass(const TrainedNetwork& network, int64_t label) {
  const int64_t classes = NumClasses(network.options);
  FLOW_CHECK(label >= kHiddenLabel && label < classes)
      << "label " << label << " of " << classes << " classes";
  if (classes == 0) return network;
  return std::visit(ClassPart{label, network.parameters}, network.options);
}

TrainedNetwork PartOfOutput(const TrainedNetwork& network, int output) {
  const Outputs outputs = OutputsOf(network.options);
  FLOW_CHECK(output == 0 || (output == 1 && outputs == Outputs::kTwo))
      << "output " << output;
  if (outputs != Outputs::kTwo) return network;
  return std::visit(OutputPart{output, network.parameters}, network.options);
}

}  // namespace flow::core
