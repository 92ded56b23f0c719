import type { BootLayout, MappedVolume, Mount } from "./boot-layout.js";

/** The mapped volume that a file system lies on, by any of its names: /dev/mapper/vg-lv, /dev/vg/lv, /dev/dm-0. Undefined for none. */
export function volumeOf({ volumes }: BootLayout, { source }: Mount): MappedVolume | undefined {
  const path = source.replace(/\[.*$/, ""); // findmnt adds the subvolume of btrfs
  return volumes.find(({ device, name }) => [`/dev/${device}`, `/dev/mapper/${name}`].includes(path) || mapperNameOf(path) === name);
}

/** /dev/vg/lv in the words of device mapper, which doubles hyphens: vg-lv. */
function mapperNameOf(path: string): string | undefined {
  const parts = path.split("/");
  const [, dev, group, volume] = parts;
  if (parts.length !== 4 || dev !== "dev") return undefined;
  return [group, volume].map((part) => part?.replaceAll("-", "--")).join("-");
}

/** The disk of a partition: sda of sda2, nvme0n1 of nvme0n1p2. What is no partition is its own. */
export const diskOf = (device: string): string =>
  /^((?:nvme\d+n|mmcblk)\d+)p\d+$/.exec(device)?.[1] ?? /^((?:s|h|v|xv)d[a-z]+)\d+$/.exec(device)?.[1] ?? device;

/** Does root= or resume= name a device by a name that follows the order in which devices are found? Names of LVM, RAID and by-uuid stay. */
export function isDeviceName(word: string): boolean {
  const path = /^(?:root|resume)=\/dev\/(.+)$/.exec(word)?.[1];
  return path !== undefined && /^(?:cciss\/)?[^/]+$/.test(path) && !/^(?:md\d|mapper$|root$)/.test(path);
}
