import { createRequire } from "node:module";

/** Can ssh2's native addon be loaded? Without it uploads cost about twice the CPU; nothing else changes. */
export const sshAddonLoaded = (): boolean => PLACES.some(loads);

/** Where the library asks for it: beside its own file in the built app, in its package otherwise. The library itself is not loaded for the question. */
const PLACES = ["./parts/crypto/build/Release/sshcrypto.node", "ssh2/lib/protocol/crypto/build/Release/sshcrypto.node"];

function loads(place: string): boolean {
  try {
    createRequire(import.meta.url)(place);
    return true;
  } catch {
    return false; // absent, or built for another version of Node
  }
}
