# The look of every figure: colours, dashes, points, fonts and picture formats, in one place. It is
# copied into each script, so that a script stands alone. The script sets beforehand:
#   name (of the picture), width and height (pixels of a 1080-line slide), points (size of labels).
# Set with gnuplot -e, before the script: format, theme, folder.
if (!exists("format")) format = 'png'
if (!exists("theme")) theme = 'light'
if (!exists("shown_in")) shown_in = '' # --live: the terminal, instead of a file
set encoding utf8
# ARG0 is the script's own path: pictures go next to it. What stands there is no command: no shell.
if (!exists("folder")) {
    folder = ARG0
    while (strlen(folder) > 0 && folder[strlen(folder):*] ne '/') {
        folder = folder[1:strlen(folder) - 1]
    }
}

# Colours 1 … 8: Okabe and Ito's palette (Wong, Nature Methods 2011), good contrast first. The dark
# theme lightens it; the print theme is greys.
colours = '#0072b2 #d55e00 #009e73 #cc79a7 #e69f00 #56b4e9 #000000 #b8a800'
# Colours 9 … 16: a ramp for what has an order, the last standing out most.
ramp = '#b9b312 #86bf55 #45b27c #12958f #0b7794 #0b578c #2b3a7d #2e1551'
background = '#ffffff'
foreground = '#000000'
muted = '#6a6a6a'
grid = '#d4d4d4'
nothing = '#bbbbbb' # cells without a number
level = '#9a9a9a'   # contour lines
if (theme eq 'dark') {
    colours = '#56b4e9 #ff8c42 #2fd3a0 #e79ac4 #f5b82e #a9d8f5 #ffffff #f0e442'
    ramp = '#7a78c4 #5c8cc9 #46a2c4 #41b6ae #5fc88a #94d66c #c9e05a #f9ec4f'
    background = '#1b1d22'
    foreground = '#f2f2f2'
    muted = '#aeb4bd'
    grid = '#3c4048'
    nothing = '#5a5e66'
    level = '#7d838c'
}
if (theme eq 'print') {
    colours = '#000000 #808080 #404040 #a6a6a6 #606060 #939393 #202020 #b8b8b8'
    ramp = '#b8b8b8 #a2a2a2 #8c8c8c #767676 #606060 #484848 #2c2c2c #000000'
}
colours = colours.' '.ramp
colour(k) = k > 0 ? word(colours, k) : foreground

# Dashes and points that tell series apart without colour; svg draws both larger than the others.
dash = format eq 'svg' ? 0.5 : 1
mark = format eq 'svg' ? 9.3 / points : 1
set linetype 1 dashtype solid pointtype 7
set linetype 2 dashtype (14*dash,5*dash) pointtype 5
set linetype 3 dashtype (14*dash,4*dash,3*dash,4*dash) pointtype 9
set linetype 4 dashtype (4*dash,4*dash) pointtype 13
set linetype 5 dashtype (22*dash,5*dash,3*dash,5*dash,3*dash,5*dash) pointtype 11
set linetype 6 dashtype (8*dash,4*dash) pointtype 6
set linetype 7 dashtype solid pointtype 15
set linetype 8 dashtype (3*dash,6*dash) pointtype 8
do for [k = 9:16] { set linetype k dashtype solid pointtype 7 }
do for [k = 1:16] { set linetype k linecolor rgb colour(k) linewidth 5 pointsize 1.7*mark }

# Heat maps: lightness grows evenly from dark violet to yellow (print: from light to dark). Signed
# ones go from blue through white at 0 to vermilion; in print through white to black, and what is
# below 0 is a lighter grey and hatched. What is written on a colour stands out from it.
usual_palette = "set palette defined (0 '#2e1551', 0.1 '#003175', 0.2 '#004976', " \
    . "0.3 '#025f80', 0.4 '#00758c', 0.5 '#058c94', 0.6 '#02a596', 0.7 '#44bb8e', " \
    . "0.8 '#77d07a', 0.9 '#b4e162', 1 '#f9ec4f')"
minus = '#005aa0'
plus = '#c84600'
text_on_usual(share) = share > 0.55 ? 0x000000 : 0xffffff
text_on_signed(share) = share < 0.1 || share > 0.92 ? 0xffffff : 0x000000
if (theme eq 'print') {
    usual_palette = "set palette defined (0 '#f7f7f7', 1 '#303030')"
    minus = '#909090'
    plus = '#202020'
    text_on_usual(share) = share > 0.64 ? 0xffffff : 0x000000
    text_on_signed(share) = share > 0.8 ? 0xffffff : 0x000000
}
signed_palette = sprintf("set palette defined (-1 '%s', 0 '#ffffff', 1 '%s')", minus, plus)
channel(hex, k) = int('0x'.hex[2*k:2*k+1])
signed_channel(t, k) = t > 1 ? 187 : int(255 + abs(t) * (channel(t < 0 ? minus : plus, k) - 255))
red(t) = signed_channel(t, 1)
green(t) = signed_channel(t, 2)
blue(t) = signed_channel(t, 3)
hatched(value) = theme eq 'print' && value < 0
hatch = "fillstyle transparent pattern 4 noborder linecolor rgb foreground"

