// From a photograph to the input of a network trained on ImageNet, as torchvision prepares it.
#pragma once

#include "io/photograph.hpp"

namespace descente {

/// The same picture with other rows and cols: bilinear interpolation where it grows; where it
/// shrinks, the triangle spreads over all places that are merged (antialiasing), as Pillow and
/// torchvision do it. Throws ShapeError for a size of 0.
Photograph resized(const Photograph& photograph, Index rows, Index cols);

/// The middle of a picture. Throws ShapeError when it is larger than the picture.
Photograph centre_crop(const Photograph& photograph, Index rows, Index cols);

/// What torchvision's ResNets look at: the shorter side becomes 256, the middle 224×224 is kept.
/// (https://pytorch.org/vision/stable/models/generated/torchvision.models.resnet18.html)
Photograph imagenet_crop(const Photograph& photograph);

/// Each channel in ImageNet's scale, (x − mean)/deviation with mean 0.485, 0.456, 0.406 and
/// deviation 0.229, 0.224, 0.225 (same page): imagenet_standardised(imagenet_crop(…)) goes into the
/// network.
Photograph imagenet_standardised(const Photograph& photograph);

} // namespace descente
