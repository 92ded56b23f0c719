import { importVault } from "../lib/api/inventory/import-vault.js";
import { hasCode } from "../lib/core/errors.js";
import { vaultImportSchedule } from "../lib/core/settings/config.js";
import { fleet } from "../lib/start.js";
import { logOf } from "./log-of.js";
import { work } from "./work.js";

const schedule = vaultImportSchedule(process.env);

/** Off unless FLEET_VAULT_IMPORT_SCHEDULE says when. */
if (schedule !== undefined)
  work.timer("import-vault", {
    schedule,
    handler: async (_timer, invocation) => {
      const context = await fleet();
      try {
        await importVault(context, context.vault, { startedBy: "import-vault timer" });
      } catch (error) {
        if (!hasCode(error, "Conflict")) throw error;
        logOf(invocation).info("another import is under way; the vault is read at the next time", {
          reason: error instanceof Error ? error.message : "",
        });
      }
    },
  });
