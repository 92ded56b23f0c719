import { windowsTree } from "../../../../local/lab/windows/tree/windows-tree.js";

const found = await windowsTree(process.env);

/** The tree that Windows machines stand on, or null. */
export const TREE = typeof found === "string" ? null : found;
/** What is said of that behind the name of a test that needs one. */
export const lacksWindows = typeof found === "string" ? ` (needs the Windows tree: ${found})` : "";
