/** What a look at a machine told of its virus scanners. */
export type Antivirus = Readonly<{
  /** Those that were found, by the names that people know. */
  products: readonly string[];
  /** Folders that are to be left out and are not; absent where no product is there that can be asked. */
  missing?: readonly string[];
  /** A product that can be asked does not tell what it leaves out. */
  hidden?: boolean;
  /** Folders that jobs of a fleet have let it leave out, by the machine's own record. */
  added: readonly string[];
}>;

type Told = Readonly<{
  /** The product that can be asked, and is changed by jobs. */
  asked?: string;
  /** Folders of this machine that a scanner is to leave out. */
  folders: readonly string[];
}>;

/** What people are told of it; nothing where all is as it should be, or no scanner is known to be there. */
export function antivirusWarnings({ products, missing = [], hidden = false }: Antivirus, { asked, folders }: Told): readonly string[] {
  const others = products.filter((name) => name !== asked);
  return [
    ...(missing.length > 0 ? [`${asked} does not leave out ${missing.join(", ")} (Set-AsrMobilityServiceAntivirusExclusion adds that)`] : []),
    ...(hidden ? [`${asked} does not tell what it leaves out; see to it by its policy that it leaves out ${folders.join(", ")}`] : []),
    ...(others.length > 0
      ? [
          `${others.join(", ")} ${others.length === 1 ? "is" : "are"} there, which no job changes: let ${others.length === 1 ? "it" : "them"} leave out ${folders.join(", ")}`,
        ]
      : []),
  ];
}
