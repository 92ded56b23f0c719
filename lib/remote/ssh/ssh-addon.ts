import crypto from "ssh2/lib/protocol/crypto.js";

/** Is ssh2's native addon loaded? Without it uploads cost about twice the CPU; nothing else changes. */
export const sshAddonLoaded = (): boolean => crypto.bindingAvailable;
