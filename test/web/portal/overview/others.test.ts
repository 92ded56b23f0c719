import { expect, it } from "vitest";
import { othersOf } from "../../../../web/portal/overview/others.js";
import { aRow } from "../items/rows-sample.js";

const now = Date.parse("2026-11-26T14:00:00.000Z");
const provider = (CertificateExpiryDate: string | null) => ({
  ...{ Name: "cs1", Connected: null, LastHeartbeat: null, ProviderVersion: null },
  FleetDetails: { Source: "ByHand", VaultName: null, ReadTime: null, CertificateExpiryDate },
});

it("counts machines of which nothing was heard for two days, and none that were seen or never were", () => {
  const rows = [aRow(), aRow({ AsOf: "2026-11-26T13:00:00.000Z" }), aRow({ AsOf: null })];
  expect(othersOf({ fabrics: [], providers: [], rows, now }).map(({ cause }) => cause)).toEqual(["silent"]);
});

it("warns of a certificate sixty days before it ends, and more urgently in the last week", () => {
  const severities = ["2027-03-01", "2027-01-10", "2026-11-30", "2026-11-01"].map((day) =>
    othersOf({ fabrics: [], providers: [provider(`${day}T00:00:00Z`)], rows: [], now }).map(({ severity }) => severity),
  );
  expect(severities).toEqual([[], ["warning"], ["critical"], ["critical"]]);
});
