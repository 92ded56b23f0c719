import { FleetError } from "../../core/errors.js";

/** As many as a list may have; the longest of the vendor's has a few hundred. */
export const MOST_KERNELS = 10_000;

/**
 * The kernels of a file as the vendor publishes it (`<OS tag>_supported_kernels.txt`): one a line as `uname -r` prints it; behind a colon SUSE's
 * service pack, which the kernel tells already. Empty lines, and what follows a #, count for nothing. Throws InvalidParameter that names the line.
 */
export function readKernelList(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const kernels = lines.flatMap((line, at) => {
    const content = line.split("#")[0]?.trim() ?? "";
    return content ? [kernelOf(content, at + 1)] : [];
  });
  const distinct = [...new Set(kernels)];
  if (distinct.length > 0 && distinct.length <= MOST_KERNELS) return distinct;
  throw new FleetError("InvalidParameter", `Expected 1 to ${MOST_KERNELS} kernels, one a line, got ${distinct.length}`, { target: "Kernels" });
}

function kernelOf(content: string, line: number): string {
  const kernel = /^(\d[\w.+~-]{0,99})(?::\d{1,2})?$/.exec(content)?.[1];
  if (kernel !== undefined) return kernel;
  throw new FleetError(
    "InvalidParameter",
    `Line ${line} of the list is "${content.slice(0, 60)}"; expected a kernel as uname -r prints it, such as 6.8.0-31-generic or 5.14.21-150500.53-default:5`,
    { target: "Kernels" },
  );
}
