import { DEFENDER } from "./products.js";

/** What a person does about exclusions that jobs have added, in a PowerShell that was started as administrator; nothing where there is none. */
export const takeBackByHand = (added: readonly string[]): readonly string[] =>
  added.length === 0
    ? []
    : [
        `Jobs have let ${DEFENDER} leave out folders; take that back: Remove-MpPreference -ExclusionPath ${added.map(quoted).join(", ")}; Remove-Item -LiteralPath HKLM:\\SOFTWARE\\MobilityFleet\\AntivirusExclusions`,
      ];

const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;
