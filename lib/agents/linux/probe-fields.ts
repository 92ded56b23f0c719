import { foreignLine } from "../../core/foreign-text.js";

/** How much of a probe is read; a real one has a few KB. */
const MAX_CHARACTERS = 256 * 1024;
/** How many lines a field has, and how many characters each: they go into rows, logs and mails, and whoever owns the machine chooses them. */
type Bounds = Readonly<{ lines: number; characters: number }>;
const USUAL: Bounds = { lines: 64, characters: 1024 };
const NAME: Bounds = { lines: 1, characters: 255 };

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
  "not-roots",
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
  "mount",
  "fstab-boot",
  "mapped",
  "not-writable",
  "grub-file",
  "boot-word",
  "tool",
  "vm-agent",
  "scanner",
] as const;
export type ProbeField = (typeof PROBE_FIELDS)[number];

const BOUNDS: Readonly<Partial<Record<ProbeField, Bounds>>> = {
  "host-name": NAME,
  kernel: NAME,
  architecture: NAME,
  "machine-id": NAME,
  "bios-id": NAME,
  "boot-id": NAME,
  command: { lines: 40, characters: 400 },
  "not-roots": { lines: 2, characters: 255 },
  "read-only": { lines: 16, characters: 255 },
};

export type ProbeFields = Readonly<{
  /** The first line of a field, trimmed; undefined when it is absent or empty. */
  first(name: ProbeField): string | undefined;
  /** All lines of a field. */
  all(name: ProbeField): readonly string[];
  /** Was the last line seen? */
  complete: boolean;
}>;

/** Splits `<name> <text>` lines. What a terminal would obey is shown as its code. */
export function probeFields(output: string): ProbeFields {
  const text = output.slice(0, MAX_CHARACTERS);
  const fields = new Map<string, string[]>();
  for (const [, name = "", value = ""] of text.matchAll(NAMED_LINE)) {
    if (!isField(name)) continue;
    const { lines: most, characters } = BOUNDS[name] ?? USUAL;
    const known = fields.get(name) ?? [];
    if (known.length < most) fields.set(name, [...known, foreignLine(value, characters).trimEnd()]);
  }
  const all = (name: ProbeField) => fields.get(name) ?? [];
  return { all, first: (name) => all(name)[0]?.trim() || undefined, complete: LAST_LINE.test(text) };
}

/** Found at once among a quarter of a million lines that name nothing. A line ends in \n alone: `^` with the flag m would find one behind a \r, too. */
const NAMED_LINE = /(?:^|\n)([a-z-]{1,20}) ([^\n]*)/g;
const LAST_LINE = /(?:^|\n)end(?:\n|$)/;

const KNOWN: ReadonlySet<string> = new Set(PROBE_FIELDS);
const isField = (name: string): name is ProbeField => KNOWN.has(name);
