const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** True where TLS keeps what is sent, or where it stays on this very machine. */
export const isSafeUrl = ({ protocol, hostname }: URL): boolean => protocol === "https:" || (protocol === "http:" && LOOPBACK.has(hostname));
