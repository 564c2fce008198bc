std = "lua54"
max_line_length = 170
cache = false
