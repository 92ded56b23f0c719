import { row } from "../reference/markdown.js";
import { type Compared, compareSyntax, setsOfOurs } from "./compare.js";
import { ONLY_SET } from "./recorded.js";
import type { ShownCmdlet } from "./shown.js";

/** The page of docs that shows each parameter set of Microsoft's beside ours, in Markdown. */
export function syntaxPage(shown: readonly ShownCmdlet[]): string {
  const compared = compareSyntax(shown);
  const ours = setsOfOurs(shown);
  const count = (verdict: Compared["verdict"]) => compared.filter((one) => one.verdict === verdict).length;
  return [
    "# Syntax beside Az.RecoveryServices",
    "Every parameter set of the cmdlets of Azure Site Recovery that have to do with the Mobility service, as the help of Az.RecoveryServices (azps-16.2.0) and its source declare them, beside what PowerShell 7.6 shows of this module. A test asks PowerShell anew and holds this page to it.",
    `**same**: every parameter is there, mandatory or not as in Microsoft's set, with its type, values, position, aliases and pipeline. Parameters of ours stand beside them and are optional. ${count("same")} sets are the same, ${count("differs")} differ, ${count("missing")} are missing.`,
    "What is taken and not used is named in a warning; the parameter sets of Hyper-V, of Azure and between sites of VMM are taken and refused with an error, because no Mobility service is pushed there.",
    [row("cmdlet", "parameter set", "here", "beside it"), row("---", "---", "---", "---"), ...compared.map((one) => line(one))].join("\n"),
    "## Sets of ours beside Microsoft's",
    [
      row("cmdlet", "parameter sets"),
      row("---", "---"),
      ...[...ours].filter(([, sets]) => sets.length > 0).map(([cmdlet, sets]) => row(`\`${cmdlet}\``, sets.map((set) => `\`${set}\``).join(", "))),
    ].join("\n"),
    "## Why some are missing",
    "A vCenter, a policy, the process server or appliance that replicates, a new synchronization and the properties of the machine in Azure are the vault's. Disks are an input to replication alone. Providers are registered and removed on their servers.",
    "",
  ].join("\n\n");
}

const line = ({ cmdlet, set, verdict, differences, additions }: Compared): string =>
  row(
    `\`${cmdlet}\``,
    set === ONLY_SET ? "" : `\`${set}\``,
    differences.length > 0 ? `differs: ${differences.join("; ")}` : verdict,
    additions.map((name) => `\`${name}\``).join(", "),
  );
