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
background = '#ffffff'
foreground = '#000000'
muted = '#6a6a6a'
grid = '#d4d4d4'
nothing = '#bbbbbb' # cells without a number
level = '#9a9a9a'   # contour lines
if (theme eq 'dark') {
    colours = '#56b4e9 #ff8c42 #2fd3a0 #e79ac4 #f5b82e #a9d8f5 #ffffff #f0e442'
    background = '#1b1d22'
    foreground = '#f2f2f2'
    muted = '#aeb4bd'
    grid = '#3c4048'
    nothing = '#5a5e66'
    level = '#7d838c'
}
if (theme eq 'print') {
    colours = '#000000 #707070 #303030 #9a9a9a #505050 #858585 #000000 #aaaaaa'
}
colour(k) = k > 0 ? word(colours, k) : foreground

# Dashes and points that tell series apart without colour.
set linetype 1 dashtype solid pointtype 7
set linetype 2 dashtype (14,5) pointtype 5
set linetype 3 dashtype (14,4,3,4) pointtype 9
set linetype 4 dashtype (4,4) pointtype 13
set linetype 5 dashtype (22,5,3,5,3,5) pointtype 11
set linetype 6 dashtype (8,4) pointtype 6
set linetype 7 dashtype solid pointtype 15
set linetype 8 dashtype (3,6) pointtype 8
do for [k = 1:8] { set linetype k linecolor rgb colour(k) linewidth 5 pointsize 1.7 }

# Heat maps: lightness grows evenly from dark violet to yellow (print: from light to dark). Signed
# ones go from blue through white at 0 to vermilion (print: from white through grey to black).
if (theme eq 'print') {
    usual_palette = "set palette defined (0 '#f7f7f7', 1 '#303030')"
    signed_palette = "set palette defined (0 '#ffffff', 1 '#303030')"
    text_on_low = '#000000'
    text_on_high = '#ffffff'
    text_on_minus = '#000000'
} else {
    usual_palette = "set palette defined (0 '#2e1551', 0.1 '#003175', 0.2 '#004976', " \
        . "0.3 '#025f80', 0.4 '#00758c', 0.5 '#058c94', 0.6 '#02a596', 0.7 '#44bb8e', " \
        . "0.8 '#77d07a', 0.9 '#b4e162', 1 '#f9ec4f')"
    signed_palette = "set palette defined (-1 '#005aa0', 0 '#ffffff', 1 '#c84600')"
    text_on_low = '#ffffff'
    text_on_high = '#000000'
    text_on_minus = '#ffffff'
}
text_on_zero = '#000000'
text_on_plus = '#ffffff'

# Pictures. A figure is laid out for a slide of 1080 lines; gif is two thirds of that, pdf and tex
# are the same page in inches (pdf 13.33 wide for 16:9, tex 16 cm).
face = 'DejaVu Sans'
small = 2.0 / 3
if (format eq 'png') {
    set terminal pngcairo noenhanced size width, height background rgb background \
        font sprintf('%s,%g', face, points)
}
if (format eq 'pdf') {
    set terminal pdfcairo noenhanced size width / 144.0, height / 144.0 background rgb background \
        font sprintf('%s,%g', face, points) fontscale 0.5 pointscale 0.6
}
if (format eq 'svg') {
    set terminal svg noenhanced size width, height background rgb background standalone \
        font sprintf('%s,%g', face, points) fontscale 4.0 / 3
}
if (format eq 'tex') { # LaTeX sets the texts in 10 pt: the page grows as the labels shrink
    cm = 10.2 / 1080 * 28 / points
    set terminal cairolatex pdf standalone colourtext size width * cm cm, height * cm cm \
        font ',10' background rgb background linewidth 0.4
}
if (format eq 'txt') {
    set terminal dumb noenhanced size int(width * 21.0 / 16 / points), int(height * 21.0 / 24 / points)
}
# What is optimised has the colours of its first picture alone.
optimise = name[strlen(name)-5:*] eq '_board' ? '' : 'optimize'
if (format eq 'gif') {
    gif_font = sprintf('%s,%g', face, points) # fontscale reaches the labels' own sizes, too
    if (frames > 1) {
        set terminal gif animate delay delay loop 0 @optimise noenhanced \
            size int(width * small), int(height * small) background rgb background \
            font gif_font fontscale small linewidth small
    } else {
        set terminal gif noenhanced size int(width * small), int(height * small) \
            background rgb background font gif_font fontscale small linewidth small
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
    set output folder.name.'.'.format
}

set border 3 linewidth 2.5 linecolor rgb foreground
set tics nomirror out scale 0.8, 0.4 textcolor rgb foreground
set grid xtics ytics mxtics mytics linetype 1 linewidth 2 linecolor rgb grid, \
    linetype 1 linewidth 1 linecolor rgb grid
set title textcolor rgb foreground
set xlabel textcolor rgb foreground
set ylabel textcolor rgb foreground
set cblabel textcolor rgb foreground
set key textcolor rgb foreground noautotitle noenhanced samplen 2.5 spacing 1.15
# gnuplot makes a legend as wide as its longest text has letters, whose width the terminal says (in
# units of the font). How many letters to add for a text that is so wide in truth:
key_letter = format eq 'svg' ? 0.525 : 0.64
key_width(width_of_text, letters) = format eq 'txt' || format eq 'tex' ? 0 : width_of_text / key_letter - letters
set style textbox opaque noborder fillcolor rgb background margins 0.3, 0.3
# What a bare panel (pictures, graphs) switched off.
axes_on = "set border 3 linewidth 2.5 linecolor rgb foreground; set grid xtics ytics mxtics mytics"
if (format eq 'txt') { # letters are too coarse for a grid
    unset grid
    axes_on = "set border 3"
}
# Pale: the colour three quarters of the way to the background, for raw data behind a smoothed curve.
channel(hex, k) = int('0x'.hex[2*k:2*k+1])
blend(a, b, k) = int(0.4 * channel(a, k) + 0.6 * channel(b, k))
pale(k) = sprintf('#%02x%02x%02x', blend(colour(k), background, 1), blend(colour(k), background, 2), blend(colour(k), background, 3))
leaf_fill = sprintf('#%02x%02x%02x', blend(grid, background, 1), blend(grid, background, 2), blend(grid, background, 3))
# Bars: solid in colour; patterns that differ in print.
bar_fill_1 = theme eq 'print' ? 'solid 0.5 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
bar_fill_2 = theme eq 'print' ? 'pattern 1 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
bar_fill_3 = theme eq 'print' ? 'pattern 4 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
bar_fill_4 = theme eq 'print' ? 'pattern 2 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
bar_fill_5 = theme eq 'print' ? 'pattern 5 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
bar_fill_6 = theme eq 'print' ? 'pattern 6 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
bar_fill_7 = theme eq 'print' ? 'pattern 7 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
bar_fill_8 = theme eq 'print' ? 'pattern 0 border linecolor rgb foreground' : 'solid 0.9 border linecolor rgb background'
