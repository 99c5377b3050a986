"""Reading .xlsx by the row, in bounded memory.

Why not python-calamine here: it loads a sheet as one dense block and copies each shared text into
each cell. A file of 1 KB with cells at A1 and XFD1048576, or one of 1.5 MB that repeats one long
text, makes it abort the whole process, and an honest roster of 200,000 rows takes 230 MB. It also
knows neither formulas nor which parts of a date a cell shows. What is here streams, and the tests
compare it with calamine.
"""
