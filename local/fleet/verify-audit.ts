import { verifyRecords } from "../../lib/audit/verify-records.js";
import { secretStore } from "../../lib/configured.js";
import { foreignLine } from "../../lib/core/foreign-text.js";
import { auditStore } from "../../lib/store/audit/audit-store.js";
import { ensureStorage } from "../../lib/store/ensure-storage.js";
import type { Command } from "./command.js";
import { readWords } from "./words.js";

const usage = "verify-audit";
const MOST_SHOWN = 200;

/** Gives 1 when anything is not as it was sealed, also when nothing was sealed yet. Changes nothing; safe while the service runs. */
export const verifyAudit: Command = {
  usage,
  does: "checks that calls, jobs and events are as they were sealed; names what was changed, removed, reordered or added",
  run: async ({ storage: open, say }, words) => {
    readWords(words, { options: {}, places: [], usage });
    const { clients, config } = await open();
    await ensureStorage(clients);
    let faults = 0;
    const verified = await verifyRecords({ audit: auditStore(clients), secrets: secretStore(config, clients) }, ({ kind, what }) => {
      if (faults++ < MOST_SHOWN) say(`${kind}: ${foreignLine(what, 300)}`);
    });
    if (!verified) {
      say("Nothing is sealed yet: the timer seal-audit does it a quarter of an hour in arrears, while the service runs.");
      return 1;
    }
    const { seals, facts, until, late } = verified;
    if (faults > MOST_SHOWN) say(`… and ${faults - MOST_SHOWN} more`);
    if (late > 0) say(`${late} events were told under the name of an earlier moment, and are not sealed.`);
    say(
      `${facts} facts in ${seals} seals, of all that was written until ${until?.toISOString() ?? "-"}: ${faults === 0 ? "all as they were sealed" : `${faults} differences`}.`,
    );
    return faults === 0 ? 0 : 1;
  },
};
