// One file, so that the bot is loaded once for all of them.
import './activities.ts'
import './actions.ts'
import './callbacks.ts'
import './lines.ts'
import './rows.ts'
import './tokens.ts'
