import { z } from "zod";

/** One row of the catalogue: an OS tag as installer file names carry it, and the systems that it covers (64-bit only). */
export const OsRow = z.strictObject({
  tag: z.string().regex(/^[A-Za-z0-9.-]+$/),
  family: z.enum(["Linux", "Windows"]),
  covers: z.string(),
  /** What is inside the file: archives named .tar.gz are LZMA for most systems. */
  packing: z.enum(["gzip", "lzma", "exe"]),
  /** How the system starts services. */
  init: z.enum(["sysv", "systemd", "windows"]),
  /** Microsoft no longer ships it with the server: it is downloaded by hand, since this version where that is known. */
  manualDownload: z.strictObject({ sinceVersion: z.string().optional() }).optional(),
  /** The first release that supports it, where known. */
  firstVersion: z.string().optional(),
  /** The vendor's detection knows the tag, but no installer of it has been published so far. */
  unpublished: z.literal(true).optional(),
});
export type OsRow = Readonly<z.infer<typeof OsRow>>;

const lzma = { family: "Linux", packing: "lzma", init: "systemd" } as const;
const gzip = { family: "Linux", packing: "gzip", init: "systemd" } as const;

/** Every OS tag. To add a system: add its row here, and its line in detect-os.ts. */
export const OS_CATALOGUE: readonly OsRow[] = z.array(OsRow).parse([
  { tag: "Windows", family: "Windows", covers: "Windows Server 2008 R2 SP1 to 2019", packing: "exe", init: "windows" },

  { tag: "RHEL5-64", ...lzma, init: "sysv", covers: "RHEL, CentOS 5.2 to 5.11", manualDownload: { sinceVersion: "9.36" } },
  { tag: "RHEL6-64", ...lzma, init: "sysv", covers: "RHEL, CentOS 6" },
  { tag: "RHEL7-64", ...lzma, covers: "RHEL, CentOS 7" },
  { tag: "RHEL8-64", ...lzma, covers: "RHEL, CentOS, Rocky Linux, AlmaLinux 8" },
  { tag: "RHEL9-64", ...lzma, covers: "RHEL, CentOS, Rocky Linux, AlmaLinux 9", firstVersion: "9.54" },
  { tag: "RHEL10-64", ...lzma, covers: "RHEL, Rocky Linux, AlmaLinux 10", unpublished: true },

  { tag: "OL6-64", ...lzma, init: "sysv", covers: "Oracle Linux 6.4 and later", manualDownload: {} },
  { tag: "OL7-64", ...lzma, covers: "Oracle Linux 7" },
  { tag: "OL8-64", ...lzma, covers: "Oracle Linux 8" },
  { tag: "OL9-64", ...lzma, covers: "Oracle Linux 9", firstVersion: "9.54" },
  { tag: "OL10-64", ...lzma, covers: "Oracle Linux 10", unpublished: true },

  { tag: "SLES11-SP3-64", ...lzma, init: "sysv", covers: "SLES 11 SP3", manualDownload: { sinceVersion: "9.36" } },
  { tag: "SLES11-SP4-64", ...lzma, init: "sysv", covers: "SLES 11 SP4", manualDownload: {} },
  { tag: "SLES12-64", ...lzma, covers: "SLES 12" },
  { tag: "SLES15-64", ...lzma, covers: "SLES, openSUSE Leap 15" },
  { tag: "SLES16-64", ...lzma, covers: "SLES, openSUSE Leap 16", unpublished: true },

  { tag: "UBUNTU-14.04-64", ...lzma, init: "sysv", covers: "Ubuntu 14.04", manualDownload: {} },
  { tag: "UBUNTU-16.04-64", ...lzma, covers: "Ubuntu 16.04" },
  { tag: "UBUNTU-18.04-64", ...lzma, covers: "Ubuntu 18.04" },
  { tag: "UBUNTU-20.04-64", ...lzma, covers: "Ubuntu 20.04" },
  { tag: "UBUNTU-22.04-64", ...lzma, covers: "Ubuntu 22.04", firstVersion: "9.53" },
  { tag: "UBUNTU-24.04-64", ...lzma, covers: "Ubuntu 24.04" },
  { tag: "UBUNTU-26.04-64", ...lzma, covers: "Ubuntu 26.04", unpublished: true },

  { tag: "DEBIAN7-64", ...gzip, init: "sysv", covers: "Debian 7", manualDownload: { sinceVersion: "9.36" } },
  { tag: "DEBIAN8-64", ...gzip, covers: "Debian 8", manualDownload: {} },
  { tag: "DEBIAN9-64", ...gzip, covers: "Debian 9", manualDownload: {} },
  { tag: "DEBIAN10-64", ...gzip, covers: "Debian 10" },
  { tag: "DEBIAN11-64", ...gzip, covers: "Debian 11", firstVersion: "9.52" },
  { tag: "DEBIAN12-64", ...gzip, covers: "Debian 12", firstVersion: "9.61" },
  { tag: "DEBIAN13-64", ...gzip, covers: "Debian 13", unpublished: true },
]);

/** The row of a tag, without regard to case. */
export const findOsRow = (tag: string): OsRow | undefined => OS_CATALOGUE.find((row) => row.tag.toLowerCase() === tag.toLowerCase());
