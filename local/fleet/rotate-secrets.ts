import { FleetError } from "../../lib/core/errors.js";
import { foreignLine } from "../../lib/core/foreign-text.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import { sealedSecrets } from "../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../lib/store/secrets/sealing-key-ring.js";
import type { Command } from "./command.js";
import { readWords } from "./words.js";

const usage = "rotate-secrets";

/** Rows sealed with an older key of FLEET_SEALING_KEY are sealed with its first one. Safe to repeat, and while the service runs. */
export const rotateSecrets: Command = {
  usage,
  does: "seals the stored secrets with the first key of FLEET_SEALING_KEY",
  run: async ({ storage: open, say }, words) => {
    readWords(words, { options: {}, places: [], usage });
    const { clients, config } = await open();
    if (config.secrets.kind === "keyvault")
      throw new FleetError(
        "InvalidSettings",
        `Secrets lie in the key vault ${config.secrets.url}, which rotates its own keys; nothing is sealed here`,
      );
    await ensureStorage(clients);
    const ring = sealingKeyRing(config.secrets.keyRing);
    const { secrets, sealedAnew, unopened } = await sealedSecrets(clients.tables.secrets, ring).rotate();
    say(`${sealedAnew} of ${secrets} secrets were sealed anew with the key "${ring.current}".`);
    for (const name of unopened) say(`The secret "${foreignLine(name, 200)}" does not open: its row was changed. Set it again.`);
    say(ring.keys.size > 1 ? AFTERWARDS : "FLEET_SEALING_KEY has one key. To change it, put the new one before it: newid:<key>,<the old entry>.");
    return 0;
  },
};

const AFTERWARDS =
  "When every instance of the service runs with the new key first, run this once more; then the older keys may leave FLEET_SEALING_KEY.";
