#include "io/safetensors.hpp"

#include "base/error.hpp"
#include "io/safetensors_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace descente {

namespace {

// A tensor of the network as PyTorch sees it.
struct TorchTensor {
    std::string name;  // "layer1.0.conv1.weight"
    TensorShape shape; // {64, 3, 7, 7}
    Shape fold;        // how one of our columns folds
    Matrix* value;
};

std::string torch_name(const std::string& ours)
{
    static const std::map<std::string, std::string> names{
        {"W", "weight"}, {"b", "bias"}, {"gamma", "weight"}, {"beta", "bias"}};
    const std::size_t last = ours.rfind('.') + 1; // 0 without a dot
    const auto found = names.find(ours.substr(last));
    return found == names.end() ? ours : ours.substr(0, last) + found->second;
}

std::vector<TorchTensor> torch_tensors(Module& net)
{
    std::vector<TorchTensor> tensors;
    std::set<std::string> names;
    net.visit("", [&](const NamedTensor& tensor) {
        const Index rows = tensor.value.n_rows, cols = tensor.value.n_cols;
        TorchTensor torch{torch_name(tensor.name), {cols, rows}, {rows}, &tensor.value};
        if (tensor.is_weight) torch.fold = tensor.parameter->shape();
        if (tensor.is_filter)
            torch.shape = {cols, torch.fold.channels, torch.fold.rows, torch.fold.cols};
        else if (!tensor.is_weight && cols == 1)
            torch.shape = {rows};
        if (!names.insert(torch.name).second)
            throw ShapeError(
                fmt::format("safetensors: two tensors of this network would be {}", torch.name));
        tensors.push_back(std::move(torch));
    });
    return tensors;
}

// PyTorch goes through the columns of W one after the other, as we do, but through each image by
// its rows. Each plane of rows × cols becomes one of cols × rows; the same with the two exchanged
// leads back.
std::vector<Real> planes_transposed(const std::vector<Real>& from, Index rows, Index cols)
{
    std::vector<Real> to(from.size());
    for (Index plane = 0; plane < from.size(); plane += rows * cols)
        for (Index c = 0; c < cols; ++c)
            for (Index r = 0; r < rows; ++r) to[plane + c + cols * r] = from[plane + r + rows * c];
    return to;
}

// Names of published weights that are not this network's become its own.
std::vector<Text> rename_published(SafetensorsFile& file, const std::filesystem::path& path,
                                   const std::vector<TorchTensor>& tensors)
{
    const auto here = [&](const std::string& prefix) {
        return std::ranges::any_of(
            tensors, [&](const TorchTensor& tensor) { return tensor.name.starts_with(prefix); });
    };
    std::vector<Text> notes;
    for (const auto& [theirs, ours] :
         std::vector<std::pair<std::string, std::string>>{{"module.", ""}, {"linear.", "fc."}})
        if (!here(theirs) && here(ours) && file.rename(theirs, ours))
            notes.push_back(tr("{}: its tensors {}* are read as {}*", path.string(), theirs, ours));
    return notes;
}

// Throws when the tensors of the file are not those of the network.
void check_tensors(const SafetensorsFile& file, const std::vector<TorchTensor>& tensors)
{
    const auto refuse = [&](const Text& problem) {
        file.refuse(tr("{}; load it into the network it was made for", problem));
    };
    std::set<std::string> wanted;
    for (const TorchTensor& tensor : tensors) {
        wanted.insert(tensor.name);
        const std::string ours = described(tensor.name, tensor.shape);
        const auto found = file.entries().find(tensor.name);
        if (found == file.entries().end()) refuse(tr("has no {}, which this network needs", ours));
        if (found->second.shape != tensor.shape)
            refuse(tr("has {}, where this network has {}",
                      described(tensor.name, found->second.shape), ours));
    }
    for (const auto& [name, entry] : file.entries())
        if (wanted.count(name) == 0 && !name.ends_with("num_batches_tracked"))
            refuse(tr("has {}, for which this network has no place", described(name, entry.shape)));
}

} // namespace

void save_safetensors(const std::filesystem::path& file, Module& net)
{
    std::vector<NamedNumbers> stored;
    for (const TorchTensor& tensor : torch_tensors(net)) {
        const std::vector<Real> numbers(tensor.value->begin(), tensor.value->end());
        stored.push_back({tensor.name, tensor.shape,
                          planes_transposed(numbers, tensor.fold.rows, tensor.fold.cols)});
    }
    write_safetensors_file(file, stored);
}

std::vector<Text> load_safetensors(const std::filesystem::path& path, Module& net)
{
    SafetensorsFile file(path);
    const std::vector<TorchTensor> tensors = torch_tensors(net);
    std::vector<Text> notes = rename_published(file, path, tensors);
    check_tensors(file, tensors);
    std::vector<Matrix> values; // nothing is changed before everything is read
    for (const TorchTensor& tensor : tensors) {
        const std::vector<Real> numbers =
            planes_transposed(file.numbers(tensor.name), tensor.fold.cols, tensor.fold.rows);
        values.emplace_back(numbers.data(), tensor.value->n_rows, tensor.value->n_cols);
    }
    restore(net, values);
    return notes;
}

} // namespace descente
