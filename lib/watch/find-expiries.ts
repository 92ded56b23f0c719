import type { Fabric } from "../fleet/fabrics/fabric.js";
import { expiryNotice, expiryWords } from "./expiry-notice.js";
import { lasting, machines, some, warning } from "./finding.js";
import type { FabricTally } from "./tally-fabric.js";
import type { Finding, Told } from "./tell-states.js";

/** What expires, or has expired: agents and drivers by their dates, the server's version, its certificate. */
export function expiries({ fabric, tally, now }: Readonly<{ fabric: Fabric; tally: FabricTally; now: Date }>): Finding[] {
  const { vault, serverSeen, friendlyName } = fabric;
  const certificate = vault?.certificateExpiryDate ?? serverSeen?.certificateExpiryDate;
  const ofMachines = (what: string, code: string, dates: FabricTally["agentExpiry"]) =>
    [...dates].flatMap(([date, counted]) =>
      expiry(`${what} ${date}`, `${date}T00:00:00.000Z`, now, ({ severity, when }) =>
        warning(
          code,
          `The Mobility service${what === "driver" ? "'s driver" : ""} of ${machines(counted.count)} of ${friendlyName} ${when}: ${some(counted)}`,
          friendlyName,
          {
            ...{ type: "AgentHealth", severity },
          },
        ),
      ),
    );
  const ofServer = (what: string, code: string, date: string | undefined) =>
    date === undefined
      ? []
      : expiry(`${what} of the server`, date, now, ({ severity, when }) =>
          warning(code, `The ${what} of ${friendlyName} ${when}`, friendlyName, { severity }),
        );
  return [
    ...ofMachines("agent", "AgentExpiry", tally.agentExpiry),
    ...ofMachines("driver", "AgentExpiry", tally.driverExpiry),
    ...ofServer("version", "ServerExpiry", vault?.agentExpiryDate),
    ...ofServer("certificate", "CertificateExpiry", certificate),
  ];
}

const expiry = (subject: string, date: string, now: Date, told: (words: ReturnType<typeof expiryWords>) => Told): Finding[] => [
  lasting(`expiry: ${subject}`, expiryNotice(date, now) === undefined ? "" : `${date} ${expiryNotice(date, now)}`, () =>
    told(expiryWords(date, now)),
  ),
];
