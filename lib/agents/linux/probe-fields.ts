/** How much of a probe is read; a real one has a few KB. */
const MAX_CHARACTERS = 256 * 1024;
/** How much of a line: it goes into rows, logs and mails, and whoever owns the machine chooses its length. */
const MAX_LINE = 1024;
/** The errors file of an installer may be one line; so much of it is sent. */
const MAX_ERRORS = 16_384;

/** What scripts/probe.sh tells: each line is one of these names, a blank, and text that may hold anything. A field may have many lines. */
export const PROBE_FIELDS = [
  "clock",
  "host-name",
  "kernel",
  "architecture",
  "user-id",
  "machine-id",
  "bios-id",
  "boot-id",
  "asset-tag",
  "oracle-release",
  "redhat-release",
  "suse-release",
  "os-release",
  "lsb-release",
  "debian-version",
  "hosts-file",
  "version-link",
  "version-file",
  "agent-dir",
  "config",
  "status",
  "driver-version",
  "driver-loaded",
  "lock",
  "process",
  "command",
  "free-root",
  "free-var-lib",
  "free-install-dir",
  "read-only",
  "secure-boot",
  "tool",
  "installer-errors",
] as const;
export type ProbeField = (typeof PROBE_FIELDS)[number];

export type ProbeFields = Readonly<{
  /** The first line of a field, trimmed; undefined when it is absent or empty. */
  first(name: ProbeField): string | undefined;
  /** All lines of a field. */
  all(name: ProbeField): readonly string[];
  /** Was the last line seen? */
  complete: boolean;
}>;

/** Splits `<name> <text>` lines. Control characters (also those that steer a terminal) become spaces. */
export function probeFields(output: string): ProbeFields {
  const fields = new Map<string, string[]>();
  const lines = output.slice(0, MAX_CHARACTERS).split("\n");
  for (const line of lines) {
    const match = /^([a-z][a-z-]{0,30}) (.*)$/.exec(plain(line));
    const [, name, text = ""] = match ?? [];
    if (name === undefined) continue;
    const value = text.slice(0, name === "installer-errors" ? MAX_ERRORS : MAX_LINE).trimEnd();
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  const all = (name: ProbeField) => fields.get(name) ?? [];
  return { all, first: (name) => all(name)[0]?.trim() || undefined, complete: lines.includes("end") };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const plain = (line: string): string => line.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "").replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ");
