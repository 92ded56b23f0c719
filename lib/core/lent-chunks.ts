/**
 * Bytes, piece by piece. A piece is lent: its memory is written again once the next one is asked for, so who takes it is done with it by then.
 * Nothing is opened before the first piece is asked for, and what is open is closed when the iteration ends.
 */
export type LentChunks = AsyncIterable<Uint8Array>;
