import type { ProbeFields } from "./probe-fields.js";

/** A file system as it is mounted. `type` and `source` are what the machine says. */
export type Mount = Readonly<{ source: string; place: "/" | "/boot"; type: string; readOnly: boolean }>;

/** A volume that device mapper made: `kind` LVM, CRYPT, mpath …; `devices` are what it lies on. */
export type MappedVolume = Readonly<{ device: string; name: string; kind: string; devices: readonly string[] }>;

/** A word of the kernel's command line, and the file that has it; `/proc/cmdline` has those of the running kernel. */
export type BootWord = Readonly<{ file: string; word: string }>;

/** How a Linux machine starts, as far as the vendor's checks of prerequisites look at it. What could not be read is absent. */
export type BootLayout = Readonly<{
  root?: Mount;
  /** A mount of its own, else that of the root. */
  boot?: Mount;
  /** /etc/fstab names a file system for /boot, and none is mounted there. */
  bootNotMounted: boolean;
  volumes: readonly MappedVolume[];
  /** Folders that even root cannot write. */
  notWritable: readonly string[];
  /** Files of the boot loader that are there. */
  grubFiles: readonly string[];
  words: readonly BootWord[];
}>;

/** Reads the lines of the probe that tell of it; a line that is no such thing is passed over. */
export function readBootLayout(all: ProbeFields["all"]): BootLayout {
  const mounts = all("mount").slice(0, MOST).flatMap(readMount);
  const root = mounts.findLast(({ place }) => place === "/");
  const own = mounts.findLast(({ place }) => place === "/boot");
  const boot = own ?? root;
  return {
    ...(root && { root }),
    ...(boot && { boot }),
    bootNotMounted: root !== undefined && own === undefined && all("fstab-boot").includes("yes"),
    volumes: all("mapped").slice(0, MOST).flatMap(readVolume),
    notWritable: all("not-writable").filter((place) => PLACES.includes(place)),
    grubFiles: all("grub-file").slice(0, MOST),
    words: all("boot-word").slice(0, MOST).flatMap(readWord),
  };
}

/** Lines of a kind that are read; a real machine has a few. */
const MOST = 100;
const PLACES: readonly string[] = ["/boot", "/etc", "/var"];

function readMount(line: string): readonly Mount[] {
  const [source = "", place, type = "", mode] = line.split(" ");
  if ((place !== "/" && place !== "/boot") || !/^[\w.-]{1,32}$/.test(type) || !source) return [];
  return [{ source: source.slice(0, 200), place, type, readOnly: mode === "ro" }];
}

function readVolume(line: string): readonly MappedVolume[] {
  const [device = "", name = "", kind = "", ...devices] = line.split(" ").filter(Boolean);
  return /^dm-\d{1,5}$/.test(device) && name && kind ? [{ device, name, kind, devices: devices.slice(0, MOST) }] : [];
}

function readWord(line: string): readonly BootWord[] {
  const at = line.lastIndexOf(" ");
  return at > 0 ? [{ file: line.slice(0, at).slice(0, 200), word: line.slice(at + 1).slice(0, 200) }] : [];
}
