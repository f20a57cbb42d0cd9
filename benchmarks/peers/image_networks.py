"""PyTorch's networks of images beside ours.

    image_networks.py export NAME FILE

writes one network's weights, inputs, outputs and gradients as safetensors, for
//benchmarks/image:network_parity.

    image_networks.py values NAME

prints what core/nn/image/reference_values_test.cc expects: outputs and gradients
of a network whose weights and inputs follow from their place.

The UNet is that of the torchcfm package; the transformer is put together here
from the parts of the timm package that DiT is made of.
"""

import argparse
import math
import sys

import torch
from torch import nn


def make_unet(shape, channels, multiplier, blocks, attention, head, classes=0,
              dropout=0.0, outputs=None):
    from torchcfm.models.unet.unet import UNetModel

    side = shape[1]
    return UNetModel(
        image_size=side, in_channels=shape[0], model_channels=channels,
        out_channels=outputs or shape[0], num_res_blocks=blocks,
        attention_resolutions=[side // height for height in attention],
        channel_mult=multiplier, num_head_channels=head,
        num_classes=classes or None, dropout=dropout)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        from timm.layers import Mlp
        from timm.models.vision_transformer import Attention

        self.norm1 = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.attn = Attention(width, num_heads=heads, qkv_bias=True)
        self.norm2 = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.mlp = Mlp(width, 4 * width,
                       act_layer=lambda: nn.GELU(approximate="tanh"))
        self.adaLN_modulation = nn.Sequential(
            nn.SiLU(), nn.Linear(width, 6 * width))

    def forward(self, x, c):
        of = [m.unsqueeze(1) for m in self.adaLN_modulation(c).chunk(6, 1)]
        x = x + of[2] * self.attn(self.norm1(x) * (1 + of[1]) + of[0])
        return x + of[5] * self.mlp(self.norm2(x) * (1 + of[4]) + of[3])


class FinalLayer(nn.Module):
    def __init__(self, width, outputs):
        super().__init__()
        self.norm_final = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.linear = nn.Linear(width, outputs)
        self.adaLN_modulation = nn.Sequential(
            nn.SiLU(), nn.Linear(width, 2 * width))

    def forward(self, x, c):
        shift, scale = self.adaLN_modulation(c).unsqueeze(1).chunk(2, 2)
        return self.linear(self.norm_final(x) * (1 + scale) + shift)


class Dit(nn.Module):
    def __init__(self, shape, patch, width, depth, heads, classes=0,
                 outputs=None):
        super().__init__()
        from timm.layers import PatchEmbed

        self.shape, self.patch = shape, patch
        self.outputs = outputs or shape[0]
        self.x_embedder = PatchEmbed(shape[1], patch, shape[0], width)
        self.t_embedder = nn.Module()
        self.t_embedder.mlp = nn.Sequential(
            nn.Linear(256, width), nn.SiLU(), nn.Linear(width, width))
        if classes:
            self.y_embedder = nn.Module()
            self.y_embedder.embedding_table = nn.Embedding(classes + 1, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.final_layer = FinalLayer(width, patch * patch * self.outputs)
        # of row i and column j: sines and cosines of j, then those of i
        side = shape[1] // patch
        omega = 10000.0 ** (-torch.arange(width // 4).double() / (width // 4))
        angle = torch.arange(side).double()[:, None] * omega
        wave = torch.cat([angle.sin(), angle.cos()], 1)
        i, j = torch.meshgrid(torch.arange(side), torch.arange(side),
                              indexing="ij")
        self.places = torch.cat([wave[j.flatten()], wave[i.flatten()]], 1)

    def forward(self, t, x, y=None):
        omega = torch.exp(-math.log(10000) * torch.arange(128) / 128).to(t)
        angle = t[:, None] * omega
        c = self.t_embedder.mlp(torch.cat([angle.cos(), angle.sin()], 1))
        if y is not None:
            c = c + self.y_embedder.embedding_table(y)
        h = self.x_embedder(x) + self.places.to(x)
        for block in self.blocks:
            h = block(h, c)
        h = self.final_layer(h, c)
        p, side = self.patch, self.shape[1] // self.patch
        h = h.view(-1, side, side, p, p, self.outputs)
        return torch.einsum("nhwpqc->nchpwq", h).reshape(
            len(x), self.outputs, *self.shape[1:], self.shape[1])


class ConvPotential(nn.Module):
    """Convolutions of 3 x 3, all but the first of stride 2, and a sum."""

    def __init__(self, shape, channels):
        super().__init__()
        self.shape = shape
        sizes = [shape[0], *channels]
        self.layers = nn.ModuleList(
            nn.Conv2d(inputs, outputs, 3, stride=min(k + 1, 2), padding=1)
            for k, (inputs, outputs) in enumerate(zip(sizes, channels)))
        self.output = nn.Linear(channels[-1], 1)

    def forward(self, t, x):
        del t  # a potential knows no time
        for layer in self.layers:
            x = nn.functional.silu(layer(x))
        return self.output(x.sum((2, 3)))


def as_rows(h):
    return h.flatten(1)


def as_field(h):
    """The last channel's mean is the part across the plates."""
    return torch.cat([h[:, :-1].flatten(1), h[:, -1].mean((1, 2))[:, None]], 1)


CIFAR10 = (3, 32), 128, (1, 2, 2, 2), 2, [16]

# By the names of benchmarks/image/image_networks.cc.
NETWORKS = {
    "unet_cifar10": lambda: make_unet(*CIFAR10, 64),
    "unet_cifar10_heads32": lambda: make_unet(*CIFAR10, 32),
    "unet_cifar10_field": lambda: make_unet(*CIFAR10, 64, outputs=4),
    "unet_imagenet32": lambda: make_unet((3, 32), 128, (1, 2, 2, 2), 3, [16, 8],
                                         64),
    "unet_flowers": lambda: make_unet((3, 128), 64, (1, 1, 2, 3, 4), 2, [16],
                                      64),
    "unet_digits": lambda: make_unet((1, 8), 64, (1, 2), 1, [4], 32, 10),
    "dit_small": lambda: Dit((4, 32), 2, 384, 12, 6, 1000),
    "dit_digits": lambda: Dit((1, 8), 2, 64, 4, 4, 10),
    "dit_small_field": lambda: Dit((3, 32), 2, 384, 12, 6, outputs=4),
    "potential_cifar10": lambda: ConvPotential((3, 32), [64, 128, 256]),
}


def classes_of(network):
    table = dict(network.named_parameters()).get("label_emb.weight")
    if table is not None:
        return table.shape[0]
    table = dict(network.named_parameters()).get(
        "y_embedder.embedding_table.weight")
    return 0 if table is None else table.shape[0] - 1


def shape_of(network):
    if isinstance(network, (Dit, ConvPotential)):
        return network.shape
    return network.in_channels, network.image_size


def answer(network, rows, inputs, weights, form):
    """Outputs and the gradients of their weighted sum, in that memory format.

    Draws the weights where there are none yet."""
    network = network.to(memory_format=form)
    network.zero_grad()
    t, x, *y = inputs
    outputs = rows(network(t, x.contiguous(memory_format=form), *y))
    if not weights:
        weights.append(torch.randn_like(outputs))
    (outputs * weights[0]).sum().backward()
    return {"outputs": outputs.detach(),
            **{"gradient." + key: p.grad.clone()
               for key, p in network.named_parameters()}}


def export(name, path, images=2):
    from safetensors.torch import save_file

    torch.manual_seed(1)
    network = NETWORKS[name]().eval()
    for p in network.parameters():
        # zeros, too: what starts at zero would hide what is before it
        p.data += 0.02 * torch.randn_like(p)
    channels, side = shape_of(network)
    inputs = [torch.rand(images), torch.randn(images, channels, side, side)]
    classes = classes_of(network)
    if classes:
        inputs.append(torch.randint(classes, (images,)))
    rows = as_field if name.endswith("_field") else as_rows
    weights = []
    tensors = {key: p.detach() for key, p in network.named_parameters()}
    # the second by the same weights and other sums: what rounding makes of it
    for prefix, form in (("reference.", torch.contiguous_format),
                         ("again.", torch.channels_last)):
        for key, v in answer(network, rows, inputs, weights, form).items():
            tensors[prefix + key] = v
    tensors.update({"input.t": inputs[0], "input.x": inputs[1].flatten(1),
                    "input.weights": weights[0]})
    if classes:
        tensors["input.label"] = inputs[2]
    save_file({key: v.contiguous() for key, v in tensors.items()}, path)


def by_place(shape, which):
    """Numbers in [-0.5, 0.5) that any language makes alike."""
    k = torch.arange(math.prod(shape))
    return (((k * 7919 + which * 104729) % 10007).double() / 10007 -
            0.5).float().view(shape)


def print_values(name):
    network = NETWORKS[name]().eval()
    named = sorted(network.named_parameters())
    for i, (_, p) in enumerate(named):
        p.data = 0.2 * by_place(p.shape, i + 1)
    channels, side = shape_of(network)
    x = 4 * by_place((2, channels, side, side), 1000)
    t = torch.tensor([0.3, 0.8])
    outputs = network(t, x, torch.tensor([2, 7]))
    (outputs * by_place(outputs.shape, 2000)).sum().backward()
    flat = outputs.detach().flatten()
    print("outputs", [flat[k].item() for k in (0, 17, 63, 64, 100, 127)])
    for key, p in named[::len(named) // 8]:
        print(key, p.grad.norm().item())


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("export")
    one.add_argument("name", choices=NETWORKS)
    one.add_argument("path")
    values = commands.add_parser("values")
    values.add_argument("name", choices=["unet_digits", "dit_digits"])
    args = parser.parse_args()
    if args.command == "export":
        export(args.name, args.path)
    else:
        print_values(args.name)


if __name__ == "__main__":
    sys.exit(main())
