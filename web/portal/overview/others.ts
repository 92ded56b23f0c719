import type { Fabric, Provider } from "../api/objects.js";
import type { Row } from "../items/rows.js";
import type { Need } from "./needs.js";

type Other = Omit<Need, "count">;
type Known = Readonly<{ fabrics: readonly Fabric[]; providers: readonly Provider[]; rows: readonly Row[]; now: number }>;

const DAY_MS = 86_400_000;
const SILENT_DAYS = 2;
const EXPIRY_DAYS = 60;

/** What needs somebody beside machines that say so themselves: accounts that nobody may use, certificates that end, machines of which nothing is heard. */
export const othersOf = ({ fabrics, providers, rows, now }: Known): readonly Other[] => [
  ...fabrics.flatMap(({ FabricSpecificDetails }) =>
    (FabricSpecificDetails.RunAsAccounts ?? []).flatMap(({ AccountName, FleetDetails }): Other[] =>
      FleetDetails.IsStopped
        ? [
            {
              ...{ cause: "account stopped", area: "infrastructure", severity: "critical", title: "Run-as account stopped", of: "account" },
              message: `${AccountName} was refused by ${FleetDetails.RefusedByCount} machine${FleetDetails.RefusedByCount === 1 ? "" : "s"}; no job logs in with it any more.`,
              cure: "Give it the right password, and test it on one machine.",
              ...{ words: ["accounts"], query: {} },
            },
          ]
        : [],
    ),
  ),
  ...providers.flatMap(({ Name, FleetDetails: { CertificateExpiryDate } }): Other[] => {
    const left = CertificateExpiryDate === null ? undefined : Math.floor((Date.parse(CertificateExpiryDate) - now) / DAY_MS);
    if (left === undefined || left > EXPIRY_DAYS) return [];
    return [
      {
        ...{ cause: "certificate", area: "infrastructure", severity: left <= 7 ? "critical" : "warning", title: "Certificate expires", of: "server" },
        message: left < 0 ? `That of ${Name} has expired.` : `That of ${Name} ends in ${left} days.`,
        cure: "Renew it on the server, then refresh the server here.",
        ...{ words: ["components"], query: {} },
      },
    ];
  }),
  ...rows.flatMap(({ asOf, itemId }): Other[] =>
    asOf !== null && now - Date.parse(asOf) > SILENT_DAYS * DAY_MS
      ? [
          {
            ...{ cause: "silent", area: "machines", severity: "warning", title: "Silent", of: "machine", sample: itemId },
            message: `Nobody has looked at them for more than ${SILENT_DAYS} days: what is shown of them is old.`,
            cure: "See whether the timer runs and the machines can be reached; test one of them.",
            ...{ words: ["items"], query: { sort: "asOf" } },
          },
        ]
      : [],
  ),
];
