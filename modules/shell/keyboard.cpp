#include "shell/keyboard.hpp"

#include <poll.h>
#include <unistd.h>

namespace descente {

Keyboard::~Keyboard() { give_back(); }

void Keyboard::give_back()
{
    if (taken_ && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp())
        ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    taken_ = false;
}

/// Asked before each key: after Ctrl-Z and fg the shell has set the terminal up anew.
bool Keyboard::take()
{
    termios now{};
    if (::tcgetpgrp(STDIN_FILENO) != ::getpgrp() || ::tcgetattr(STDIN_FILENO, &now) != 0)
        return false;
    if ((now.c_lflag & ICANON) == 0) return true;
    if (!taken_) before_ = now;
    now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO); // Ctrl-C stays a signal
    now.c_cc[VMIN] = now.c_cc[VTIME] = 0;
    taken_ = true;
    return ::tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
}

char Keyboard::key()
{
    pollfd input{STDIN_FILENO, POLLIN, 0};
    char letter = 0;
    const auto next = [&] {
        return ::poll(&input, 1, 0) == 1 && ::read(STDIN_FILENO, &letter, 1) == 1;
    };
    if (!take() || !next()) return 0;
    if (letter != '\x1b') return letter;
    while (next() && (letter < '@' || letter == '[' || letter == 'O')) {
    }
    return 0;
}

} // namespace descente
