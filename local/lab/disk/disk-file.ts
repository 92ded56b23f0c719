/** A file of a machine's disk; a path with / at its end is a folder. Default: root's, readable for all. */
export type DiskFile = Readonly<{ path: string; text: string; mode?: number; owner?: number }>;
