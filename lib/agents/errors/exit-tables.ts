import type { ExitCodeRow } from "./exit-code-table.js";
import { withPortalNumber } from "./vendor-errors.js";
import { FAILED, type KnownCodes, type Phase, PROGRAMS } from "./verdict.js";

/** For docs/errors.md: what the installer of a system ends with, and what the same number means where another program ends with it. */
export const exitTables = ({ rows, rowsOf }: KnownCodes): readonly string[] => [
  `| code | ${TITLES}`,
  "| --- | --- | --- | --- | --- |",
  ...installerRows(rows, rowsOf.install).map((row) => `| ${row.code} | ${cells(row)}`),
  "",
  `With the configurator and the uninstaller these are something else. What is InstallerFailed above is ${FAILED.register} with the configurator; every other code of the uninstaller is ${FAILED.uninstall}.`,
  "",
  `| program | code | ${TITLES}`,
  "| --- | --- | --- | --- | --- | --- |",
  ...OTHERS.flatMap((phase) => rowsOf[phase].map((row) => `| ${PROGRAMS[phase]} | ${row.code} | ${cells(row)}`)),
];

const TITLES = "Azure Site Recovery | meaning | kind | error |";
const OTHERS = ["register", "uninstall"] as const satisfies readonly Phase[];

const installerRows = (rows: readonly ExitCodeRow[], own: readonly ExitCodeRow[]): readonly ExitCodeRow[] =>
  [...rows.filter(({ code }) => !own.some((one) => one.code === code)), ...own].sort((a, b) => a.code - b.code);

const cells = ({ vendorCode, meaning, kind, errorCode }: ExitCodeRow): string =>
  `${vendorCode ? withPortalNumber(vendorCode) : ""} | ${meaning} | ${kind} | ${errorCode ?? ""} |`;
