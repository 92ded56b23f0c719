/** What a text is that was to be a private key, and what makes one of it. */
export type UnreadableKey = Readonly<{ key?: undefined; what: string; cure: string }>;

/** Nothing of the key may stand in the words. */
export const unreadable = (what: string, cure: string): UnreadableKey => ({ what, cure });

/** The passphrase is missing. */
export const LOCKED = unreadable(
  "an encrypted private key without its passphrase",
  "Give its PrivateKeyPassphrase, too, or take it off a copy with `ssh-keygen -p -N '' -f KEY`.",
);
