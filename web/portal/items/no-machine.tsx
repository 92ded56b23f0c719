import { Link } from "../place/here.js";

/** Why a list of machines is empty, and what comes next. */
export const NoMachine = ({ fabrics, total, words }: Readonly<{ fabrics: number; total: number; words: readonly string[] }>) => {
  if (total > 0)
    return (
      <p>
        No machine fits. <Link words={words}>Show all {total}</Link>
      </p>
    );
  if (fabrics === 0)
    return (
      <p>
        There is no fabric yet. <code>Set-ASRFabric</code> adds a configuration server or an appliance, <code>Import-ASRInventory</code> one with its
        machines: see docs/inventory.md.
      </p>
    );
  return (
    <p>
      No machine is protected yet. <code>New-ASRReplicationProtectedItem</code> brings one in, an inventory thousands: see docs/inventory.md.
    </p>
  );
};
