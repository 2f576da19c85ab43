// Single keys from the terminal while something else goes on.
#pragma once

#include <termios.h>

namespace descente {

/// While it lives, keys come without Enter and are not shown. Without a terminal, or in the
/// background (where reading would stop the program), there are none.
class Keyboard {
  public:
    Keyboard() = default;
    ~Keyboard();
    Keyboard(const Keyboard&) = delete;
    Keyboard& operator=(const Keyboard&) = delete;

    /// The next key pressed; 0 when there is none. Arrows and what else begins with Escape are
    /// passed over. Never waits.
    char key();
    /// The terminal as it was; the next key() takes it again.
    void give_back();

  private:
    bool take();

    termios before_{};
    bool taken_ = false;
};

} // namespace descente
