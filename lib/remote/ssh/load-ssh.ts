import type ssh2 from "ssh2";

export type SshLibrary = typeof ssh2;

/** The SSH library. It is large, and loaded when first needed: most calls of a cmdlet need none. */
export const loadSsh = async (): Promise<SshLibrary> => (await import("ssh2")).default;
