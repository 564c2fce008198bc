/* dict_main.c - yuelan-dict IN OUT: compiles a dictionary in jieba's form (`word weight tag` a line) for Yuelan. */
#include "lexicon/compiler.h"
#include "lexicon/dict.h"

int main(int argc, char **argv) { return yl_compile_file("yuelan-dict", yl_dict_compile, argc, argv); }
