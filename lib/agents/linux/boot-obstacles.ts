import { type Obstacle, only } from "../readiness/readiness.js";
import { diskOf, isDeviceName, volumeOf } from "./boot-devices.js";
import type { BootLayout, Mount } from "./boot-layout.js";
import type { LinuxProbe } from "./probe.js";
import { vendorObstacle } from "./vendor-obstacle.js";

/** What the vendor's installer checks of how the machine starts, by the names that it gives its own errors. */
export const bootObstacles = ({ boot, tools }: Pick<LinuxProbe, "boot" | "tools">): readonly Obstacle[] => [
  ...fileSystems(boot),
  ...grub(boot),
  ...lvm(boot, tools),
  ...only([
    !DHCP_CLIENTS.some((client) => tools.includes(client)) &&
      vendorObstacle("DhcpClientNotAvailable", `The machine has no DHCP client (${DHCP_CLIENTS.join(", ")}), by which it gets its address in Azure`),
  ]),
];

/** What could not be found out of it; none of it may be called ready. */
export function bootUnknowns({ boot, tools }: Pick<LinuxProbe, "boot" | "tools">): readonly string[] {
  const { root, grubFiles } = boot;
  const client = DHCP_CLIENTS.find((name) => tools.includes(name));
  return [
    root === undefined && "which file systems / and /boot have",
    grubFiles.length === 0 && "whether the boot loader names devices or sets acpi=0: no file of GRUB is where the vendor looks for them",
    ...mountsOf(boot).map((mount) => isUnclearVolume(boot, mount) && `whether ${mount.place} (${mount.source}) lies on LVM`),
    client !== undefined &&
      !PLAIN_CLIENTS.includes(client) &&
      `whether the installer accepts ${client} as DHCP client: the vendor publishes no list of them`,
  ].filter((unknown) => typeof unknown === "string");
}

const ROOT_TYPES: readonly string[] = ["ext3", "ext4", "xfs", "btrfs"];
const BOOT_TYPES: readonly string[] = ["ext2", ...ROOT_TYPES];
const PLAIN_CLIENTS: readonly string[] = ["dhclient", "dhcpcd", "udhcpc", "wicked"];
/** Programs that ask a DHCP server for an address; the last two have a client built in. */
const DHCP_CLIENTS: readonly string[] = [...PLAIN_CLIENTS, "NetworkManager", "networkctl"];

function fileSystems({ root, boot, bootNotMounted }: BootLayout): readonly Obstacle[] {
  const unfit = (mount: Mount | undefined, types: readonly string[]) => mount !== undefined && !types.includes(mount.type);
  return only([
    unfit(root, ROOT_TYPES) &&
      vendorObstacle("UnsupportedRootFileSystem", `The root file system is ${root?.type}; expected ${ROOT_TYPES.join(", ")}`),
    boot?.place === "/boot" &&
      unfit(boot, BOOT_TYPES) &&
      vendorObstacle("UnsupportedBootFileSystem", `The file system of /boot is ${boot.type}; expected ${BOOT_TYPES.join(", ")}`),
    bootNotMounted && vendorObstacle("BootPartitionNotMounted", "/etc/fstab has a file system for /boot, and it is not mounted"),
  ]);
}

function grub({ words }: BootLayout): readonly Obstacle[] {
  const named = words.filter(({ file, word }) => file !== RUNNING && isDeviceName(word));
  const acpi = words.filter(({ word }) => word === "acpi=0");
  const told = (found: typeof words) => found.slice(0, 3).map(({ file, word }) => `${word} in ${file}`);
  return only([
    named.length > 0 &&
      vendorObstacle("GrubDeviceNameChange", `The boot loader names devices, which have other names after a failover: ${told(named).join(", ")}`),
    acpi.length > 0 && vendorObstacle("AcpiEqualsToZeroSet", `The kernel is told to do without ACPI: ${told(acpi).join(", ")}`),
  ]);
}

const RUNNING = "/proc/cmdline";

function lvm(layout: BootLayout, tools: readonly string[]): readonly Obstacle[] {
  const onLvm = mountsOf(layout).filter((mount) => volumeOf(layout, mount)?.kind === "LVM");
  const disks = new Set(onLvm.flatMap((mount) => (mount === layout.boot ? (volumeOf(layout, mount)?.devices.map(diskOf) ?? []) : [])));
  return only([
    onLvm.length > 0 &&
      !tools.includes("lvm") &&
      vendorObstacle("LvmPackageMissing", `${onLvm.map(({ place }) => place).join(" and ")} lies on LVM, and the program lvm is not there`),
    disks.size > 1 &&
      vendorObstacle("BootOnLVMFromMultipleDisks", `/boot lies on LVM over ${disks.size} disks (${[...disks].slice(0, 4).join(", ")})`),
  ]);
}

/** Those of / and /boot, once where they are one. */
const mountsOf = ({ root, boot }: BootLayout): readonly Mount[] => [...new Set([root, boot])].filter((mount) => mount !== undefined);

/** Device mapper or the kernel's own alias, of which nothing is told. */
const isUnclearVolume = (layout: BootLayout, mount: Mount): boolean =>
  /^\/dev\/(?:root$|mapper\/|dm-)/.test(mount.source) && volumeOf(layout, mount) === undefined;
