/** Counts the bytes of all bodies that are being read. `take` says whether there is room for more of them; what was taken is given back. */
export type HeldBodies = Readonly<{ take(bytes: number): boolean; giveBack(bytes: number): void }>;

/** As many bytes as one largest body: whoever sends several at once, with a key or without, cannot fill the memory. */
export function heldBodies(limit: number): HeldBodies {
  let held = 0;
  return {
    take: (bytes) => {
      if (held + bytes > limit) return false;
      held += bytes;
      return true;
    },
    giveBack: (bytes) => {
      held -= bytes;
    },
  };
}
