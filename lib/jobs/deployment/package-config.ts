import { oldestDirect } from "../../agents/deployment/oldest-direct.js";
import { type PackagePlan, type PackedInstaller, plainTime } from "./package-plan.js";

/** Lines `KEY=value`, which the scripts of both systems read with simple means. */
export function configLines({ madeAt, fabric, linksEnd }: PackagePlan, more: Readonly<Record<string, string>>): string {
  const { generation, serverAddress, friendlyName } = fabric;
  const lines = {
    MADE: plainTime(madeAt),
    GENERATION: generation,
    SERVER: serverAddress ?? friendlyName,
    LINKS_END: linksEnd ? plainTime(linksEnd) : "-",
    SECRET_NAME: SECRET_NAMES[generation],
    ...more,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${oneLine(value)}\n`)
    .join("");
}

export const SECRET_NAMES = {
  Classic: "passphrase of the configuration server",
  Modernized: "config.json of the appliance",
} as const satisfies Record<PackagePlan["fabric"]["generation"], string>;

/** One line for each installer: tag, version, file, digest, the oldest version from which it can be installed, link (or -). */
export const installerLines = (installers: readonly PackedInstaller[]): string =>
  installers
    .map(
      ({ osTag, version, fileName, sha256, url }) => `${[osTag, version, fileName, sha256, oldestDirect(version, osTag), url ?? "-"].join("\t")}\n`,
    )
    .join("");

/** A friendly name may hold anything; a line holds one value. */
const oneLine = (value: string): string => value.replace(/\p{Cc}+/gu, " ");
