import { z } from "zod";

/** The recipes that exist; what is true of each stands in `recipe-facts.ts`, what it does in `recipes.ts`. */
export const RecipeName = z.enum([
  "update",
  "install",
  "protect",
  "test",
  "test-account",
  "import-installer",
  "discover",
  "uninstall",
  "configure",
  "unprotect",
  "exclude",
  "vm-agent",
  "forget",
  "import-inventory",
  "import-vault",
  "refresh-provider",
  "remove-fabric",
  "support-bundle",
  "deployment-package",
  "export-jobs",
  "batch",
]);
export type RecipeName = z.infer<typeof RecipeName>;
