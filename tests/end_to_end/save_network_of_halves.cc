// Writes a TorchScript network whose two features are the mean grey levels of
// the upper and the lower half of an image, as a user's Python would:
//
//     save_network_of_halves FILE

#include <iostream>

#include "torch/script.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: save_network_of_halves FILE\n";
    return 2;
  }
  torch::jit::Module network("halves");
  network.define(R"(
def forward(self, x):
    half = x.size(2) // 2
    return torch.stack([x[:, :, :half].mean((1, 2, 3)), x[:, :, half:].mean((1, 2, 3))], 1)
)");
  network.save(argv[1]);
  return 0;
}
