// --live: figures in gnuplot windows while a lab runs, through gnuplot-iostream. A window is a
// convenience: it shows what was written to files already, and its troubles never end a lab.
#pragma once

#include "base/text.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace descente {

class LiveView {
  public:
    /// `gnuplot`: the program; it is asked which kinds of window it has.
    explicit LiveView(std::filesystem::path gnuplot);
    ~LiveView();
    LiveView(const LiveView&) = delete;
    LiveView& operator=(const LiveView&) = delete;

    /// Why no window can be shown and what to do, in one line; empty when all is well.
    const Text& trouble() const { return trouble_; }

    /// Draws a script, which `write` puts into a file, in the window of this name, opened when
    /// needed. Windows stay open after the program.
    void show(const std::string& name,
              const std::function<void(const std::filesystem::path&)>& write);

  private:
    struct Window;

    std::filesystem::path gnuplot_;
    std::string terminal_; // qt, wxt or x11
    Text trouble_;
    std::filesystem::path folder_; // of the scripts
    int shown_ = 0;
    std::map<std::string, std::unique_ptr<Window>> windows_;
};

} // namespace descente
