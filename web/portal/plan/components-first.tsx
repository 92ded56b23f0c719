import type { Fabric } from "../api/objects.js";
import { Badge } from "../controls/badge.js";
import { componentsOf } from "../items/components.js";

/** The servers of each fabric, which are updated before its machines, in their order. */
export const ComponentsFirst = ({ fabrics, newest }: Readonly<{ fabrics: readonly Fabric[]; newest: string }>) => (
  <section class="components" aria-label="Servers that are updated first">
    <h2>First the servers, in this order</h2>
    {fabrics.length === 0 && <p class="quiet">No server is known yet.</p>}
    {fabrics.map((fabric) => (
      <ol key={fabric.ID}>
        {componentsOf(fabric, newest).map(({ role, name, version, outdated }) => (
          <li key={`${role} ${name}`}>
            <span>
              {role}: <strong>{name}</strong> {version || "version not known"}
            </span>{" "}
            {outdated === undefined ? (
              <Badge tone="plain">Not known</Badge>
            ) : outdated ? (
              <Badge tone="warn">{`Update to ${newest} first`}</Badge>
            ) : (
              <Badge tone="good">Latest version</Badge>
            )}
          </li>
        ))}
      </ol>
    ))}
  </section>
);
