/** Why a statement may run where the tree is off. */
export const rolledBack = 'it is undone by the ROLLBACK';
export const leak = 'it changes nothing, but tells what the question has no right to';
export const slow = 'only the time limit ends it';
export const busy = 'a role may do so by default, though a session of ours that ends lets go of it';
export const siblings =
  'PUBLIC may call it, and siblings of the same role may be ended or cancelled';
export const wal = 'PUBLIC may call it, and it writes WAL in a read-only transaction';
export const ids = 'PUBLIC may call it, and it takes a transaction id';
export const seed = 'the seed of random() stays, and the next statement could be foretold';
export const large = 'a value of any size stays on the server, where only its own bounds hold';
export const harmless = 'it is harmless, but not worth a place on the list';
