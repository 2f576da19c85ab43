// --live: where a moving picture is shown. A window of gnuplot's; else the terminal, with pixels
// (sixel) where it draws them, or with letters.
//
// One gnuplot draws everything. A picture is a script in a file, and one short line makes gnuplot
// load it; the next one goes only after it has said that the last is drawn, so that nobody who
// trains ever waits for a picture. Its troubles never end a lab.
#pragma once

#include "base/text.hpp"
#include "shell/keyboard.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace descente {

class Screen {
  public:
    /// `gnuplot`: the program; it is asked which terminals it has.
    explicit Screen(const std::filesystem::path& gnuplot);
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    /// Why nothing can be shown and what to do, in one line; empty when all is well.
    const Text& trouble() const { return trouble_; }
    bool is_terminal() const { return kind_ != Kind::window; } ///< where a progress bar would stand

    bool draws_letters() const { return kind_ == Kind::letters; }

    /// It can take a picture: the last one is drawn, and nobody closed the window.
    bool ready();
    /// Shows a script, which `write` puts into a file, laid out for a page of that size. Call when
    /// ready().
    void show(const std::function<void(const std::filesystem::path&, const std::string& size,
                                       double zoom)>& write);
    /// Pressed in the window or in the terminal: one of " s+-q"; 0 when there is none.
    char key();
    void give_back_keyboard() { keyboard_.give_back(); }

  private:
    enum class Kind { window, pixels, letters };
    struct Drawer; // the gnuplot and its pipes

    void choose(const std::filesystem::path& gnuplot);
    void listen();
    void tell(const std::string& line);
    void put_on_terminal(const std::string& picture);

    Kind kind_ = Kind::window;
    std::string terminal_; // in gnuplot's words
    Text trouble_;
    Keyboard keyboard_;
    std::unique_ptr<Drawer> drawer_;
    std::filesystem::path script_;
    std::string heard_, keys_;
    bool open_ = false, drawn_ = true;
    int rows_ = 0, shown_ = 0; // of the terminal: of a picture, and of the one that stands there
    long said_ = 0;            // lines said when it was put there
};

} // namespace descente