# Pictures. A figure is laid out for a slide of 1080 lines; gif is two thirds of that, pdf and tex
# are the same page in inches (pdf 13.33 wide for 16:9, tex 16 cm).
face = 'DejaVu Sans'
letters = sprintf('%s,%g', face, points) # GD's terminals take no call of a function here
small = 2.0 / 3
if (format eq 'png') {
    set terminal pngcairo noenhanced size width, height background rgb background \
        font letters
}
if (format eq 'pdf') {
    set terminal pdfcairo noenhanced size width / 144.0, height / 144.0 background rgb background \
        font letters fontscale 0.5 pointscale 0.6
}
if (format eq 'svg') {
    set terminal svg noenhanced size width, height background rgb background standalone \
        font letters fontscale 4.0 / 3
}
if (format eq 'tex') { # LaTeX sets the texts in 10 pt: the page grows as the labels shrink
    cm = 10.2 / 1080 * 28 / points
    set terminal cairolatex pdf input colourtext size width * cm cm, height * cm cm \
        font ',10' background rgb background linewidth 15.0 / points pointscale 9.0 / points
}
if (format eq 'txt') {
    set terminal dumb noenhanced size int(width * 21.0 / 16 / points), int(height * 21.0 / 24 / points)
}
# What is optimised has the colours of its first picture alone.
optimise = name[strlen(name)-5:*] eq '_board' ? '' : 'optimize'
if (format eq 'gif') { # fontscale reaches the labels' own sizes, too
    if (frames > 1) {
        set terminal gif animate delay delay loop 0 @optimise noenhanced \
            size int(width * small), int(height * small) background rgb background \
            font letters fontscale small linewidth small
    } else {
        set terminal gif noenhanced size int(width * small), int(height * small) \
            background rgb background font letters fontscale small linewidth small
    }
}
# How far a text that runs upwards is moved: qt stands it by half a line too far to the right.
turned = shown_in[1:2] eq 'qt' ? -0.9 * points / width : 0
if (shown_in ne '') {
    set terminal @shown_in
    if (format eq 'window') { # not all of them know a background; the first panel draws it
        set object 999 rectangle from screen 0, 0 to screen 1, 1 behind fillcolor rgb background
    }
} else {
    set output folder.name.(format eq 'tex' ? '-inc.' : '.').format # LaTeX reads -inc.pdf
}

set border 3 linewidth 2.5 linecolor rgb foreground
set tics nomirror out scale 0.8, 0.4 textcolor rgb foreground
set grid xtics ytics mxtics mytics linetype 1 linewidth 2 linecolor rgb grid, \
    linetype 1 linewidth 1 linecolor rgb grid
set title textcolor rgb foreground
set xlabel textcolor rgb foreground
set ylabel textcolor rgb foreground
set cblabel textcolor rgb foreground
unset key # legends are labels and arrows, as layout.hpp placed them
set style textbox opaque noborder fillcolor rgb background margins 0.3, 0.3
# What a bare panel (pictures, graphs) switched off.
axes_on = "set border 3 linewidth 2.5 linecolor rgb foreground; set grid xtics ytics mxtics mytics"
if (format eq 'txt') { # letters are too coarse for a grid
    unset grid
    axes_on = "set border 3"
}
# Pale: the colour three quarters of the way to the background, for raw data behind a smoothed curve.
blend(a, b, k) = int(0.4 * channel(a, k) + 0.6 * channel(b, k))
pale(k) = sprintf('#%02x%02x%02x', blend(colour(k), background, 1), blend(colour(k), background, 2), blend(colour(k), background, 3))
leaf_fill = sprintf('#%02x%02x%02x', blend(grid, background, 1), blend(grid, background, 2), blend(grid, background, 3))
# Bars: solid in colour; in print patterns that differ, the first a grey.
fills = 'solid pattern-1 pattern-4 pattern-2 pattern-5 pattern-6 pattern-7 pattern-3'
do for [k = 1:16] {
    fill = theme ne 'print' || k > 8 ? 'solid 0.9 noborder' : k == 1 ? 'solid 0.5 border linecolor rgb foreground' \
        : 'pattern '.word(fills, k)[9:*].' border linecolor rgb foreground'
    eval sprintf("bar_fill_%d = '%s'", k, fill)
}
