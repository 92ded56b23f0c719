/** `name` is what the system calls itself. `reason` says which half of the support is missing. */
export type DetectedOs =
  | Readonly<{ supported: true; tag: string; name: string }>
  | Readonly<{ supported: false; reason: "OperatingSystem" | "Architecture"; name: string; message: string }>;
