// One file, so that the program is loaded once for all of them.
import './answers.ts'
import './catalogs.ts'
import './names.ts'
import './sequences.ts'
