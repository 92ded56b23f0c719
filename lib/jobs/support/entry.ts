/** One file of a support bundle. */
export type BundleEntry = Readonly<{ name: string; text: string }>;

export const jsonEntry = (name: string, value: unknown): BundleEntry => ({ name, text: `${JSON.stringify(value, undefined, 2)}\n` });
