/** A column of a table: its heading, where its value is (a property, or PowerShell over `$_`), how wide it is. */
export type Column = readonly [label: string, value: string, width?: number];

/** How the objects of these types are listed, one line each. */
export type View = Readonly<{ types: readonly string[]; columns: readonly Column[] }>;
