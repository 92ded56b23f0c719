import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Asks the package registry for what is known against the packages that ship (dist/bill-of-materials.cdx.json), and fails for any. Where no registry
 * answers such questions, as offline and behind some mirrors, it says that this check was skipped.
 */
const bill = JSON.parse(readFileSync("dist/bill-of-materials.cdx.json", "utf8"));
const ships = new Set(bill.components.map((component) => component["bom-ref"].replace(/@[^@]*$/, "")));
const words = ["audit", "--json", "--package-lock-only", "--fetch-retries=0", "--fetch-timeout=20000"];
const { stdout, error } = spawnSync("npm", words, { encoding: "utf8", timeout: 60_000, maxBuffer: 50_000_000 });
const report = parse(stdout);

if (error || !report?.vulnerabilities) {
  console.log(
    `skipped: npm audit of what ships; the registry did not answer (${error?.message ?? report?.message ?? report?.error?.summary ?? "no report"})`,
  );
} else {
  const found = Object.values(report.vulnerabilities).filter(({ nodes }) => nodes.some((node) => ships.has(node)));
  for (const { name, severity, via } of found) console.error(`${name} (${severity}): ${via.map((one) => one.title ?? one).join("; ")}`);
  console.log(`npm audit: ${ships.size} packages ship, ${found.length} of them have known vulnerabilities`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
