import { Link } from "../place/here.js";
import type { Fleet } from "./fleet.js";
import { notifiedFabrics } from "./fleet.js";

/** The notification of Azure Site Recovery's portal, word for word, for fabrics whose server is on the latest version. */
export function UpdateNotice({ fleet }: Readonly<{ fleet: Fleet }>) {
  const [only, ...more] = notifiedFabrics(fleet);
  if (!only) return null;
  const query = more.length === 0 && fleet.fabrics.length > 1 ? { q: `fabric:${only.Name}` } : {};
  return (
    <Link class="notice" words={["update"]} query={query}>
      <span aria-hidden="true">↑</span> New Site recovery replication agent update is available. Click to install.
    </Link>
  );
}
