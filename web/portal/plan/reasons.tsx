import { call } from "../api/call.js";
import type { Update } from "../api/objects.js";
import { Blockers } from "../controls/blockers.js";
import { Dialog } from "../controls/dialog.js";
import { Shown } from "../controls/state-of-data.js";
import type { Row } from "../items/rows.js";
import { useLive } from "../live/use-live.js";

/** Why a machine cannot be updated: every reason with its cure, read when it is asked for. */
export function Reasons({ row, onClose }: Readonly<{ row: Row; onClose: () => void }>) {
  const { live, refresh } = useLive({
    key: `reasons ${row.itemId}`,
    load: () => call<Pick<Update, "BlockedBy">>("Get-ASRMobilityServiceUpdate", { ProtectableItem: row.itemId }),
  });
  return (
    <Dialog title={`${row.name} cannot be updated`} onClose={onClose}>
      <Shown live={live} refresh={refresh} what="the reasons">
        {({ BlockedBy }) => <Blockers blockedBy={BlockedBy} />}
      </Shown>
      <p class="small quiet">After a cure let the service look again: Test-ASRMobilityService, or wait for the next look.</p>
    </Dialog>
  );
}
