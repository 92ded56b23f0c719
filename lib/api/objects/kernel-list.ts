import { z } from "zod";
import type { KernelList } from "../../agents/kernels/kernel-list.js";
import { fill, output } from "./output.js";

export const AsrMobilityServiceKernelList = output(
  "ASRMobilityServiceKernelList",
  "Which kernels a version of the Mobility service supports on one system, as the vendor published it.",
  {
    OSTag: z.string(),
    Version: z.string(),
    AsOf: z.iso.date().meta({ description: "Date of the vendor's list" }),
    Kernels: z.array(z.string()).meta({ description: "By the names of their releases" }),
    ImportedOn: z.iso.datetime(),
  },
);

export const asrMobilityServiceKernelList = ({ osTag, version, asOf, kernels, importedAt }: KernelList) =>
  fill(AsrMobilityServiceKernelList, { OSTag: osTag, Version: version, AsOf: asOf, Kernels: [...kernels], ImportedOn: importedAt });
