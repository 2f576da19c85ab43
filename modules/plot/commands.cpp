#include "plot/commands.hpp"

#include <algorithm>

namespace descente {

Commands::Commands(const ScriptOptions& options)
    : options_(options), width_(pixel_size(options.size)[0]), height_(pixel_size(options.size)[1])
{
}

std::string Commands::str(const std::string& text) const
{
    return quoted(options_.latex ? latex_escaped(text) : text);
}

std::string Commands::str(const Fitted& text) const
{
    std::string out;
    for (const std::string& line : text.lines) out += (out.empty() ? "" : ".\"\\n\".") + str(line);
    return out;
}

std::string Commands::font(double points) const
{
    return fmt::format("font ',{:.4g}'", points * options_.zoom);
}

std::string Commands::titled(const Text& label) const
{
    return label.empty() ? "notitle" : "title " + str(say(label));
}

std::string Commands::at(double x, double y) const
{
    return fmt::format("screen {:.5f}, screen {:.5f}", x / width_, y / height_);
}

void Commands::label(const std::string& quoted_text, double x, double y, const std::string& more)
{
    put("set label {} at {} {}\n", quoted_text, at(x, y), more);
}

void Commands::rectangle(const Rect& rect, const std::string& more)
{
    put("set object rectangle from {} to {} {}\n", at(rect.left, rect.bottom),
        at(rect.right, rect.top), more);
}

std::string Commands::data(const std::string& rows)
{
    const auto [found, fresh] = names_.try_emplace(rows, fmt::format("$data{}", names_.size() + 1));
    if (fresh) blocks_ += fmt::format("{} << EOD\n{}EOD\n", found->second, rows);
    return found->second;
}

std::string rows_of(const std::vector<const Numbers*>& columns)
{
    std::string rows;
    const std::size_t n = columns[0]->size();
    for (std::size_t i = 0; i < std::max<std::size_t>(n, 1); ++i) {
        const char* space = "";
        for (const Numbers* column : columns) // a block without rows would be an error of gnuplot's
            rows += std::string(std::exchange(space, " ")) +
                    (n == 0 ? "NaN" : data_number((*column)[i]));
        rows += "\n";
    }
    return rows;
}

} // namespace descente
