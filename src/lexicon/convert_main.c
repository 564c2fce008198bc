/* convert_main.c - yuelan-convert IN OUT: compiles opencc.tsv for Yuelan. */
#include "lexicon/compiler.h"
#include "lexicon/convert.h"

int main(int argc, char **argv) { return yl_compile_file("yuelan-convert", yl_scripts_compile, argc, argv); }
